"""Whose session it is: the person, with their roles and those of whom they stand in for today, in one statement."""

import datetime as dt
from collections import defaultdict
from typing import Any, TypeAlias

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.utils import timezone

from aftersales.kit.prepared import prepared
from aftersales.models import SavedView, User
from aftersales.roles import ALL_DUTIES

OF_PRINCIPAL = ("pk", "name", "username")

Joined: TypeAlias = Any
"""The person, with what the statement has joined: a role, a deputy, a principal with a role."""


@prepared
def rows_of(person: int, today: dt.date) -> "QuerySet[User, Joined]":
    """The person once for each of their roles, and each role of each principal."""
    holds = Q(
        deputyships__starts_on__lte=today,
        deputyships__ends_on__gte=today,
        deputyships__ended_at=None,
    )
    is_away = Q(deputies__starts_on__lte=today, deputies__ends_on__gte=today, deputies__ended_at=None)
    rows = User.objects.filter(pk=person).alias(
        now=FilteredRelation("deputyships", condition=holds),
        away_now=FilteredRelation("deputies", condition=is_away),
    )
    return rows.annotate(
        has_views=Exists(SavedView.objects.filter(user=OuterRef("pk"))),
        role=F("grants__role"),
        deputy_name=F("away_now__deputy__name"),
        deputy_until=F("away_now__ends_on"),
        named=F("now__duties"),
        until_day=F("now__ends_on"),
        principal_pk=F("now__principal"),
        principal_name=F("now__principal__name"),
        principal_username=F("now__principal__username"),
        principal_here=F("now__principal__is_active"),
        principal_role=F("now__principal__grants__role"),
    )


def person_today(key: int) -> User | None:
    """The person of this key, with their roles and whom they stand in for; None where there is nobody."""
    rows = rows_of(key, timezone.localdate())
    if not rows:
        return None
    user: User = rows[0]
    user.keeps_views = rows[0].has_views
    user.roles = frozenset(row.role for row in rows if row.role)
    user.away = tuple(sorted({(row.deputy_name, row.deputy_until) for row in rows if row.deputy_until}))
    user.stands_in = principals(user, [row for row in rows if row.principal_here])
    return user


def principals(deputy: User, rows: list[Joined]) -> tuple[User, ...]:
    """Each of whom this person stands in for, with what the deputy may do in their place."""
    by_key: defaultdict[int, list[Joined]] = defaultdict(list)
    for row in rows:
        by_key[row.principal_pk].append(row)
    return tuple(principal(deputy, some) for _key, some in sorted(by_key.items()))


def principal(deputy: User, rows: list[Joined]) -> User:
    """Somebody in whose place a deputy acts."""
    found = User(**{name: getattr(rows[0], f"principal_{name}") for name in OF_PRINCIPAL})
    found._state.adding = False
    found.deputy, found.until = deputy, max(row.until_day for row in rows)
    found.roles = frozenset(row.principal_role for row in rows if row.principal_role)
    found.duties = frozenset().union(*(row.named or ALL_DUTIES for row in rows))
    return found
