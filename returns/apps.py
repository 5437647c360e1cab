from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReturnsConfig(AppConfig):
    name = "returns"
    verbose_name = _("Handover and returns")

    def ready(self) -> None:
        from returns import conditions, consequences, forms, ledgers, panels, slips, tables, tasks, waiting  # noqa: F401  (register consequences, forms and lists)
