"""The catalogue to look through, and what it proposes while somebody types."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersales.access import SignedInRequest, require
from aftersales.kit.list_pages import ListPage
from catalogue import actions
from catalogue.forms import FailureFilter, MergeForm, PartFilter, TestItemFilter, TextForm, chosen
from catalogue.models import Failure, Part, TestItem
from catalogue.queries import failures_in_use, failures_proposed, parts_of
from catalogue.texts import uncoded
from workflow.guards import Blocked

A_PAGE = 100
LONGEST = 4000  # characters of a text that are looked at

failures = ListPage(
    template="catalogue/failures.html",
    filter=FailureFilter,
    rows=lambda user: Failure.objects.select_related("merged_into"),
    size=A_PAGE,
    order="code",
)
parts = ListPage(
    template="catalogue/parts.html",
    filter=PartFilter,
    rows=lambda user: Part.objects.filter(active=True),
    size=A_PAGE,
    order="number",
)
test_items = ListPage(
    template="catalogue/test_items.html",
    filter=TestItemFilter,
    rows=lambda user: TestItem.objects.filter(active=True),
    size=A_PAGE,
    order="pk",
)


def failure_of(pk: int) -> Failure:
    return get_object_or_404(Failure.objects.select_related("merged_into"), pk=pk)


@require_GET
def failure(request: SignedInRequest, pk: int) -> HttpResponse:
    """One code: what it is called, what it comes from, what is done about it."""
    return show(request, failure_of(pk), MergeForm())


def show(request: SignedInRequest, row: Failure, form: MergeForm, status: int = 200) -> HttpResponse:
    context = {"failure": row, "parts": parts_of(row), "merged": row.merged.all(), "form": form}
    return render(request, "catalogue/failure.html", context, status=status)


@require_POST
@require("failure.edit")
def merge(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a code count as another one."""
    row, form = failure_of(pk), MergeForm(request.POST)
    if not form.is_valid():
        return show(request, row, form)
    try:
        into = actions.merge(row, form.cleaned_data["into"], by=request.user)
    except Blocked as blocked:
        form.add_error("into", str(blocked))
        return show(request, row, form, status=409)
    messages.success(request, _("Merged; it counts as %(code)s from now on.") % {"code": into.code})
    return redirect("catalogue:failure", into.pk)


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
