"""What a person has been told."""

from django.db import connection

from aftersales.models import User
from notices.models import Notice

COUNTED = 100
UNREAD = f"SELECT 1 FROM {Notice._meta.db_table} WHERE user_id = %s AND read_at IS NULL LIMIT {COUNTED}"  # noqa: S608


def unread_count(user: User) -> int:
    """How many notices the person has not read, up to a hundred; past the ORM, since every page asks for it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({UNREAD}) AS unread", [user.pk])  # noqa: S608
        return int(cursor.fetchone()[0])
