"""How what was said is named in timelines."""

from django.utils.translation import gettext_lazy as _

from workflow.timeline import say

say(asked=_("Asked"))
