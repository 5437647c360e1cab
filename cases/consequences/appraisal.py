"""The joint appraisal: its facts, its signatures, and when it counts (四.2)."""

from django.utils.translation import gettext as _

from aftersales.models import User
from cases.conditions import departments_to_sign, signing_state
from cases.models import (
    Appraisal,
    ReturnedMotor,
    Signature,
)
from cases.photos.scans import keep_scan
from workflow.actions import on, take
from workflow.guards import Blocked, Stale
from workflow.models import Event


@on("motor.draft_appraisal")
def keep_appraisal(motor: ReturnedMotor, event: Event) -> None:
    """Rewrite an unsigned draft in place; once somebody has signed, a correction is a new version."""
    fields = event.data["appraisal"]
    present = motor.appraisal
    if present is None or present.signatures.exists():
        version = motor.appraisals.count() + 1
        present = Appraisal(motor=motor, version=version)
    for name, value in fields.items():
        setattr(present, name, value)
    present.drafted_by, present.drafted_at = event.by, event.at
    present.save()
    motor.appraisal = present
    motor.save(update_fields=["appraisal"])


@on("motor.sign_appraisal")
def sign(motor: ReturnedMotor, event: Event) -> None:
    """One department's signature; the fourth one lets the appraisal take effect (四.2)."""
    assert motor.appraisal is not None
    department, wording = event.data["department"], motor.appraisal.wording
    if event.data.get("wording", wording) != wording:
        raise Stale(_("The appraisal has been rewritten; read the new version."))
    if department not in departments_to_sign(motor, event.by):
        raise Blocked(_("You cannot sign for this department."))
    Signature.objects.create(
        appraisal=motor.appraisal,
        department=department,
        user=event.by,
        at=event.at,
        dissent=event.data.get("dissent", ""),
    )
    take_effect(motor, event)


@on("motor.sign_on_paper")
def sign_on_paper(motor: ReturnedMotor, event: Event) -> None:
    """A signature that stands on the printed sheet, with its scan; it counts as any other (四.2)."""
    said = event.data
    signer = User.objects.get(pk=said["signer_id"])
    if said["department"] not in departments_to_sign(motor, signer):
        raise Blocked(_("%(name)s cannot sign for this department, or has signed.") % {"name": signer})
    assert motor.appraisal is not None
    Signature.objects.create(
        appraisal=motor.appraisal,
        department=said["department"],
        user=signer,
        at=event.at,
        dissent=said.get("dissent", ""),
        entered_by=event.actor,
        scan=keep_scan(said["scan_id"], motor, event),
    )
    take_effect(motor, event)


@on("motor.settle_dissent")
def settle(motor: ReturnedMotor, event: Event) -> None:
    """The director decides where the departments disagree; the appraisal then stands as written."""
    assert motor.appraisal is not None
    motor.appraisal.settled_by, motor.appraisal.settled_at = event.by, event.at
    motor.appraisal.settlement = event.data["reason"]
    motor.appraisal.save()
    take_effect(motor, event)


def take_effect(motor: ReturnedMotor, event: Event) -> None:
    """Appraise the motor as soon as all have signed and nobody's dissent is open."""
    missing, unsettled = signing_state(motor)
    if not missing and not unsettled:
        take(motor, "appraise", by=event.by, at=event.at, data={}, derived=True)


@on("motor.appraise")
def note_effect(motor: ReturnedMotor, event: Event) -> None:
    assert motor.appraisal is not None
    motor.appraisal.effective_at = event.at
    motor.appraisal.save(update_fields=["effective_at"])
