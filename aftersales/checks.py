"""What ``manage.py check`` says about this machine."""

from django.conf import settings
from django.core.checks import Warning as CheckWarning
from django.core.checks import register
from django.db import Error

from aftersales.kit.fonts import missing_system_support
from aftersales.models import User


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


@register(deploy=True)
def has_no_demo_people(app_configs, **kwargs) -> list[CheckWarning]:
    """Whether the data of a demo was brought along."""
    try:
        count = 0 if settings.DEMO else User.objects.filter(is_demo=True, is_active=True).count()
    except Error:  # no database yet; others say so
        return []
    if not count:
        return []
    return [
        CheckWarning(
            f"{count} demo people are in this database. Nobody can sign in as them without DEMO.",
            hint="Start with an empty database, or make them inactive.",
            id="aftersales.W002",
        )
    ]
