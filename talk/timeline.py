"""How what was said is named in timelines."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflow.timeline import say

say(asks=pgettext_lazy("talk", "Question"), asked=_("Asked"))
