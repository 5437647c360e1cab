from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReturnsConfig(AppConfig):
    name = "returns"
    verbose_name = _("Handover, returns and slips")

    def ready(self) -> None:
        from returns import actions, forms, ledgers, tasks  # noqa: F401  (register consequences, forms and lists)
