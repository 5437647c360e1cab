"""How often somebody without an account may ask: enough for a person, too little for guessing."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

A_MINUTE = 60  # seconds


def too_often(request: HttpRequest, what: str, most: int = 30) -> bool:
    """Whether this address has asked for ``what`` more than ``most`` times within a minute.

    Every process of the server counts for itself, so the limit is that many times higher.
    """
    key = f"throttle:{what}:{address(request)}"
    cache.add(key, 0, A_MINUTE)
    try:
        return cache.incr(key) > most
    except ValueError:  # the minute has ended between the two
        return False


def address(request: HttpRequest) -> str:
    """Where the request comes from; behind a proxy, what the proxy itself has added last."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
