from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aftersales.navigation import Link


class FiguresConfig(AppConfig):
    name = "figures"
    verbose_name = _("Figures")
    navigation = (
        Link("figures:overview", _("This month"), "gauge", rank=1, permission="team.view", place="home"),
        Link("figures:report", _("Monthly report"), "chart-column", rank=62, permission="report.view"),
    )

    def ready(self) -> None:
        from figures import forms, panels, policy, queues, sections, tasks, waiting  # noqa: F401  (register what others read)
