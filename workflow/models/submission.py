"""Forms that have taken effect."""

from django.db import models

from aftersales.models import User


class Submission(models.Model):
    """A form that has taken effect, so that a double click has none; see once.py."""

    key = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    result = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.key)
