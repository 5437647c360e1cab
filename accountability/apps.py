from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountabilityConfig(AppConfig):
    name = "accountability"
    verbose_name = _("Accountability")

    def ready(self) -> None:
        from accountability import actions, forms, ledgers, tasks  # noqa: F401  (register what belongs to verbs)
