"""What a person has been told."""

from aftersales.models import User
from notices.models import Notice

COUNTED = 100


def unread_count(user: User) -> int:
    """How many notices the person has not read, up to a hundred."""
    return Notice.objects.filter(user=user, read_at=None).order_by()[:COUNTED].count()
