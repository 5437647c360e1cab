"""Every copy that was printed."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftersales.ledger import ID, LONG, MOMENT, NUMBER, Column, Ledger
from aftersales.ledger.filters import choice
from aftersales.models import User
from cases.ledgers import customer
from returns.kinds import KINDS
from returns.ledgers.slips import search
from returns.models import PrintedCopy, Slip


def prints(user: User) -> QuerySet[PrintedCopy]:
    """Every copy of a slip that the person may see."""
    rows = PrintedCopy.objects.printed().filter(slip__in=Slip.objects.visible_to(user))
    return rows.select_related("slip__case__customer", "job__printed_by", "job__profile")


PRINT = Ledger(
    key="print",
    title=_("Print log"),
    hint=_("Who printed which copy of which slip when, and how often"),
    icon="printer",
    permission="slip.view",
    rows=prints,
    period="job__printed_at",
    search=search("slip__case", slip="pk"),
    filters=(
        customer("slip__case__customer"),
        choice("kind", _("Kind"), [(kind.prefix, kind.name) for kind in KINDS.values()], "slip__kind"),
    ),
    columns=(
        Column(_("Number"), "slip.number", ID, url="slip.get_absolute_url"),
        Column(_("Printed"), "job.printed_at", MOMENT, sort="job__printed_at"),
        Column(_("Kind"), "slip.definition.name"),
        Column(_("Copy"), "number", NUMBER),
        Column(_("Copy for"), "recipient"),
        Column(_("Print of this copy"), "nth", NUMBER),
        Column(_("Printed by"), "job.printed_by"),
        Column(_("Printer"), "job.profile"),
        Column(_("Customer"), "slip.case.customer.name", LONG),
        Column(_("SHA-256 of the PDF"), "job.sha256", LONG, screen=False),
    ),
)
