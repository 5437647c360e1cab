"""What changes people, their deputies and what they hold; all of it stands in the log of the administration."""

from collections.abc import Iterable, Sequence

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.journal import write
from aftersales.kit.untyped import Json
from aftersales.models import Deputyship, RoleGrant, User
from aftersales.roles import Role
from people.conditions import ADMINISTERS, NAMES_DEPUTIES
from people.holdings import Held
from people.sessions import SignedIn
from workflow.guards import Blocked, demand
from workflow.waiting import act


@transaction.atomic
def name_deputy(deputyship: Deputyship, *, by: User) -> Deputyship:
    """Let somebody act in the place of somebody else for a time; see ``Deputyship``.

    By the principal or an administrator, and by nobody who only stands in for one of them: what a deputy may do is
    not handed on. Raises Forbidden.
    """
    demand(NAMES_DEPUTIES, deputyship, by.alone)
    deputyship.set_by = by
    deputyship.save()
    said = {
        "from": deputyship.starts_on.isoformat(),
        "until": deputyship.ends_on.isoformat(),
        "duties": deputyship.duties,
    }
    write("name_deputy", deputyship, by=by, person=deputyship.principal, **said)
    return deputyship


@transaction.atomic
def end_deputy(deputyship: Deputyship, *, by: User) -> None:
    """The deputy acts no more from this moment. Raises Forbidden, and Blocked where it has ended already."""
    fresh = Deputyship.objects.select_for_update(of=("self",)).get(pk=deputyship.pk)
    demand(NAMES_DEPUTIES, fresh, by.alone)
    if fresh.ended_at or fresh.ends_on < timezone.localdate():
        raise Blocked(_("It has ended already."))
    fresh.ended_by, fresh.ended_at = by, timezone.now()
    fresh.save(update_fields=["ended_by", "ended_at"])
    write("end_deputy", fresh, by=by, person=fresh.principal)


@transaction.atomic
def save_person(person: User, roles: Iterable[str], *, by: User, password: str = "") -> User:
    """Keep a person and their roles, who has left among them. A given password is for the first time only."""
    demand(ADMINISTERS, person, by)
    new = person.pk is None
    keep_an_administrator(person, set(roles), by)
    if password:
        person.set_password(password)
        person.must_change_password = True
    before = set() if new else set(person.grants.values_list("role", flat=True))
    person.save()
    after = set(roles)
    person.grants.exclude(role__in=after).delete()
    RoleGrant.objects.bulk_create(RoleGrant(user=person, role=role) for role in sorted(after - before))
    deed = "add_person" if new else "change_person"
    said: Json = {"roles": sorted(after), "before": sorted(before), "active": person.is_active}
    write(deed, person, by=by, person=person, **said)
    return person


def keep_an_administrator(person: User, roles: set[str], by: User) -> None:
    """Somebody always administers, and nobody gives themselves roles in somebody's place.

    Raises Blocked and Forbidden. The administrators are locked, so that two of them do not leave at once.
    """
    grants = RoleGrant.objects.filter(role=Role.ADMIN, user__is_active=True).select_related("user")
    left = {grant.user_id for grant in grants.select_for_update(of=("self", "user"))} - {person.pk}
    if not left and person.pk and not (person.is_active and Role.ADMIN in roles):
        raise Blocked(_("Nobody else administers; give somebody else the role first."))
    if person.pk == by.pk:
        demand(ADMINISTERS, person, by.alone)


@transaction.atomic
def give_password(person: User, password: str, *, by: User) -> None:
    """A password for the next time: the person chooses another then, and is signed out everywhere. Raises Forbidden."""
    demand(ADMINISTERS, person, by)
    if person.is_demo:
        raise Blocked(_("Everybody shares the demo people; their password stays."))
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    write("set_password", person, by=by, person=person)


@transaction.atomic
def end_sessions(sessions: Sequence[SignedIn], *, by: User) -> None:
    """Sign out whoever has these: oneself, or as an administrator somebody else. Raises Forbidden."""
    for one in sessions:
        if one.user.pk != by.pk:
            demand(ADMINISTERS, one.user, by)
        Session.objects.filter(pk=one.key).delete()
        write("end_sessions", one.user, by=by, person=one.user, browser=one.browser, address=one.address)


def hand_over(held: Sequence[Held], to: User, *, by: User, reason: str) -> int:
    """Give these things to somebody else, all of them or none; how many.

    Raises Forbidden, and Blocked where that person may not have one of them.
    """
    demand(ADMINISTERS, to, by)
    with act():
        for one in held:
            if one.holding.needs and not to.can(one.holding.needs):
                said = {"name": to, "what": one.holding.label}
                raise Blocked(_("%(name)s has no role for this: %(what)s.") % said)
            one.holding.give(one.thing, to, by, reason)
        if held:
            about = f"{held[0].person} → {to}"
            write(
                "hand_over", about, by=by, person=to, things=[str(one.thing) for one in held], reason=reason
            )
    return len(held)
