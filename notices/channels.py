"""The ways out of the house: the mail server, and the robots of groups. Nothing else in the product sends."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from notices.models import Robot


class Undelivered(Exception):
    """The message did not get through. The text is for the administrator and names no secret."""


def mail(address: str, subject: str, body: str, batch: uuid.UUID) -> None:
    """Hand a message to the mail server. The same batch has the same Message-ID, however often it is sent."""
    headers = {
        "Message-ID": f"<{batch}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>",
        "Auto-Submitted": "auto-generated",
    }
    try:
        EmailMessage(subject, body, to=[address], headers=headers).send()
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors
        raise Undelivered(f"{type(error).__name__}: {error}") from error


def post(robot: Robot, text: str) -> None:
    """Let a robot say something in its group."""
    address = settings.ROBOT_SECRETS.get(robot.name, "")
    voice = voice_of(address) if address else None
    if voice is None:
        raise Undelivered(_("ROBOTS has no usable address for this group"))
    with heard() as answers:
        accepted = voice.notify(body=text, title="")
    problem = next(filter(None, map(complaint, answers)), "")
    if problem or not accepted:
        raise Undelivered(problem or _("the robot could not be reached"))


def voice_of(address: str) -> Any:
    """What apprise makes of an address, or None."""
    import apprise  # takes half a second, and most processes never send

    return apprise.Apprise.instantiate(address, suppress_exceptions=True)


@contextmanager
def heard() -> Iterator[list[requests.Response]]:
    """The answers to everything that is sent within.

    WeCom, DingTalk and Feishu answer 200 to what they refuse, with the reason in the body; apprise looks at
    the 200 alone. It has no hook, so its sessions are listened to here; a sender is one thread.
    """
    answers: list[requests.Response] = []
    send = requests.Session.send

    def listen(session: requests.Session, request: Any, **options: Any) -> requests.Response:
        answers.append(send(session, request, **options))
        return answers[-1]

    requests.Session.send = listen  # type: ignore[method-assign, assignment]
    try:
        yield answers
    finally:
        requests.Session.send = send  # type: ignore[method-assign]


def complaint(answer: requests.Response) -> str:
    """Why a robot refused, or an empty string: its code and nothing of its words, which may repeat the key."""
    if answer.status_code >= 400:
        return _("the robot refused with code %(code)s") % {"code": answer.status_code}
    try:
        said = answer.json()
    except ValueError:
        return ""
    code = (
        next((said[key] for key in ("errcode", "code", "StatusCode") if said.get(key)), 0)
        if isinstance(said, dict)
        else 0
    )
    return _("the robot refused with code %(code)s") % {"code": code} if code else ""
