from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aftersales.navigation import Link


class WarrantyConfig(AppConfig):
    name = "warranty"
    verbose_name = _("Register")
    navigation = (
        Link("warranty:motors", _("Registers"), "database", rank=75, permission="register.view"),
        Link(
            "warranty:models",
            _("Registers"),
            "database",
            rank=70,
            place="administration",
            permission="register.edit",
            hint=_("Models, customers, motors and employees, one by one or from a table"),
        ),
        Link("warranty:what_if", _("What if"), "scale", rank=80),
    )

    def ready(self) -> None:
        from warranty import (  # noqa: F401  (register what others read)
            beginning,
            consequences,
            finders,
            forms,
            policy,
            tables,
            tasks,
            waiting,
        )
