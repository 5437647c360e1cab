from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TalkConfig(AppConfig):
    name = "talk"
    verbose_name = _("Talk")

    def ready(self) -> None:
        from talk import forms, tasks, timeline, waiting  # noqa: F401  (register what others read)
