"""The catalogue to look through, and what it proposes while somebody types."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest
from aftersales.kit.list_pages import ListPage
from catalogue.forms import FailureFilter, PartFilter, TestItemFilter
from catalogue.models import Failure, Part, TestItem
from catalogue.queries import failures_proposed, parts_of

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


@require_GET
def failure(request: SignedInRequest, pk: int) -> HttpResponse:
    """One code: what it is called, what it comes from, what is done about it."""
    row = get_object_or_404(Failure.objects.select_related("merged_into"), pk=pk)
    context = {"failure": row, "parts": parts_of(row), "merged": row.merged.all()}
    return render(request, "catalogue/failure.html", context)


@require_GET
def proposals(request: SignedInRequest) -> HttpResponse:
    """The codes that what was typed may mean, for htmx: of ``text``, for motors of ``model``."""
    text, model = request.GET.get("text", "")[:LONGEST], request.GET.get("model", "")
    return render(request, "catalogue/_proposals.html", {"proposals": failures_proposed(text, model)})
