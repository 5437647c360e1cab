"""Slips: the list of all, one with where it belongs and where its copies are, and its document."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest
from aftersales.kit import store
from aftersales.kit.form_fields import PlainSelect
from aftersales.kit.ledger import ID, LONG, MOMENT, STATE, Column
from aftersales.kit.ledger.filters import day
from aftersales.kit.list_pages import (
    ANY,
    ListFilter,
    ListPage,
    beginning_of,
    choice_field,
    end_of,
    search_field,
)
from aftersales.kit.pdf import pdf_response
from aftersales.kit.prepared import prepared
from slips.brief import brief
from slips.forms import PrintForm
from slips.items import placed
from slips.kinds import DEFAULT_COLOURS, choices_of_kinds
from slips.models import Slip, SlipState, VoidStatus
from slips.printing import Incomplete, missing_photos
from slips.queries import places
from slips.rendering import document_of
from workflow.models import Facts
from workflow.queries import found_by
from workflow.views.acting import links


def in_a_line(slip: Slip) -> str:
    """What it documents, as a sheet has it."""
    return ", ".join(map(str, slip.items))


class SlipFilter(ListFilter[Slip]):
    """Search and filters of the slips."""

    q = search_field(_("Number, case or customer"))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=lambda: [ANY, *choices_of_kinds()],
        required=False,
        widget=PlainSelect,
    )
    state = choice_field(_("State"), SlipState.choices)
    since = day(_("Issued from"))
    until = day(_("To"))
    lookups = {"kind": "kind", "since": "issued_at__gte", "until": "issued_at__lt"}

    clean_since, clean_until = beginning_of("since"), end_of("until")

    def narrow(self, rows: QuerySet[Slip]) -> QuerySet[Slip]:
        found, state = super().narrow(rows), self.cleaned_data.get("state")
        return found.filter(voided_at__isnull=state == SlipState.VALID) if state else found

    def found(self, rows: QuerySet[Slip], text: str) -> QuerySet[Slip]:
        for word in text.split():
            rows = rows.filter(Q(number__startswith=word.upper()) | found_by(word))
        return rows


def with_places(rows: list[Slip]) -> None:
    """What each of these slips belongs to and documents, as its ``place`` and ``items``."""
    for slip, place, items in placed(rows):
        slip.place, slip.items = place, items


@prepared
def slips_shown(keys: list[int]) -> QuerySet[Slip]:
    return Slip.objects.filter(pk__in=keys).select_related("dossier", "issued_by")


slips = ListPage(
    template="slips/slips.html",
    title=_("Slips"),
    permission="slip.view",
    filter=SlipFilter,
    rows=lambda user: Slip.objects.visible_to(user),
    read=slips_shown,
    along=with_places,
    shown={
        "number": Column(_("Number"), "name", ID, sort="pk"),
        "kind": Column(_("Kind"), "definition.name"),
        "state": Column(_("State"), "state", STATE),
        "customer": Column(_("Customer"), lambda slip: slip.facts.get("customer", ""), LONG),
        "place": Column(_("Belongs to"), "place", ID, url="place.get_absolute_url"),
        "items": Column(_("What it documents"), in_a_line, ID, things=lambda slip: slip.items),
        "issued": Column(_("Issued"), "issued_at", MOMENT, sort="issued_at"),
        "issuer": Column(_("Issued by"), "issued_by"),
        "voided": Column(_("Voided"), "voided_at", MOMENT, screen=False),
        "why": Column(_("Why void"), "void_reason", screen=False),
    },
    context=lambda page, user: {"may_print": user.can("slip.print")},
)

COPY_COLOURS = {"白": "", "红": "red", "黄": "amber", "蓝": "blue", "绿": "green"}  # class of app.css


def visible_slip(request: SignedInRequest, pk: int) -> Slip:
    """The slip if the person may see it, else 404."""
    rows = Slip.objects.visible_to(request.user).select_related("dossier", "issued_by", "voided_by")
    return get_object_or_404(rows, pk=pk)


@require_GET
def slip(request: SignedInRequest, pk: int) -> HttpResponse:
    """A slip: where it belongs, where its copies are, printing them, and declaring it void."""
    slip = visible_slip(request, pk)
    readable = slip.readable_by(request.user)
    copies = places(slip, request.user, colours_of(slip))
    context = {
        "slip": slip,
        "placed": placed([slip])[0],
        "brief": brief(slip, amounts=readable),
        "missing": missing_photos(slip) if readable and not kept(slip) else [],
        "readable": readable,
        "copies": copies,
        "mine": any(place.mine for place in copies),
        "form": PrintForm(slips=[slip], user=request.user) if slip.printable_by(request.user) else None,
        "others": Slip.objects.filter(number=slip.number).exclude(pk=slip.pk),
        "replacement": Slip.objects.filter(replaces=slip).exclude(number=slip.number).first(),
    }
    return render(request, "slips/slip.html", context | void_context(request, slip))


def kept(slip: Slip) -> bool:
    """Whether its document has been rendered."""
    return bool(slip.void_document if slip.void else slip.document)


def void_context(request: SignedInRequest, slip: Slip) -> Facts:
    """What the page says about declaring the slip void: the open request, or whether one may ask."""
    open_request = slip.void_requests.filter(status=VoidStatus.ASKED).select_related("asked_by").first()
    may_ask = request.user.can("slip.ask_void") and slip.readable_by(request.user)
    return {
        "void_request": open_request,
        "void_links": links(open_request, request.user) if open_request else [],
        "may_ask_void": may_ask and not slip.void and open_request is None,
    }


def colours_of(slip: Slip) -> list[str]:
    """The class of app.css for the colour of each copy."""
    copies = len(slip.definition.copies)
    return [COPY_COLOURS.get(name, "") for name in DEFAULT_COLOURS.get(copies, ("白",) * copies)]


@require_GET
def document(request: SignedInRequest, pk: int) -> HttpResponse:
    """The slip as it was issued, for the screen: the same document for ever, and no copy of it."""
    slip = visible_slip(request, pk)
    if not slip.readable_by(request.user):
        raise PermissionDenied
    try:
        data = document_of(slip)
    except Incomplete as incomplete:
        return render(
            request, "slips/incomplete.html", {"slip": slip, "missing": incomplete.photos}, status=409
        )
    except store.Lost as lost:
        return render(request, "slips/lost.html", {"name": slip.number, "sha256": lost}, status=409)
    return pdf_response(data, slip.number)
