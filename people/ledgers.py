"""The log of the administration as a ledger: filtered, and taken along as Excel or PDF."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftersales.journal import DEEDS
from aftersales.kit.ledger import LONG, MOMENT, Column, Ledger, register
from aftersales.kit.ledger.filters import choice
from aftersales.models import Journal, User


def journal(user: User) -> QuerySet[Journal]:
    return Journal.objects.select_related("person")


def words(row: Journal) -> str:
    return str(DEEDS.get(row.deed, row.deed))


def details(row: Journal) -> str:
    """What else is known of it: the reason, old and new values."""
    return "; ".join(f"{name}: {value}" for name, value in row.said.items() if value not in ("", None, []))


register(
    Ledger(
        key="administration",
        title=_("Log of the administration"),
        hint=_("Who changed people, deputies, roles, printers and figures, and when"),
        icon="scroll-text",
        rank=900,
        permission="person.edit",
        rows=journal,
        period="at",
        search="about",
        filters=(
            choice("deed", _("What was done"), DEEDS.items(), lambda rows, deed: rows.filter(deed=deed)),
        ),
        columns=(
            Column(_("Moment"), "at", MOMENT, sort="at"),
            Column(_("Who"), "by_name"),
            Column(_("What was done"), words),
            Column(_("About"), "about"),
            Column(_("Details"), details, LONG),
        ),
    ),
)
