from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aftersales.navigation import Link


class SlipsConfig(AppConfig):
    name = "slips"
    verbose_name = _("Slips")
    navigation = (Link("slips:slips", _("Slips"), "files", rank=40, permission="slip.view"),)

    def ready(self) -> None:
        from slips import actions, checks, forms, ledgers, policy, queues, tasks, waiting  # noqa: F401  (register)
