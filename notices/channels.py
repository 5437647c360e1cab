"""The ways out of the house: the mail server, and the robots of groups. Nothing else in the product sends."""

import json
import time
import uuid
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from notices import robots
from notices.models import Robot

PATIENCE = 10  # seconds for a robot's server to answer
LONGEST = 64 * 1024  # bytes that are read of its answer


class Undelivered(Exception):
    """The message did not get through. The text is for the administrator and names no secret."""


def mail(address: str, subject: str, body: str, batch: uuid.UUID, reply_to: str = "") -> None:
    """Hand a message to the mail server. The same batch has the same Message-ID, however often it is sent."""
    headers = {
        "Message-ID": f"<{batch}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>",
        "Auto-Submitted": "auto-generated",
    }
    try:
        answers = [reply_to] if reply_to else None
        EmailMessage(subject, body, to=[address], reply_to=answers, headers=headers).send()
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors
        raise Undelivered(f"{type(error).__name__}: {error}") from error


class StayThere(HTTPRedirectHandler):
    """What is for a robot goes to no other address, wherever its server may point."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """None makes an error of it."""


def post(robot: Robot, text: str) -> None:
    """Let a robot say something in its group."""
    message = robots.message(settings.ROBOT_SECRETS.get(robot.name, ""), text, time.time())
    if message is None:
        raise Undelivered(_("ROBOTS has no usable address for this group"))
    try:
        code = refusal(answer_to(message))
    except HTTPError as error:
        code = error.code
    except (OSError, HTTPException, ValueError):  # their words may repeat the address
        raise Undelivered(_("the robot could not be reached")) from None
    if code:
        raise Undelivered(_("the robot refused with code %(code)s") % {"code": code})


def answer_to(message: robots.Message) -> bytes:
    """Post it; the certificate of an https:// address is checked against those that the system trusts."""
    headers = {"Content-Type": "application/json", "User-Agent": "aftersales"}
    request = Request(message.url, json.dumps(message.content).encode(), headers)  # noqa: S310
    with build_opener(StayThere).open(request, timeout=PATIENCE) as answer:
        return bytes(answer.read(LONGEST))


def refusal(answer: bytes) -> int:
    """The code with which a robot refused, or 0: WeCom, DingTalk and Feishu answer 200 to what they refuse.

    Of their words nothing is kept, because they may repeat the key; a code in words is -1.
    """
    try:
        said = json.loads(answer)
    except ValueError:
        return 0
    codes = [said.get(key) for key in ("errcode", "code", "StatusCode")] if isinstance(said, dict) else []
    code = next(filter(None, codes), 0)
    return code if isinstance(code, int) else -1
