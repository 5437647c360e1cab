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
        Link(
            "accountability:amounts",
            _("Penalty amounts"),
            "table",
            rank=90,
            place="administration",
            permission="penalty.set_amounts",
            hint=_("The table from which a handling opinion takes its amounts (九)"),
        ),
        Link("accountability:penalties", _("Penalties"), "gavel", rank=100, permission="penalty.view"),
    )

    def ready(self) -> None:
        from accountability import (  # noqa: F401  (register what others read)
            beginning,
            bound,
            consequences,
            finders,
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
