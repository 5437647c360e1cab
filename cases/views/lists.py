"""The lists: cases and returned motors, each with the columns that one may choose."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftersales.kit.ledger import DATE, ID, LONG, MOMENT, NUMBER, STATE, Column
from aftersales.kit.list_columns import DUE
from aftersales.kit.list_pages import ListPage
from aftersales.kit.prepared import prepared
from aftersales.templatetags.marks import short
from cases.forms import CaseFilter, MotorFilter
from cases.models import Case, ReturnedMotor

# What the columns below show, and nothing else is read.
SHOWN_OF_CASES = (
    "version", "number", "number_order", "status", "kind", "quantity", "serial_number", "serial_key", "other_model",
    "problem", "next_due_on", "claim_date", "customer__name", "customer__region", "product__model",
    "salesperson__name", "salesperson__username", "failure__code", "failure__name_zh", "failure__name_en",
)  # fmt: skip
PROBLEM = 40  # characters of a problem in a row


@prepared
def cases_shown(keys: list[int]) -> QuerySet[Case]:
    rows = Case.objects.filter(pk__in=keys).select_related("customer", "product", "salesperson", "failure")
    return rows.only(*SHOWN_OF_CASES)


@prepared
def motors_shown(keys: list[int]) -> QuerySet[ReturnedMotor]:
    rows = ReturnedMotor.objects.filter(pk__in=keys)
    return rows.select_related("case__customer", "case__salesperson", "product", "appraisal")


cases = ListPage(
    template="cases/list.html",
    title=_("Cases"),
    filter=CaseFilter,
    rows=lambda user: Case.objects.visible_to(user),
    read=cases_shown,
    shown={
        "number": Column(_("Number"), str, ID, sort="pk"),
        "status": Column(_("Status"), "state", STATE, sort="status"),
        "customer": Column(_("Customer"), "customer.name", LONG),
        "region": Column(_("Region"), "customer.region", screen=False),
        "model": Column(_("Model"), "model_name", ID),
        "quantity": Column(_("Quantity"), "quantity", NUMBER, screen=False),
        "serial": Column(_("Serial number"), "serial_number", ID, screen=False),
        "problem": Column(_("Problem"), lambda case: short(case.problem, PROBLEM)),
        "failure": Column(_("Failure code"), "failure", screen=False),
        "kind": Column(_("Kind"), "get_kind_display", screen=False),
        "due": Column(_("Due"), "next_due_on", DUE, sort="next_due_on"),
        "salesperson": Column(_("Salesperson"), "salesperson"),
        "reported": Column(_("Reported"), "claim_date", DATE, sort="claim_date"),
    },
)

motors = ListPage(
    template="cases/motors.html",
    title=_("Motors"),
    filter=MotorFilter,
    rows=lambda user: ReturnedMotor.objects.visible_to(user),
    read=motors_shown,
    shown={
        "serial": Column(_("Serial number"), str, ID, sort="serial_number"),
        "status": Column(_("Status"), "state", STATE, sort="status"),
        "customer": Column(_("Customer"), "case.customer.name", LONG),
        "region": Column(_("Region"), "case.customer.region", screen=False),
        "model": Column(_("Model"), "model_name", ID),
        "disposition": Column(_("Disposition"), "get_disposition_display"),
        "defect": Column(_("Defect"), "signed.defect", screen=False),
        "department": Column(_("Liable department"), "signed.get_liable_department_display", screen=False),
        "due": Column(_("Due"), lambda motor: None if motor.stopped_on else motor.due_on, DUE, sort="due_on"),
        "case": Column(_("Case"), "case.number", ID, url="case.get_absolute_url"),
        "salesperson": Column(_("Salesperson"), "case.salesperson", screen=False),
        "received": Column(_("Received on"), "received_at", MOMENT, sort="received_at", screen=False),
        "place": Column(_("Place"), "lies", screen=False),
    },
)
