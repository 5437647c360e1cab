from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aftersales.navigation import Link


class SatisfactionConfig(AppConfig):
    name = "satisfaction"
    verbose_name = _("Customer satisfaction")
    navigation = (
        Link("satisfaction:campaigns", _("Satisfaction"), "smile", rank=70, permission="survey.list"),
    )

    def ready(self) -> None:
        from satisfaction import (  # noqa: F401  (register what others read)
            consequences,
            forms,
            holdings,
            ledgers,
            policy,
            slips,
            tables,
            tasks,
            timeline,
            waiting,
        )
