"""Every copy that was printed."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aftersales.kit.ledger import ID, LONG, MOMENT, NUMBER, Column, Filter, Ledger, register
from aftersales.kit.ledger.filters import choice, text
from aftersales.models import User
from slips.kinds import choices_of_kinds
from slips.models import PrintedCopy, Slip
from workflow.queries import found_by, of_party


def prints(user: User) -> QuerySet[PrintedCopy]:
    """Every copy of a slip that the person may see."""
    rows = PrintedCopy.objects.printed().filter(slip__in=Slip.objects.visible_to(user))
    return rows.select_related("slip", "job__printed_by", "job__profile")


def by_word(rows: QuerySet[PrintedCopy], word: str) -> QuerySet[PrintedCopy]:
    """By the number of a slip, or by what its case is found by."""
    return rows.filter(Q(slip__number=word.upper()) | found_by(word, "slip__dossier"))


register(
    Ledger(
        key="print",
        title=_("Print log"),
        hint=_("Who printed which copy of which slip when, and how often"),
        icon="printer",
        rank=70,
        permission="slip.view",
        rows=prints,
        period="job__printed_at",
        search=by_word,
        filters=(
            Filter(
                "customer",
                lambda: text(_("Customer")),
                lambda rows, name: rows.filter(of_party(name, "slip__dossier")),
            ),
            choice("kind", _("Kind"), choices_of_kinds, "slip__kind"),
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
            Column(_("Customer"), lambda copy: copy.slip.facts["customer"], LONG),
            Column(_("SHA-256 of the PDF"), "job.sha256", LONG, screen=False),
        ),
    )
)
