from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aftersales.navigation import Link


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = _("Notices")
    navigation = (
        Link(
            "notices:notices",
            _("Notices"),
            "bell",
            rank=10,
            place="tool",
            count="notices.queries.counting",
        ),
        Link("notices:notice_choice", _("How I am told"), "bell-ring", rank=10, place="account"),
    )

    def ready(self) -> None:
        from notices import policy, queues, tasks, telling, waiting  # noqa: F401  (register figures, work, who is told, the worklist)
