"""Every freight: who bears it, and the shares of salespeople by month."""

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from aftersales.kit.ledger import ID, LONG, MOMENT, MONEY, STATE, Column, Ledger, Totals, register
from aftersales.kit.ledger.filters import choice
from aftersales.models import User
from cases.freight.models import COUNTS, Freight
from cases.freight.statuses import FreightStatus, Payer, Way
from cases.ledgers import (
    CASE,
    CUSTOMER,
    MODEL,
    SALESPERSON,
    SERIAL,
    by_whom,
    customer,
    model,
    of_visible_cases,
)


def freights(user: User) -> QuerySet[Freight]:
    rows = of_visible_cases(Freight.objects.all(), user)
    named = [When(payer=Payer.SALESPERSON, then=F("salesperson__name"))]
    others = [When(payer=payer, then=Value(str(payer.label))) for payer in (Payer.FACTORY, Payer.CUSTOMER)]
    by_whom = Case(*named, *others, default=Value(str(FreightStatus.OPEN.label)), output_field=CharField())
    return rows.annotate(borne_by=by_whom).select_related(
        "motor__case__customer",
        "motor__case__dossier",
        "motor__case__salesperson",
        "motor__product",
        "shipment",
        "salesperson",
        "entered_by",
        "settled_by",
    )


register(
    Ledger(
        key="freight",
        title=_("Freight ledger"),
        hint=_("What carriers got, who bears it, and what salespeople owe by month (四.1)"),
        icon="truck",
        rank=57,
        permission="amount.view",
        rows=freights,
        period="entered_at",
        search="motor__case__search_text",
        filters=(
            customer("motor__case__customer"),
            model(),
            choice("way", _("Way"), Way.choices, "way"),
            choice("payer", _("Borne by"), Payer.choices, "payer"),
            choice("status", _("Status"), FreightStatus.choices, "status"),
        ),
        columns=(
            SERIAL,
            Column(_("Status"), "state", STATE),
            Column(_("Entered"), "entered_at", MOMENT, sort="entered_at"),
            Column(_("Way"), "get_way_display"),
            CUSTOMER,
            Column(_("Amount"), "amount", MONEY),
            Column(_("Borne by"), "borne_by"),
            Column(_("Clause"), "clauses", ID),
            Column(_("Paid to the carrier by"), "get_paid_by_display", screen=False),
            MODEL,
            Column(_("Bill, transfer or deduction"), "document", ID, screen=False),
            Column(_("Reason"), "reason", LONG, screen=False),
            Column(_("Settled"), "settled_at", MOMENT, screen=False),
            Column(_("Entered by"), by_whom("entered_by"), screen=False),
            CASE,
            SALESPERSON,
        ),
        totals=Totals("borne_by", "amount", lambda rows: rows.filter(status__in=COUNTS), of=_("Borne by")),
    )
)
