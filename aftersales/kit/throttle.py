"""How often somebody without an account may ask: enough for a person, too little for guessing."""

import hashlib
import time
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import connection
from django.db.models import F
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


def rate_limited(request: HttpRequest, what: str, most: int = 30) -> bool:
    """Whether this address has used up its tries of this minute; asking is no try."""
    key, minute = place(request, what)
    return Attempt.objects.filter(key=key, minute=minute, count__gte=most).exists()


def give_back(request: HttpRequest, what: str) -> None:
    """Count the last try for nothing: it turned out to be none."""
    key, minute = place(request, what)
    Attempt.objects.filter(key=key, minute=minute, count__gt=0).update(count=F("count") - 1)


def place(request: HttpRequest, what: str) -> tuple[str, int]:
    """Under what an address is counted. It is kept as a hash: nobody needs to read it."""
    key = hashlib.sha256(
        f"{settings.SECRET_KEY} {what} {neighbourhood(address(request))}".encode()
    ).hexdigest()
    return key, int(time.time() // A_MINUTE)


def neighbourhood(address: str | None) -> str:
    """What one customer of a network has: an IPv4 address, but of IPv6 a block of 64 bits to choose from."""
    return str(ip_network((address, 64), strict=False)) if address and ":" in address else str(address)


def address(request: HttpRequest) -> str | None:
    """Where the request comes from; behind a proxy, what the proxy itself has added last. None where nobody says.

    django-axes asks it as well, so that both count the same.
    """
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return plain_address(forwarded.rsplit(",", 1)[-1]) or plain_address(request.META.get("REMOTE_ADDR", ""))


def plain_address(text: str) -> str | None:
    """The address without the brackets, port or zone that it may come with; None where it is no address."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return str(getattr(found, "ipv4_mapped", None) or found)
