"""Every consignment that was counted."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftersales.kit.ledger import DATE, ID, LONG, MOMENT, NUMBER, STATE, Column, Ledger
from aftersales.kit.ledger.filters import choice
from aftersales.models import User
from cases.ledgers import by_whom, customer, of_visible_cases, search
from returns.ledgers.slips import number_of, slips_of
from returns.models import Finding, Handover, HandoverStatus


def handovers(user: User) -> QuerySet[Handover]:
    rows = of_visible_cases(Handover.objects.all(), user, "case")
    people = ("counted_by", "signed_by", "case__dossier", "case__customer", "case__salesperson")
    return rows.select_related(*people).prefetch_related("lines", slips_of("JJ", ""))


def lines(*findings: str) -> Callable[[Handover], int]:
    """How many motors of a consignment were found so."""
    return lambda handover: sum(line.finding in findings for line in handover.lines.all())


HANDOVER = Ledger(
    key="handover",
    title=_("Handover ledger"),
    hint=_("Every consignment that was counted against its list"),
    icon="package-search",
    rank=30,
    permission="slip.view",
    rows=handovers,
    period="arrived_on",
    search=search("case", "slips"),
    filters=(
        customer("case__customer"),
        choice("status", _("Status"), HandoverStatus.choices, "status"),
    ),
    columns=(
        Column(_("Number"), lambda handover: number_of(handover) or handover, ID, url="get_absolute_url"),
        Column(_("Status"), "state", STATE),
        Column(_("Arrived"), "arrived_on", DATE, sort="arrived_on"),
        Column(_("Customer"), "case.customer.name", LONG),
        Column(_("Carrier"), "carrier"),
        Column(_("Waybill"), "waybill", ID),
        Column(_("As listed"), lines(Finding.RECEIVED), NUMBER),
        Column(_("Wrong model"), lines(Finding.WRONG_MODEL), NUMBER),
        Column(_("Wrong serial number"), lines(Finding.WRONG_SERIAL), NUMBER),
        Column(
            _("Damaged"), lambda count: sum(line.damaged for line in count.lines.all()), NUMBER, screen=False
        ),
        Column(_("Not listed"), lines(Finding.UNLISTED), NUMBER),
        Column(_("Missing"), lines(Finding.MISSING), NUMBER),
        Column(_("Counted by"), by_whom("counted_by", "case.dossier"), screen=False),
        Column(_("Countersigned by"), by_whom("signed_by", "case.dossier"), screen=False),
        Column(_("Signed"), "signed_at", MOMENT, screen=False),
        Column(_("Case"), "case.number", ID, url="case.get_absolute_url"),
        Column(_("Salesperson"), "case.salesperson", screen=False),
    ),
)
