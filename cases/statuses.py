"""The states of both machines and the choices of a case, each a table of value, colour and name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import ColouredChoices


class CaseStatus(ColouredChoices):
    """Where a case (one quality feedback of one customer) stands."""

    DRAFT = "draft", "grey", _("draft")
    SUBMITTED = "submitted", "amber", _("awaiting approval")
    INFO_REQUESTED = "info_requested", "violet", _("more information wanted")
    REJECTED = "rejected", "red", _("rejected")
    AUTHORISED = "authorised", "teal", _("return approved")
    AWAITING_RECEIPT = "awaiting_receipt", "blue", _("awaiting receipt")
    IN_PROCESS = "in_process", "blue", _("in process")
    COMPLETED = "completed", "green", _("completed")
    CLOSED = "closed", "grey", _("closed")
    WITHDRAWN = "withdrawn", "grey", _("withdrawn")


class MotorStatus(ColouredChoices):
    """Where one returned motor stands."""

    EXPECTED = "expected", "grey", _("expected")
    MISSING = "missing", "red", _("missing")
    NOT_RECEIVED = "not_received", "grey", _("not received")
    STRUCK = "struck", "grey", _("struck off the list")
    RECEIVED = "received", "amber", _("awaiting appraisal")
    QUOTED = "quoted", "violet", _("awaiting the customer's reply")
    AWAITING_PARTS = "awaiting_parts", "amber", _("awaiting parts")
    REPAIRING = "repairing", "blue", _("under repair")
    INSPECTING = "inspecting", "teal", _("awaiting inspection")
    READY_TO_SHIP = "ready_to_ship", "amber", _("ready to ship")
    SHIPPED = "shipped", "blue", _("shipped")
    DELIVERED = "delivered", "green", _("delivered")
    RETURN_PENDING = "return_pending", "amber", _("return awaiting approval")
    RETURN_APPROVED = "return_approved", "violet", _("awaiting transfer")
    TRANSFERRED = "transferred", "violet", _("transferred to the workshop")
    RESTOCKED = "restocked", "green", _("back in stock")
    DISMANTLED = "dismantled", "green", _("dismantled for parts")
    SCRAPPED = "scrapped", "grey", _("scrapped")


class MotorPlace(models.TextChoices):
    """Where a motor lies in the house."""

    RECEIPT = "receipt", _("receipt")
    BENCH = "bench", _("bench")
    PARTS_SHELF = "parts_shelf", _("parts shelf")
    INSPECTION = "inspection", _("inspection")
    DISPATCH = "dispatch", _("dispatch")
    STORE = "store", _("store")


S = MotorStatus
NEVER_CAME = (S.NOT_RECEIVED, S.STRUCK)
FINAL_MOTOR = (*NEVER_CAME, S.DELIVERED, S.RESTOCKED, S.DISMANTLED, S.SCRAPPED)
# Between the count and the door: the promise clock may run, and a new appraisal is possible.
IN_THE_HOUSE = (
    S.QUOTED,
    S.AWAITING_PARTS,
    S.REPAIRING,
    S.INSPECTING,
    S.READY_TO_SHIP,
    S.RETURN_PENDING,
    S.RETURN_APPROVED,
)
GOES_BACK = (S.READY_TO_SHIP, S.SHIPPED, S.DELIVERED)
TAKEN_BACK = (S.RETURN_APPROVED, S.TRANSFERRED, S.RESTOCKED, S.DISMANTLED, S.SCRAPPED)
HERE = (S.RECEIVED, *IN_THE_HOUSE, S.TRANSFERRED)
PROMISED = (S.QUOTED, S.AWAITING_PARTS, S.REPAIRING, S.INSPECTING, S.READY_TO_SHIP)
TIMED = (S.RECEIVED, *PROMISED)  # an appraisal or a promise may be due


class Stage(models.TextChoices):
    """Of which work a photo tells."""

    INTAKE = "intake", _("feedback")
    RECEIPT = "receipt", _("receipt")
    APPRAISAL = "appraisal", _("appraisal")
    REPAIR = "repair", _("repair")
    INSPECTION = "inspection", _("inspection")
    LATER = "later", _("afterwards")


STAGES: dict[str, Stage] = {
    S.EXPECTED: Stage.RECEIPT,
    S.MISSING: Stage.RECEIPT,
    S.RECEIVED: Stage.APPRAISAL,
    S.QUOTED: Stage.REPAIR,
    S.AWAITING_PARTS: Stage.REPAIR,
    S.REPAIRING: Stage.REPAIR,
    S.INSPECTING: Stage.INSPECTION,
}


def stage_of(motor_status: str) -> Stage:
    """To which work a photo of a motor in this state belongs."""
    return STAGES.get(motor_status, Stage.LATER)


class FeedbackKind(ColouredChoices):
    """What the customer brings forward (二.1)."""

    QUALITY_PROBLEM = "quality_problem", "blue", _("quality problem")
    OPINION = "opinion", "grey", _("opinion")
    GRIEVANCE = "grievance", "amber", _("grievance")
    COMPLAINT = "complaint", "red", _("complaint")


class Answer(ColouredChoices):
    """An answer that may be unknown."""

    YES = "yes", "green", _("yes")
    NO = "no", "red", _("no")
    UNKNOWN = "unknown", "grey", _("unknown")


class Lapse(models.TextChoices):
    """Why an offer or a request waits for an answer no more, where nobody gave one."""

    REPLACED = "replaced", _("replaced by a new offer")
    APPRAISED_AGAIN = "appraised_again", _("appraised again")
    SCRAPPED = "scrapped", _("scrapped")
    SHIPPED = "shipped", _("shipped")
    NOT_AGREED = "not_agreed", _("the sales manager did not agree")
    SILENT = "silent", _("no answer while it was valid")


class Disposition(ColouredChoices):
    """What happens to an appraised motor (四.2)."""

    REPAIR_FREE = "repair_free", "green", _("repair free of charge")
    REPAIR_CHARGED = "repair_charged", "amber", _("repair at the customer's cost")
    RETURN = "return", "violet", _("take back")
    SEND_BACK = "send_back", "grey", _("send back unrepaired")
