"""The catalogue to look through, and what it proposes while somebody types."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersales.access import SignedInRequest, require
from aftersales.kit.list_pages import ListPage
from catalogue import actions
from catalogue.forms import (
    FailureFilter,
    LimitsForm,
    MergeForm,
    PartFilter,
    ReviewForm,
    TestItemFilter,
    TextForm,
    chosen,
)  # fmt: skip
from catalogue.models import Failure, Part, TestItem
from catalogue.queries import failures_in_use, failures_proposed
from catalogue.tables import FAILURES, PARTS
from catalogue.texts import uncoded
from warranty.views.registers import Register
from workflow.guards import Blocked

A_PAGE = 100
LONGEST = 4000  # characters of a text that are looked at

failures = Register(
    Failure,
    "failures",
    gettext_lazy("Failure codes"),
    ("code", "group", "synonyms", "families", "usual_department", "minutes"),
    FailureFilter,
    "code",
    FAILURES,
    ("code",),
)
parts = Register(
    Part,
    "parts",
    gettext_lazy("Parts"),
    ("number", "fits", "source", "supplier", "unit", "price"),
    PartFilter,
    "number",
    PARTS,
    ("number",),
)
test_items = ListPage(
    template="catalogue/test_items.html",
    filter=TestItemFilter,
    rows=lambda user: TestItem.objects.filter(active=True).select_related("reviewed_by"),
    size=A_PAGE,
    order="pk",
    context=lambda page, user: {"keeps": user.can("failure.edit")},
)


@require_POST
@require("failure.edit")
def begin(request: SignedInRequest) -> HttpResponse:
    """Enter the catalogue of the trade into one that is empty."""
    try:
        counts = actions.enter_start(by=request.user)
    except Blocked as blocked:
        messages.error(request, str(blocked))
        return redirect("catalogue:failures")
    said = _("Entered: %(failures)d failure codes, %(parts)d parts, %(test_items)d test items.")
    messages.success(request, said % counts)
    return redirect("catalogue:failures")


@require_POST
@require("failure.edit")
def merge(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a code count as another one."""
    row, form = get_object_or_404(Failure, pk=pk), MergeForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors.as_text())
        return redirect(row)
    said = form.cleaned_data
    try:
        into = actions.merge(row, said["into"], by=request.user, why=said["why"])
    except Blocked as blocked:
        messages.error(request, str(blocked))
        return redirect(row)
    messages.success(request, _("Merged; it counts as %(code)s from now on.") % {"code": into.code})
    return redirect(into)


@require_http_methods(["GET", "POST"])
@require("failure.edit")
def texts(request: SignedInRequest) -> HttpResponse:
    """What was said in words and has no code: the keeper says what it means, once for all that say it so."""
    form = TextForm(request.POST or None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        count = actions.say_what_it_means(
            said["text"], said["failure"], synonym=said["synonym"], by=request.user
        )
        messages.success(
            request,
            _("Given the code %(code)s: %(count)d.") % {"count": count, "code": said["failure"].code},
        )
        return redirect("catalogue:texts")
    rows = [(text, count, failures_proposed([text])) for text, count in uncoded()]
    context = {"rows": rows, "form": form, "failures": failures_in_use()}
    return render(request, "catalogue/texts.html", context)


@require_GET
def proposals(request: SignedInRequest) -> HttpResponse:
    """The choice of codes anew, for htmx: ``of`` names the fields whose texts are sent along, ``name`` its own."""
    asked = request.GET
    names = [name for name in asked.getlist("of") if name.isidentifier()]
    name, model = asked.get("name", ""), asked.get("model", "")
    context = {
        "name": name if name.isidentifier() else "failure",
        "texts": names,
        "model": model,
        "proposals": failures_proposed([asked.get(text, "")[:LONGEST] for text in names], model),
        "chosen": chosen(asked.get(name)),
    }
    return render(request, "catalogue/_choice.html", context)


@require_POST
@require("failure.edit")
def review(request: SignedInRequest) -> HttpResponse:
    """The keeper stands for the limits of the chosen items, as they are."""
    form = ReviewForm(request.POST)
    if form.is_valid():
        count = actions.stand_for(form.cleaned_data["items"], by=request.user)
        messages.success(request, _("Looked at: %(count)d.") % {"count": count})
    else:
        messages.error(request, _("Choose the items that you have looked at."))
    query = QueryDict(request.POST.get("query", "")[:LONGEST]).urlencode()
    return redirect(f"{reverse('catalogue:test_items')}?{query}")


@require_http_methods(["GET", "POST"])
@require("failure.edit")
def limits(request: SignedInRequest, pk: int) -> HttpResponse:
    """One item: the keeper corrects its limits, or stands for them; who has done so when."""
    item = get_object_or_404(TestItem, pk=pk, active=True)
    form = LimitsForm(
        request.POST or None, initial={"least": item.least, "most": item.most, "note": item.basis}
    )
    if form.is_bound and form.is_valid():
        actions.set_limits(item, **form.cleaned_data, by=request.user)
        messages.success(request, _("The limits of %(item)s hold from now on.") % {"item": item.name})
        return redirect(f"{reverse('catalogue:test_items')}?family={item.family}")
    context = {"item": item, "form": form, "reviews": item.reviews.select_related("by")}
    return render(request, "catalogue/limits.html", context)
