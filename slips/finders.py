"""What the search finds of slips: by their number, else those of the latest things that are meant."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.finding import SHOWN, Finder, Hit, register
from aftersales.kit.finding.wanted import Wanted
from aftersales.models import User
from slips.models import Slip
from workflow.queries import latest_with


def found_slips(wanted: Wanted, user: User) -> Iterator[Hit]:
    """The latest first; what is void says so."""
    rows = slips_meant(Slip.objects.visible_to(user), wanted, user)
    for slip in rows.select_related("dossier").order_by("-pk")[:SHOWN]:
        said = (slip.definition.name, str(slip.dossier), timezone.localdate(slip.issued_at).isoformat())
        void, colour = (_("void"), "red") if slip.void else ("", "grey")
        exact = slip.number == wanted.number
        yield Hit(slip.number, slip.get_absolute_url(), said, void, colour, exact)


def slips_meant(rows: QuerySet[Slip], wanted: Wanted, user: User) -> QuerySet[Slip]:
    """Those whose number begins so, else those of the latest cases and the like that have these words."""
    by_number = rows.filter(number__startswith=wanted.number) if wanted.number else rows.none()
    if by_number.exists():
        return by_number
    # The keys first: with the rows in one query PostgreSQL walks through all slips until it has met six of them.
    latest = Slip.objects.order_by().filter(dossier__in=latest_with(wanted.words, user))
    return rows.filter(pk__in=list(latest.values_list("pk", flat=True)))


register(Finder("slip", _("Slips"), "files", 70, found_slips, "slip.view", "slips:slips"))
