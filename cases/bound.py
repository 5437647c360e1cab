"""What of the register open cases hang on: changes of it that decide over money need a second person.

And what cases keep of it: a customer's new name is what their cases are found by.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import Q

from aftersales.kit.search import find_by
from cases.models import Case, ReturnedMotor
from cases.same_motor import ENDED, NOT_LET_COME, without_list
from cases.statuses import FINAL_MOTOR, CaseStatus
from warranty.bound import Bond, binds, follows
from warranty.models import Customer, Motor
from workflow.changes import Changes

NOT_OPEN = {CaseStatus.DRAFT, *ENDED, *NOT_LET_COME}


@binds("registered_motor")
def open_cases_of_motors(entries: Sequence[Motor]) -> dict[int, list[Bond]]:
    """The open cases of these motors, by key: those in whose lists they are, and those that only tell of them."""
    by_key = {entry.serial_key: entry.pk for entry in entries if entry.serial_key}
    own = {entry.pk for entry in entries}
    found: defaultdict[int, dict[int, Bond]] = defaultdict(dict)
    for case, registered, serial_key in (*in_the_house(entries), *told_of(entries)):
        entry = registered if registered in own else by_key.get(serial_key)
        if entry:
            found[entry][case.pk] = Bond(case.dossier)
    return {key: list(bonds.values()) for key, bonds in found.items()}


def in_the_house(entries: Sequence[Motor]) -> Iterator[tuple[Case, int | None, str]]:
    """The returned motors of these entries that have not come to their end."""
    keys = {entry.serial_key for entry in entries} - {""}
    same = Q(registered__in=[entry.pk for entry in entries]) | Q(registered=None, serial_key__in=keys)
    rows = ReturnedMotor.objects.filter(same).exclude(status__in=FINAL_MOTOR).order_by("case")
    for motor in rows.select_related("case__dossier"):
        yield motor.case, motor.registered_id, motor.serial_key


def told_of(entries: Sequence[Motor]) -> Iterator[tuple[Case, int | None, str]]:
    """The open cases that were reported about these motors, and have no list of motors yet."""
    keys = {entry.serial_key for entry in entries} - {""}
    rows = without_list().filter(serial_key__in=keys).exclude(status__in=NOT_OPEN).order_by("pk")
    for case in rows.select_related("dossier"):
        yield case, None, case.serial_key


@binds("customer")
def open_cases_of_customers(entries: Sequence[Customer]) -> dict[int, list[Bond]]:
    """The open cases of these customers, whose warranty depends on the channel (八), by key."""
    found = defaultdict(list)
    rows = Case.objects.filter(customer__in=entries).exclude(status__in=NOT_OPEN).order_by("pk")
    for case in rows.select_related("dossier"):
        found[case.customer_id].append(Bond(case.dossier))
    return found


@follows("customer")
def new_name(customer: Customer, changes: Changes) -> None:
    if pair := changes.get("name"):
        find_by(Case.objects.filter(customer=customer), *map(str, pair))
