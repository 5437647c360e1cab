"""What the keeper does with codes: merge one into another, and say what a text means."""

from django.db import transaction
from django.utils.translation import gettext as _

from aftersales.models import User
from catalogue.lists import listed
from catalogue.models import Failure
from catalogue.texts import code_text
from workflow.guards import Blocked, Permission, demand

EDIT = Permission[Failure]("failure.edit")


@transaction.atomic
def merge(failure: Failure, into: Failure, *, by: User) -> Failure:
    """Let a code count as another one from now on; nothing that names it is written.

    The other one takes over its words. Raises Forbidden, and Blocked where they are the same or one has been merged.
    """
    demand(EDIT, failure, by)
    if failure.pk == into.pk or failure.merged_into_id or into.merged_into_id or not into.active:
        raise Blocked(_("Merge it into another code that is in use."))
    failure.merged.update(merged_into=into)
    failure.merged_into, failure.active = into, False
    failure.save(update_fields=["merged_into", "active"])
    learn(into, failure.name_zh, *failure.synonym_list)
    return into


def learn(failure: Failure, *words: str) -> None:
    """Let a code be called so as well, as far as there is room."""
    known = [word for word in listed(failure.synonyms) if word]
    for word in words:
        if word != failure.name_zh and word not in known:
            longer = ";".join([*known, word])
            known += [word] if len(longer) <= longest() else []
    failure.synonyms = ";".join(known)
    failure.save(update_fields=["synonyms"])


def longest() -> int:
    return Failure._meta.get_field("synonyms").max_length or 0


@transaction.atomic
def say_what_it_means(text: str, failure: Failure, *, synonym: bool, by: User) -> int:
    """The keeper's word on a text: how many things got the code. ``synonym``: it means so in future, too."""
    demand(EDIT, failure, by)
    if synonym:
        learn(failure, text)
    return code_text(text, failure)
