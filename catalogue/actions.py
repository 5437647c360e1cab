"""What the keeper does: merge codes, say what a text means, stand for the limits of test plans."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.journal import write
from aftersales.kit.untyped import JsonValue
from aftersales.models import User
from catalogue.lists import listed
from catalogue.models import Failure, LimitReview, TestItem
from catalogue.starting import begin
from catalogue.texts import code_text, map_texts
from warranty.actions import record
from workflow.guards import Blocked, demand

EDIT = Failure.edit


@transaction.atomic
def enter_start(*, by: User) -> dict[str, int]:
    """Enter the catalogue of the trade, as ``manage.py catalogue`` does; how many rows of each table were new.

    Raises Forbidden, and Blocked where somebody has entered failure codes already.
    """
    by = demand(EDIT, Failure(), by)
    if Failure.objects.exists():
        raise Blocked(_("There are failure codes already."))
    counts = begin()
    map_texts()
    said: dict[str, JsonValue] = {**counts}
    write("begin_catalogue", _("Catalogue"), by=by, person=None, **said)
    return counts


@transaction.atomic
def merge(failure: Failure, into: Failure, *, by: User, why: str) -> Failure:
    """Let a code count as another one from now on; nothing that names it is written.

    The other one takes over its words. Raises Forbidden, and Blocked where they are the same or one has been merged.
    """
    demand(EDIT, failure, by)
    if failure.pk == into.pk or failure.merged_into_id or into.merged_into_id or not into.active:
        raise Blocked(_("Merge it into another code that is in use."))
    reason = f"{failure.code} → {into.code}: {why}"
    record(failure, {"active": False}, by=by, why=reason)
    Failure.objects.filter(Q(pk=failure.pk) | Q(merged_into=failure)).update(merged_into=into)
    learn(into, [failure.name_zh, *failure.synonym_list], by=by, why=reason)
    return into


def learn(failure: Failure, words: list[str], *, by: User, why: str) -> None:
    """Let a code be called so as well, as far as there is room."""
    known = listed(failure.synonyms)
    for word in words:
        longer = ";".join([*known, word])
        if word != failure.name_zh and word not in known and len(longer) <= longest():
            known.append(word)
    record(failure, {"synonyms": ";".join(known)}, by=by, why=why)


def longest() -> int:
    return Failure._meta.get_field("synonyms").max_length or 0


@transaction.atomic
def say_what_it_means(text: str, failure: Failure, *, synonym: bool, by: User) -> int:
    """The keeper's word on a text: how many things got the code. ``synonym``: it means so in future, too."""
    demand(EDIT, failure, by)
    if synonym:
        learn(failure, [text], by=by, why=_("This is what it is called, too."))
    return code_text(text, failure)


@transaction.atomic
def stand_for(items: Iterable[TestItem], *, by: User) -> int:
    """The keeper has looked at the limits of these items, and they are right; how many."""
    return sum(set_limits(item, item.least, item.most, note="", by=by) for item in items)


@transaction.atomic
def set_limits(item: TestItem, least: str, most: str, *, note: str, by: User) -> int:
    """The keeper stands for these limits from now on; what was measured before keeps those of its day."""
    demand(EDIT, item, by)
    row = TestItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    LimitReview.objects.create(
        item=row, was_least=row.least, was_most=row.most, least=least, most=most, note=note, by=by
    )
    row.least, row.most, row.reviewed_by, row.reviewed_at = least, most, by, timezone.now()
    row.save(update_fields=["least", "most", "reviewed_by", "reviewed_at"])
    return 1
