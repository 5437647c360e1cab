from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SatisfactionConfig(AppConfig):
    name = "satisfaction"
    verbose_name = _("Customer satisfaction")

    def ready(self) -> None:
        from satisfaction import actions, forms, ledgers, tasks  # noqa: F401  (register what belongs to verbs)
