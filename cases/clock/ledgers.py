"""The ledger of extensions."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import ColouredChoices
from aftersales.kit.ledger import DATE, LONG, MOMENT, STATE, Column, Ledger, register
from aftersales.kit.ledger.filters import choice
from aftersales.models import User
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
from cases.models import Extension


class Decision(ColouredChoices):
    """What became of a request for more time."""

    OPEN = "open", "amber", _("awaiting a decision")
    GRANTED = "granted", "blue", _("granted")
    REFUSED = "refused", "red", _("refused")


GRANTED = {Decision.OPEN: None, Decision.GRANTED: True, Decision.REFUSED: False}


def decision(extension: Extension) -> Decision:
    return next(state for state, granted in GRANTED.items() if granted is extension.granted)


def decided(rows: QuerySet[Extension], state: str) -> QuerySet[Extension]:
    return rows.filter(granted=GRANTED[Decision(state)])


def extensions(user: User) -> QuerySet[Extension]:
    rows = of_visible_cases(Extension.objects.all(), user)
    return rows.select_related(
        "motor__case__dossier",
        "motor__case__customer",
        "motor__case__salesperson",
        "motor__product",
        "requested_by",
        "decided_by",
    )


register(
    Ledger(
        key="extension",
        title=_("Extension ledger"),
        hint=_("Every request for more time, and what was decided (四.3)"),
        icon="calendar-clock",
        rank=20,
        permission="slip.view",
        rows=extensions,
        period="requested_at",
        search="motor__case__search_text",
        filters=(
            customer("motor__case__customer"),
            model(),
            choice("status", _("Status"), Decision.choices, decided),
        ),
        columns=(
            SERIAL,
            Column(_("Status"), decision, STATE),
            Column(_("Requested"), "requested_at", MOMENT, sort="requested_at"),
            CUSTOMER,
            MODEL,
            Column(_("Due so far"), "old_due_on", DATE),
            Column(_("New due date"), "new_due_on", DATE, sort="new_due_on"),
            Column(_("Reason"), "reason", LONG),
            Column(_("Requested by"), by_whom("requested_by"), screen=False),
            Column(_("Decided by"), by_whom("decided_by")),
            Column(_("Decided"), "decided_at", MOMENT, screen=False),
            CASE,
            SALESPERSON,
        ),
    ),
)
