"""The choices of the catalogue, each a table of value, colour and name."""

from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import ColouredChoices


class Cause(ColouredChoices):
    """Who or what caused the damage (四.1 b)."""

    FACTORY = "factory", "red", _("the factory")
    CUSTOMER = "customer", "amber", _("the customer")
    TRANSPORT = "transport", "violet", _("transport")
    NONE = "none", "grey", _("no fault found")
    UNDETERMINED = "undetermined", "grey", _("undetermined")


class Department(ColouredChoices):
    """Who answers for a fault."""

    ENGINEERING = "engineering", "grey", _("engineering (design, process)")
    WINDING = "winding", "grey", _("winding workshop")
    ASSEMBLY = "assembly", "grey", _("assembly workshop")
    MACHINING = "machining", "grey", _("machining workshop")
    PURCHASING = "purchasing", "grey", _("purchasing (bought-in parts)")
    QUALITY = "quality", "grey", _("quality (missed in inspection)")
    SALES = "sales", "grey", _("sales and dispatch (packing, transport)")
    CUSTOMER = "customer", "grey", _("the customer")
    NOBODY = "nobody", "grey", _("nobody")


class DefectGroup(ColouredChoices):
    """The kind of defect, the letter of the defect code."""

    ELECTRICAL = "E", "grey", _("electrical")
    COMMUTATION = "C", "grey", _("commutation")
    MECHANICAL = "M", "grey", _("mechanical")
    NOISE = "N", "grey", _("noise and vibration")
    DIMENSION = "D", "grey", _("dimension")
    PERFORMANCE = "P", "grey", _("performance")
    APPEARANCE = "A", "grey", _("appearance")
    TRANSPORT = "T", "grey", _("transport damage")
    NO_FAULT = "X", "grey", _("no fault")


class PartSource(ColouredChoices):
    """Where a part comes from: what is bought can be claimed from its supplier."""

    OWN = "own", "grey", _("made in the house")
    PURCHASED = "purchased", "blue", _("bought")


class Stage(ColouredChoices):
    """When an item of a test plan is measured."""

    STANDARD = "standard", "grey", _("standard test")
    LOAD = "load", "blue", _("under load")


class Certainty(ColouredChoices):
    """How far a limit of the starting data can be trusted before somebody has looked at it."""

    PUBLIC = "public", "green", _("in public texts about the standard")
    TRADE = "trade", "blue", _("common in the trade")
    DEFAULT = "default", "amber", _("a default, to be looked at")
