"""Slips: the list of all, one with where it belongs, and its PDF."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from aftersales import pdf
from aftersales.access import SignedInRequest, require
from aftersales.paging import paginate
from aftersales.search import encode
from returns.brief import brief
from returns.kinds import DEFAULT_COLOURS, KINDS
from returns.models import Slip
from returns.printing import slip_pdf as render_pdf


class SlipFilter(forms.Form):
    """Search and filter of the slips."""

    q = forms.CharField(
        label=_("Number, case or customer"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("all")), *((kind.prefix, kind.name) for kind in KINDS.values())],
        required=False,
    )


COPY_COLOURS = {"白": "", "红": "red", "黄": "amber", "蓝": "blue", "绿": "green"}  # class of app.css


@require("slip.view")
@require_GET
def slips(request: SignedInRequest) -> HttpResponse:
    """The slips that the person may see, newest first."""
    form = SlipFilter(request.GET)
    form.full_clean()
    rows = Slip.objects.visible_to(request.user)
    if form.cleaned_data.get("kind"):
        rows = rows.filter(kind=form.cleaned_data["kind"])
    for word in form.cleaned_data.get("q", "").split():
        rows = rows.filter(Q(number__startswith=word.upper()) | Q(case__search_text__contains=encode(word)))
    page = paginate(request, rows.select_related("case__customer", "motor", "issued_by"))
    return render(request, "returns/slips.html", {"form": form, "page": page})


def visible_slip(request: SignedInRequest, pk: int) -> Slip:
    """The slip if the person may see it, else 404."""
    rows = Slip.objects.visible_to(request.user).select_related(
        "case__customer", "motor", "issued_by", "voided_by"
    )
    return get_object_or_404(rows, pk=pk)


@require_GET
def slip(request: SignedInRequest, pk: int) -> HttpResponse:
    """A slip: where it belongs, who gets its copies, and the PDF."""
    one = visible_slip(request, pk)
    others = Slip.objects.filter(number=one.number).exclude(pk=one.pk)
    colours = DEFAULT_COLOURS[len(one.definition.copies)]
    copies = [(copy, COPY_COLOURS[name]) for copy, name in zip(one.definition.copies, colours, strict=True)]
    readable = one.readable_by(request.user)
    context = {
        "slip": one,
        "case": one.case,
        "brief": brief(one, amounts=readable),
        "readable": readable,
        "copies": copies,
        "others": others,
    }
    return render(request, "returns/slip.html", context)


@require_GET
def slip_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """All copies of a slip as one PDF."""
    one = visible_slip(request, pk)
    if not one.readable_by(request.user):
        raise PermissionDenied
    try:
        data = render_pdf(one, request.build_absolute_uri(one.get_absolute_url()), by=request.user)
    except pdf.MissingGlyphs as error:
        return render(request, "returns/unprintable.html", {"slip": one, "error": error}, status=500)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{one.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
