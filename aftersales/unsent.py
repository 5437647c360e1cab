"""A form that was sent after the session had ended is kept for its person until they have signed in again.

Whose it is says a signed cookie, which outlives the session until one signs out: nobody else sees the form, and nobody
without an account fills the table of sessions. It is kept for an hour, until it is sent again, or somebody else comes.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict

from aftersales.kit.untyped import Json
from aftersales.models import User

PERSON = "person"  # the cookie
MOST = 200_000  # characters
AN_HOUR = 60 * 60  # seconds
KEPT = "unsent"
A_WEEK = 7 * 24 * AN_HOUR
SALT = "who signed in last"

Fields = list[tuple[str, str]]
Files = MultiValueDict[str, UploadedFile]

keepers: list[Callable[[Files, User], Fields]] = []
"""Each takes files out that it can keep for a person, and gives the fields that stand for them."""


def keeps_files(take: Callable[[Files, User], Fields]) -> Callable[[Files, User], Fields]:
    """Let this keep files of such forms."""
    keepers.append(take)
    return take


def remember(response: HttpResponse, user: User) -> None:
    """Let this browser say whose its forms are."""
    told = signing.dumps([user.pk, user.get_session_auth_hash()], salt=SALT)
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(PERSON, told, max_age=A_WEEK, httponly=True, samesite="Lax", secure=secure)


def last_person(request: HttpRequest) -> User | None:
    """Who signed in last in this browser, if they still may with the same password."""
    try:
        pk, password = signing.loads(request.COOKIES.get(PERSON, ""), salt=SALT, max_age=A_WEEK)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user and user.get_session_auth_hash() == password else None


def keep(request: HttpRequest) -> bool:
    """Keep what was sent, but no password, if it is known whose it is; whether it is kept."""
    sent = [
        (name, str(text))
        for name, texts in request.POST.lists()
        for text in texts
        if name != "csrfmiddlewaretoken"
    ]
    fields = [(name, text) for name, text in sent if "password" not in name]
    if len(fields) < len(sent) and all(name == "next" for name, _text in fields):
        return False  # a page of passwords alone, which are typed once more
    if sum(len(name) + len(text) for name, text in fields) > MOST or not (user := last_person(request)):
        return False
    files = request.FILES.copy()
    for keep_some in keepers:
        fields += keep_some(files, user)
    lost = [file.name for _name, rest in files.lists() for file in rest if file.name]
    request.session[KEPT] = {
        "person": user.pk, "path": request.path, "fields": fields, "lost": lost, "at": time.time(),
    }  # fmt: skip
    request.session.set_expiry(AN_HOUR)
    return True


def kept_for(request: HttpRequest) -> Json | None:
    """What this person had sent; what is somebody else's or old is forgotten."""
    kept: Json | None = request.session.get(KEPT)
    if kept and (kept["person"] != request.user.pk or kept["at"] < time.time() - AN_HOUR):
        del request.session[KEPT]
        return None
    return kept


def forget_sent(request: HttpRequest) -> None:
    """What is sent again, or belongs to somebody else, need not be kept any longer."""
    kept = kept_for(request) if KEPT in request.session else None
    if kept and request.method == "POST" and request.path == kept["path"]:
        del request.session[KEPT]
