"""Who is signed in, since when and from where: read from the sessions themselves, which nobody lists otherwise."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from aftersales.kit.untyped import Json
from aftersales.models import User
from aftersales.views import BEGAN

BROWSERS = {
    "MicroMessenger": "WeChat",
    "Edg": "Edge",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Windows": "Windows", "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Mac OS X": "Mac", "Linux": "Linux",
}  # fmt: skip


@dataclass(frozen=True)
class SignedIn:
    """A session that has not ended; ``mark`` tells it from others and does not give its key away."""

    key: str
    user: User
    since: dt.datetime | None
    until: dt.datetime
    address: str
    browser: str

    @property
    def mark(self) -> str:
        return mark_of(self.key)


def mark_of(key: str) -> str:
    """What an address may say of a session."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def signed_in(user: User | None = None) -> list[SignedIn]:
    """The sessions of somebody, or of everybody, the latest first; two queries for any number."""
    known = list(decoded(user))
    people = User.objects.in_bulk({key for _session, key, _data in known})
    found = [one(session, people[key], data) for session, key, data in known if key in people]
    return sorted(found, key=lambda row: row.until, reverse=True)


def decoded(user: User | None) -> Iterator[tuple[Session, int, Json]]:
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        data = session.get_decoded()
        key = int(data.get(SESSION_KEY, 0))
        if key and (user is None or key == user.pk):
            yield session, key, data


def one(session: Session, user: User, data: Json) -> SignedIn:
    began = data.get(BEGAN, {})
    since = parse_datetime(began["at"]) if "at" in began else None
    address = began.get("address") or ""
    return SignedIn(session.pk, user, since, session.expire_date, address, in_words(began.get("browser", "")))


def in_words(agent: str) -> str:
    """What a browser says of itself, as people know it."""
    browser = next((name for said, name in BROWSERS.items() if said in agent), "")
    system = next((name for said, name in SYSTEMS.items() if said in agent), "")
    return _(", ").join(filter(None, [browser, system]))
