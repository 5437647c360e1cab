from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aftersales.navigation import Link


class GuideConfig(AppConfig):
    name = "guide"
    verbose_name = _("Help")
    navigation = (Link("guide:index", _("Help"), "circle-question-mark", rank=20, place="tool"),)

    def ready(self) -> None:
        from guide import explanations, finders  # noqa: F401  (register what others read)
