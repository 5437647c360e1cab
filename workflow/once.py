"""One form, one effect: a double click or a retried request changes nothing the second time."""

from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aftersales.models import User
from workflow.guards import Stale
from workflow.models import Submission


def earlier_answer(key: str, user: User) -> str:
    """Where the first of two identical requests led, or an empty string.

    For forms that the first request has made invalid: who has signed has nothing left to sign.
    """
    try:
        submission = Submission.objects.filter(key=UUID(key), user=user).first()
    except ValueError:
        return ""
    return submission.result if submission else ""


def once(key: UUID | None, user: User, act: Callable[[], str]) -> str:
    """Run ``act`` in a transaction unless ``key`` has been used, and return the address it answered with.

    The key goes in first: whoever inserts it second waits for the first to commit, fails on the unique
    key, and is given the first one's answer. Without a key (a caller that is not a form) ``act`` just runs.
    Raises Stale where somebody else has used the key.
    """
    if key is None:
        with transaction.atomic():
            return act()
    try:
        with transaction.atomic():
            Submission.objects.create(key=key, user=user)
            result = act()
            Submission.objects.filter(key=key).update(result=result)
            return result
    except IntegrityError:
        earlier = Submission.objects.filter(key=key).first()
        if earlier is None:
            raise
        if earlier.user_id != user.pk:
            raise Stale(_("Another person has sent this form. Open the page anew and fill it in.")) from None
        return earlier.result
