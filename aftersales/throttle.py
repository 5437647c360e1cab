"""How often somebody without an account may ask: enough for a person, too little for guessing."""

import hashlib
import time

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from aftersales.models import Attempt

A_MINUTE = 60  # seconds
KEPT = 10  # minutes

UPSERT = """
    INSERT INTO aftersales_attempt (key, minute, count) VALUES (%s, %s, 1)
    ON CONFLICT (key, minute) DO UPDATE SET count = aftersales_attempt.count + 1
    RETURNING count
"""


def too_often(request: HttpRequest, what: str, most: int = 30) -> bool:
    """Whether this address has tried ``what`` more than ``most`` times in this minute, now included.

    The count is in the database, so all processes of the server count together.
    """
    key, minute = place(request, what)
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [key, minute])
        count = cursor.fetchone()[0]
    if count == 1:
        Attempt.objects.filter(minute__lt=oldest_minute()).delete()
    return count > most


def oldest_minute() -> int:
    """Tries before this minute count for nothing any more."""
    return int(time.time() // A_MINUTE) - KEPT


def tired_of(request: HttpRequest, what: str, most: int = 30) -> bool:
    """Whether this address has used up its tries of this minute; asking is no try."""
    key, minute = place(request, what)
    return Attempt.objects.filter(key=key, minute=minute, count__gte=most).exists()


def place(request: HttpRequest, what: str) -> tuple[str, int]:
    """Under what an address is counted. It is kept as a hash: nobody needs to read it."""
    key = hashlib.sha256(f"{settings.SECRET_KEY} {what} {address(request)}".encode()).hexdigest()
    return key, int(time.time() // A_MINUTE)


def address(request: HttpRequest) -> str:
    """Where the request comes from; behind a proxy, what the proxy itself has added last."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
