from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aftersales.navigation import Link


class SlipsConfig(AppConfig):
    name = "slips"
    verbose_name = _("Slips")
    navigation = (
        Link("slips:slips", _("Slips"), "files", rank=40, permission="slip.view"),
        Link(
            "slips:printers",
            _("Printers"),
            "printer",
            rank=50,
            place="administration",
            permission="printer.edit",
            hint=_("Paper, plies, margins and calibration of each printer"),
        ),
    )

    def ready(self) -> None:
        from slips import (  # noqa: F401  (register)
            actions,
            beginning,
            checks,
            finders,
            forms,
            ledgers,
            policy,
            queues,
            tasks,
            waiting,
        )
