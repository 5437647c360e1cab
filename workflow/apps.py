from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aftersales.navigation import Link


class WorkflowConfig(AppConfig):
    name = "workflow"
    verbose_name = _("Workflow")
    navigation = (Link("home", _("Worklist"), "inbox", rank=10, count="workflow.worklist.counting"),)

    def ready(self) -> None:
        from workflow import checks  # noqa: F401  (registers the system check)
