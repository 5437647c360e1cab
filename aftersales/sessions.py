"""Sessions in the database as Django keeps them, read by a statement that is written once: every request reads one."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from aftersales.kit.prepared import prepared


class SessionStore(db.SessionStore):
    """Django's own but for how a session is looked up."""

    def _get_session_from_db(self) -> Session | None:
        """The session of the key; of none, or of one that is over, the key is forgotten."""
        for session in session_of(self.session_key or ""):
            if session.expire_date > timezone.now():
                return session
        self._session_key = None
        return None


@prepared
def session_of(key: str) -> QuerySet[Session]:
    """The session of this key."""
    return Session.objects.filter(session_key=key)
