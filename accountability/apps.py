from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aftersales.navigation import Link


class AccountabilityConfig(AppConfig):
    name = "accountability"
    verbose_name = _("Accountability")
    navigation = (
        Link(
            "accountability:actions",
            _("Corrective actions"),
            "shield-check",
            rank=90,
            permission="action.view",
        ),
        Link("accountability:penalties", _("Penalties"), "gavel", rank=100, permission="penalty.view"),
    )

    def ready(self) -> None:
        from accountability import (  # noqa: F401  (register what others read)
            bound,
            consequences,
            forms,
            holdings,
            ledgers,
            panels,
            policy,
            slips,
            tables,
            tasks,
            texts,
            timeline,
            waiting,
        )
