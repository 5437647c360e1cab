from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aftersales.navigation import Link


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("Catalogue")
    navigation = (
        Link("catalogue:test_items", _("Test plans"), "gauge", rank=76),
        Link(
            "catalogue:failures",
            _("Catalogue"),
            "book-text",
            rank=75,
            place="administration",
            permission="failure.edit",
            hint=_("Failure codes, parts and test plans"),
        ),
        Link("catalogue:texts", _("Texts without a code"), "spell-check", rank=77, permission="failure.edit"),
    )

    def ready(self) -> None:
        from catalogue import beginning, panels, tables  # noqa: F401  (register what others read)
