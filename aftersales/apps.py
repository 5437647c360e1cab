from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AftersalesConfig(AppConfig):
    name = "aftersales"
    verbose_name = _("People")

    def ready(self) -> None:
        from aftersales import checks  # noqa: F401  (registers the system checks)
