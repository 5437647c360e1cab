"""One form, one effect: a double click or a retried request changes nothing the second time."""

from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.kit.prepared import prepared
from aftersales.models import User
from workflow.guards import Stale
from workflow.models import Submission
from workflow.waiting import execute


def earlier_answer(key: str, user: User) -> str:
    """Where the first of two identical requests led, or an empty string.

    For forms that the first request has made invalid: who has signed has nothing left to sign.
    """
    try:
        found = sent_before(UUID(key))
    except ValueError:
        return ""
    return next((earlier.result for earlier in found if earlier.user_id == user.pk), "")


@prepared
def sent_before(key: UUID) -> QuerySet[Submission]:
    """The form with this key that has taken effect, if there is one."""
    return Submission.objects.filter(key=key)


# Past the ORM: every act pays for them.
TABLE = Submission._meta.db_table
TAKE = f"INSERT INTO {TABLE} (key, user_id, result, at) VALUES (%s, %s, '', %s)"  # noqa: S608
ANSWER = f"UPDATE {TABLE} SET result = %s WHERE key = %s"  # noqa: S608


def key_of(form: UUID) -> UUID | str:
    """The key of a form as the database has it."""
    return Submission._meta.pk.get_db_prep_value(form, connection)


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
            execute(TAKE, key_of(key), user.pk, connection.ops.adapt_datetimefield_value(timezone.now()))
            result = act()
            execute(ANSWER, result, key_of(key))
            return result
    except IntegrityError:
        earlier = Submission.objects.filter(key=key).first()
        if earlier is None:
            raise
        if earlier.user_id != user.pk:
            raise Stale(_("Another person has sent this form. Open the page anew and fill it in.")) from None
        return earlier.result
