"""What a verdict can come to, part by part, each a table of value, colour and name. The rules give the values."""

from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import ColouredChoices


class WarrantyStatus(ColouredChoices):
    """Whether the claim is in warranty (八)."""

    IN = "in", "green", _("In warranty")
    OUT = "out", "amber", _("Out of warranty")
    UNPROVEN = "unproven", "amber", _("Not proven")
    NOT_APPLICABLE = "not_applicable", "grey", _("Does not apply")
    HOLD = "hold", "amber", _("Open")


class ReturnOutcome(ColouredChoices):
    """Whether the motor may be returned (五, 六)."""

    ALLOWED = "allowed", "green", _("May be returned")
    NEEDS_CONSENT = "needs_consent", "amber", _("Needs the factory's consent")
    REFUSED = "refused", "grey", _("No return")
    HOLD = "hold", "amber", _("Open")


class ChargeOutcome(ColouredChoices):
    """What a repair costs the customer (七)."""

    FREE = "free", "green", _("Repaired free of charge")
    EXCEPT_MACHINED = "free_except_machined_material", "green", _("Free, except machined parts")
    MATERIAL_AND_LABOUR = "material_and_labour", "amber", _("Material and labour")
    NO_REPAIR = "no_repair", "grey", _("No repair")
    HOLD = "hold", "amber", _("Open")


class FreightBearer(ColouredChoices):
    """Who bears the inbound freight (四.1); that the salesperson does is worth a look."""

    FACTORY = "factory", "", _("Borne by the factory")
    CUSTOMER = "customer", "", _("Borne by the customer")
    SALESPERSON = "salesperson", "amber", _("Borne by the salesperson")
    HOLD = "hold", "amber", _("Open")


class AmendmentStatus(ColouredChoices):
    """How a change of the register stands that needs a second person."""

    OPEN = "open", "amber", _("waits for a second person")
    ACCEPTED = "accepted", "green", _("confirmed")
    REFUSED = "refused", "red", _("refused")
    WITHDRAWN = "withdrawn", "grey", _("taken back")
