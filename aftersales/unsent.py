"""A form that was sent after the session had ended is kept for its person until they have signed in again.

Only forms that say whose they are, signed: else anybody could fill the table of sessions.
"""

from django.core import signing
from django.http import HttpRequest, QueryDict

from aftersales.models import User

FIELD = "mine"
MOST = 200_000  # characters
KEPT = "unsent"
LEFT_OUT = {"csrfmiddlewaretoken", FIELD}

SALT = "a form of this person"


def mine(user: User) -> str:
    """What a form of this person carries."""
    return signing.dumps(user.pk, salt=SALT)


def keep(request: HttpRequest) -> None:
    """Keep what was sent, if it says whose it is."""
    try:
        person = signing.loads(request.POST.get(FIELD, ""), salt=SALT)
    except signing.BadSignature:
        return
    fields = request.POST.copy()
    for name in LEFT_OUT:
        fields.pop(name, None)
    sent = fields.urlencode()
    if len(sent) <= MOST:
        request.session[KEPT] = {"person": person, "path": request.path, "sent": sent}


def take(request: HttpRequest) -> QueryDict | None:
    """What this person had sent to this page; once, and nobody else."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT]
    return QueryDict(kept["sent"]) if kept["person"] == request.user.pk else None
