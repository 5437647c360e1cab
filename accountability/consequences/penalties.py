"""What follows for penalties: the finding, its people, responses and slips (九)."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accountability.conditions import is_factory_fault
from accountability.dates import due
from accountability.models import Liability, Penalty, PenaltyPerson
from accountability.slips.penalty import penalty as slip_facts
from aftersales.models import User
from cases.models import ReturnedMotor
from slips.actions import issue, void
from slips.models import Slip
from workflow.actions import on, read
from workflow.guards import Blocked
from workflow.models import Event, Facts
from workflow.waiting import touched


@on("motor.appraise")
def find_liability(motor: ReturnedMotor, event: Event) -> None:
    note_liability(motor, at=event.at)


def note_liability(motor: ReturnedMotor, *, at: dt.datetime) -> None:
    """A factory fault wants a decision on who answers for it."""
    if motor.appraisal and is_factory_fault(motor.appraisal):
        finding = Liability.objects.create(
            appraisal=motor.appraisal, motor=motor, found_at=at, due_on=due("penalty", at)
        )
        touched(finding, at=at)


@on("motor.reappraise", "motor.refuse_return")
def drop_liability(motor: ReturnedMotor, event: Event) -> None:
    """The finding is open again; a penalty that rests on it can only be dismissed."""
    close(Liability.objects.filter(motor=motor), at=event.at)


def close(findings: QuerySet[Liability], *, at: dt.datetime) -> None:
    """Nobody need draft an opinion on these any more."""
    for finding in findings.filter(closed_at=None).select_related("motor"):
        finding.closed_at = at
        finding.save(update_fields=["closed_at"])
        touched(finding)


def why_not_this_person(by: User, persons: list[Facts]) -> str:
    """Nobody writes the opinion on themselves."""
    if by.both.intersection(person.get("user_id") for person in persons):
        return _("This penalty concerns you; somebody else must draft it.")
    return ""


@on("penalty.draft")
def settle_liability(penalty: Penalty, event: Event) -> None:
    """The finding has its opinion, with the people whom it concerns."""
    if reason := why_not_this_person(event.by, event.data["persons"]):
        raise Blocked(reason)
    keep_persons(penalty, event.data["persons"])
    close(Liability.objects.filter(appraisal=penalty.appraisal), at=event.at)


def keep_persons(penalty: Penalty, persons: list[Facts]) -> None:
    """Replace the people of an opinion that nobody has assessed; what somebody has said stays with them."""
    earlier = {person.name: person for person in penalty.persons.all()}
    for data in persons:
        person = earlier.pop(data["name"], None) or PenaltyPerson(penalty=penalty)
        for name, value in data.items():
            setattr(person, name, value)
        person.save()
    for person in earlier.values():
        if person.responded_at:
            raise Blocked(_("%(name)s has responded and stays in the opinion.") % {"name": person.name})
        person.delete()
    penalty._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    penalty.dossier.readers.set(
        penalty.concerned_keys()
    )  # who is concerned no more reads no earlier revision either
    penalty.index()


@on("penalty.redraft")
def correct(penalty: Penalty, event: Event) -> None:
    """Other people are concerned, or with other amounts."""
    if reason := why_not_this_person(event.by, event.data["persons"]):
        raise Blocked(reason)
    keep_persons(penalty, event.data["persons"])


@on("penalty.respond")
def keep_response(penalty: Penalty, event: Event) -> None:
    """What the person concerned says, in their own words or as the assessment department wrote it down."""
    rows = penalty.persons.filter(pk=event.data["person"])
    own = rows.filter(user=event.by)
    if not own.exists():
        own = rows.filter(user=None) if event.by.can("penalty.record_response") else rows.none()
    answer = {"response": event.data["answer"], "responded_at": event.at, "recorded_by": event.by}
    if not own.update(**answer):
        raise Blocked(_("Only the person concerned responds."))


@on(
    "penalty.draft", "penalty.redraft", "penalty.countersign", "penalty.respond", "penalty.assess",
    "penalty.approve", "penalty.dismiss", "penalty.deduct", paper="CF",
)  # fmt: skip
def reissue(penalty: Penalty, event: Event) -> None:
    """The slip follows the opinion: a new revision of the same number replaces the earlier one."""
    freeze(read(penalty), event)


def freeze(penalty: Penalty, event: Event) -> None:
    """Issue the CF as the opinion now stands."""
    earlier = Slip.objects.filter(number=penalty.number)
    last = earlier.order_by("revision").last()
    if last:
        void(earlier, "已由新修订取代", event)  # printed on it, so in Chinese
    facts = slip_facts(penalty)
    issue("CF", facts, event, dossier=penalty.dossier, number=penalty.number, replaces=last)
