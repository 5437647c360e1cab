"""What ``manage.py check`` says about this machine."""

from django.core.checks import Warning as CheckWarning
from django.core.checks import register

from aftersales.fonts import missing_system_support


@register
def can_print(app_configs, **kwargs) -> list[CheckWarning]:
    """Whether slips can be printed, and quickly."""
    missing = missing_system_support()
    if not missing:
        return []
    return [
        CheckWarning(
            "Slips may fail to print, print boxes, or take ten times as long: system packages are missing.",
            hint=f"sudo apt install {' '.join(missing)}",
            id="aftersales.W001",
        )
    ]
