"""What the pages of a case and of a motor read."""

from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from aftersales.kit.finding.wanted import Wanted
from aftersales.kit.phones import ending
from aftersales.kit.prepared import attach, prepared
from aftersales.kit.search import with_all
from aftersales.models import User
from cases.appraisal.models import Signature
from cases.clock.models import Extension
from cases.models import Case, ReturnedMotor
from cases.photos.models import Photo
from cases.repair.models import Inspection, Quotation, Repair
from cases.shipping.models import Shipment
from slips.models import Slip
from talk.queries import something_asked
from warranty.models import Customer
from workflow.queries import among_own
from workflow.verbs import reads_of


def whether(thing: str, *records: type[Model]) -> dict[str, Exists]:
    """Whether a thing has records of these models: most have few of them, and a page need not ask for the others."""
    return {
        f"has_{model._meta.model_name}": Exists(model._default_manager.filter(**{thing: OuterRef("pk")}))
        for model in records
    }


RECORDS_OF_CASE: list[type[Model]] = [Photo]
"""Which records its page asks for only where it has some; apps above add theirs as they register."""


def may_have(thing: Model, name: str) -> bool:
    """Whether a thing has such records; true as well where nobody has looked."""
    return bool(getattr(thing, f"has_{name}", True))


@prepared
def case_seen(case: int, user: User) -> QuerySet[Case]:
    """The case, if the person may see it."""
    seen = Case.objects.visible_to(user).filter(pk=case)
    rows = seen.annotate(**whether("case", *RECORDS_OF_CASE), has_question=something_asked("pk"))
    return rows.select_related("dossier", "customer", "product", "salesperson", "created_by", "authorised_by")


@prepared
def motors_of(case: Case) -> QuerySet[ReturnedMotor]:
    """The motors of a case, without the case."""
    reads = [path for path in reads_of(ReturnedMotor) if not path.startswith("case__")]
    rows = ReturnedMotor.objects.filter(case=case).annotate(**whether("motor", Extension))
    return rows.select_related(*reads).order_by("position")


def read_motors(case: Case) -> list[ReturnedMotor]:
    """The motors of a case, read once for all that its page shows of them."""
    motors = motors_of(case)
    attach([case], "motors", motors)
    read_promises(motors)
    return motors


def chosen_motors(user: User) -> QuerySet[ReturnedMotor]:
    """The motors that the person may see, with all that their conditions and rows look at, case by case."""
    rows = ReturnedMotor.objects.visible_to(user).select_related(
        *reads_of(ReturnedMotor), "case__salesperson"
    )
    return rows.order_by("case", "position")


def read_promises(motors: list[ReturnedMotor]) -> None:
    """The signatures and extensions of motors, read once."""
    sheets = [motor.appraisal for motor in motors if motor.appraisal]
    attach(sheets, "signatures", signatures_of([sheet.pk for sheet in sheets]) if sheets else [])
    asked = [motor.pk for motor in motors if may_have(motor, "extension")]
    attach(motors, "extensions", extensions_of(asked) if asked else [])


@prepared
def signatures_of(appraisals: list[int]) -> QuerySet[Signature]:
    return Signature.objects.filter(appraisal__in=appraisals).select_related("user", "entered_by")


@prepared
def extensions_of(motors: list[int]) -> QuerySet[Extension]:
    rows = Extension.objects.filter(motor__in=motors)
    return rows.select_related("requested_by", "decided_by").order_by("id")


@prepared
def photos_of(case: Case) -> QuerySet[Photo]:
    """Those of the case itself."""
    return Photo.objects.filter(case=case, motor=None).order_by("id")


@prepared
def photos_of_motor(motor: ReturnedMotor) -> QuerySet[Photo]:
    return Photo.objects.filter(motor=motor).order_by("id")


@prepared
def cases_of_serial_number(spelt: str) -> "QuerySet[Case, tuple[int]]":
    """The keys of the cases about the motor whose serial number has this key (aftersales.kit.serials)."""
    own = Case.objects.order_by().filter(serial_key=spelt).values_list("pk")
    return own.union(ReturnedMotor.objects.order_by().filter(serial_key=spelt).values_list("case"))


NAMED_SO = 5  # customers whose initials are looked for


def cases_meant(rows: QuerySet[Case], wanted: Wanted) -> QuerySet[Case]:
    """Of some cases those that may be meant: about this motor, of this telephone number, else with these words.

    One way after the other, and each goes down an index of its own.
    """
    about = cases_of_serial_number(wanted.serial_key) if wanted.serial_key else []
    if about:
        return rows.filter(pk__in=[case for (case,) in about])
    if wanted.phone and Case.objects.filter(by_phone := of_phone(wanted.phone)).exists():
        return rows.filter(by_phone)
    if customers := named_so(wanted.initials):
        return rows.filter(customer__in=customers)
    return with_all(rows, wanted.words)


def latest_meant(user: User, wanted: Wanted) -> QuerySet[Case]:
    """Those of them that the person may see, for a page that shows only the latest."""
    seen = Case.objects.visible_to(user)
    about = wanted.serial_key and cases_of_serial_number(wanted.serial_key)
    return cases_meant(seen if about else among_own(seen, user), wanted)


def of_phone(digits: str) -> Q:
    """As the index has it, which knows nothing of cases without a number."""
    return ~Q(phone_key="") & Q(**ending("phone_key", digits))


def named_so(initials: str) -> list[int]:
    """The first customers with these letters in the initials of their name, or in the name."""
    rows = Customer.objects.filter(search_text__contains=initials) if initials else Customer.objects.none()
    return list(rows.order_by("name").values_list("pk", flat=True)[:NAMED_SO])


@prepared
def slips_of(dossiers: list[int], user: User) -> QuerySet[Slip]:
    """The slips of some dossiers, in the order of their issue."""
    rows = Slip.objects.filter(dossier__in=dossiers).visible_to(user)
    return rows.select_related("issued_by").order_by("id")


@prepared
def motors_of_slips(slips: list[int]) -> QuerySet[Any]:
    """The motors that these slips document, each with the key of the slip."""
    return ReturnedMotor.objects.filter(slips__in=slips).annotate(slip=F("slips"))


# -- one motor ----------------------------------------------------------------------------------------


@prepared
def motor_seen(motor: int, user: User) -> QuerySet[ReturnedMotor]:
    """The motor, if the person may see its case."""
    seen = ReturnedMotor.objects.visible_to(user).filter(pk=motor)
    records = whether("motor", Extension, Photo, Quotation, Repair, Inspection, Shipment)
    before = ReturnedMotor.objects.filter(serial_key=OuterRef("serial_key"), pk__lt=OuterRef("pk"))
    rows = seen.annotate(**records, has_earlier=Exists(before), has_question=something_asked("case"))
    return rows.select_related(*reads_of(ReturnedMotor), "case__salesperson")


@prepared
def quotations_of(motor: ReturnedMotor) -> QuerySet[Quotation]:
    return motor.quotations.select_related("quoted_by", "answered_by", "agreed_by").prefetch_related("parts")


@prepared
def repairs_of(motor: ReturnedMotor) -> QuerySet[Repair]:
    return motor.repairs.select_related("done_by").prefetch_related("parts")


@prepared
def inspections_of(motor: ReturnedMotor) -> QuerySet[Inspection]:
    return motor.inspections.select_related("inspected_by")


@prepared
def shipments_of(motor: ReturnedMotor) -> QuerySet[Shipment]:
    """The one that counts first, then those that came back or were wrong."""
    return motor.shipments.order_by("-id")


@prepared
def slips_of_motor(motor: int, user: User) -> QuerySet[Slip]:
    """The slips that document a motor, in the order of their issue."""
    rows = Slip.objects.filter(motors=motor).visible_to(user)
    return rows.select_related("issued_by").order_by("id")
