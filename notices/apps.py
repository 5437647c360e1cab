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
        Link(
            "notices:robots",
            _("Robots of groups"),
            "bot",
            rank=60,
            place="administration",
            permission="notice.administer",
            hint=_("What the robot of each chat group tells, and when"),
        ),
        Link(
            "notices:deliveries",
            _("Messages"),
            "mail",
            rank=65,
            place="administration",
            permission="notice.administer",
            hint=_("What went out to whom, and what was given up"),
        ),
        Link("notices:notice_choice", _("How I am told"), "bell-ring", rank=10, place="account"),
    )

    def ready(self) -> None:
        from notices import beginning, policy, queues, tasks, telling, waiting  # noqa: F401  (register figures, work, who is told, the worklist)
