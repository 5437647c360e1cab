from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aftersales.navigation import Link


class AftersalesConfig(AppConfig):
    name = "aftersales"
    verbose_name = _("People")
    navigation = (
        Link("ledgers", _("Ledgers"), "notebook-tabs", rank=50, permission="slip.view"),
        Link("password", _("My password"), "key-round", rank=20, place="account"),
    )

    def ready(self) -> None:
        from aftersales import addresses, checks, queues  # noqa: F401  (register parts of addresses, system checks, and work)
