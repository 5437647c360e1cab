"""The ledger of feedback."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftersales.kit.ledger import DATE, ID, LONG, MOMENT, NUMBER, STATE, Column, Ledger, register
from aftersales.kit.ledger.filters import choice
from aftersales.models import User
from cases.ledgers import customer, model
from cases.models import Case
from cases.statuses import CaseStatus, FeedbackKind
from catalogue.statuses import Cause


def feedback(user: User) -> QuerySet[Case]:
    """Every case with a number."""
    rows = Case.objects.visible_to(user).filter(number__isnull=False)
    return rows.select_related("customer", "product", "salesperson")


register(
    Ledger(
        key="feedback",
        title=_("Feedback ledger"),
        hint=_("Every quality problem, opinion, grievance and complaint that was submitted"),
        icon="message-square-warning",
        rank=10,
        permission="slip.view",
        rows=feedback,
        period="claim_date",
        search="search_text",
        filters=(
            customer("customer"),
            model(""),
            choice("status", _("Status"), CaseStatus.choices, "status"),
            choice("kind", _("Kind"), FeedbackKind.choices, "kind"),
        ),
        columns=(
            Column(_("Number"), "number", ID, sort="number_order", url="get_absolute_url"),
            Column(_("Status"), "state", STATE),
            Column(_("Date"), "claim_date", DATE, sort="claim_date"),
            Column(_("Customer"), "customer.name", LONG),
            Column(_("Kind"), lambda case: FeedbackKind(case.kind).label),
            Column(_("Model"), "model_name"),
            Column(_("Serial number"), "serial_number", ID),
            Column(_("Quantity"), "quantity", NUMBER),
            Column(_("Problem"), "problem", LONG, screen=False),
            Column(_("Cause"), lambda case: Cause(case.cause).label if case.cause else "", screen=False),
            Column(_("Salesperson"), "salesperson"),
            Column(_("Completed"), "completed_at", MOMENT, screen=False),
        ),
    ),
)
