"""What a person has been told."""

from aftersales.kit.planned import Part, places_of
from aftersales.models import User
from aftersales.navigation import numbers
from notices.models import Notice

COUNTED = 100
UNREAD = f"SELECT 1 FROM {Notice._meta.db_table} WHERE user_id = %s AND read_at IS NULL LIMIT {COUNTED}"  # noqa: S608


def unread_count(user: User) -> int:
    """How many notices the person has not read, up to a hundred."""
    return numbers([counting(user)])[0]


def counting(user: User) -> Part:
    """The statement that counts them, past the ORM: every page asks for it."""
    return Part(f"SELECT COUNT(*) FROM ({UNREAD}) AS unread", places_of([user.pk]), [user.pk])  # noqa: S608
