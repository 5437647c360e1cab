from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aftersales.navigation import Link

# What registers something. The order is that in which the consequences of one verb follow: records, then slips.
REGISTERING = (
    "policy", "beginning", "bound", "consequences", "measuring.consequences", "forms", "tasks", "panels", "timeline",
    "waiting", "holdings", "finders", "measuring.forms", "measuring.panels", "bench.forms",
    "photos.forms", "intake.forms", "intake.slips", "intake.ledgers",
    "appraisal.forms", "appraisal.slips", "appraisal.texts", "appraisal.ledgers",
    "clock.forms", "clock.ledgers",
    "repair.forms", "repair.slips", "repair.ledgers",
    "shipping.forms",
    "shortage.consequences",
    "freight.consequences", "freight.forms", "freight.ledgers",
)  # fmt: skip


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("Cases")
    navigation = (
        Link("cases:list", _("Cases"), "message-square-warning", rank=20),
        Link("cases:motors", _("Motors"), "cog", rank=30),
        Link("cases:shortages", _("Missing parts"), "package-search", rank=65, permission="case.view_all"),
        Link("cases:bench", _("The bench"), "wrench", rank=63, permission="bench.view"),
        Link("cases:on_time", _("In time"), "timer", rank=60, permission="on_time.view"),
        Link(
            "cases:holiday",
            _("Extend for a holiday"),
            "calendar-clock",
            rank=50,
            permission="motor.extend_for_holiday",
            place="start",
        ),
        Link("cases:new", _("New feedback"), "plus", rank=10, permission="case.create", place="start"),
    )

    def ready(self) -> None:
        for name in REGISTERING:
            import_module(f"cases.{name}")
