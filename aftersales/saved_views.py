"""Views of lists that people keep for themselves; who keeps another one under the same name replaces it."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aftersales.access import SignedInRequest
from aftersales.kit.text import clean
from aftersales.models import SavedView

LONGEST, NAME = 1000, 40  # characters of what is asked for, and of a name


@require_POST
def save(request: SignedInRequest) -> HttpResponse:
    """Keep what the list shows now under a name."""
    page = request.POST.get("page", "")
    query = QueryDict(request.POST.get("query", "")[:LONGEST]).urlencode()[:LONGEST]
    back = f"{list_at(page)}?{query}"
    name = clean(request.POST.get("name", ""), lines=False)[:NAME]
    if not name:
        messages.error(request, _("Give the view a name under which you will find it."))
        return redirect(back)
    SavedView.objects.update_or_create(user=request.user, page=page, name=name, defaults={"query": query})
    messages.success(request, _("The view “%(name)s” is kept for you.") % {"name": name})
    return redirect(back)


@require_POST
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """A view is nobody's record: it may go."""
    view = get_object_or_404(SavedView, pk=pk, user=request.user)
    view.delete()
    messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
    return redirect(list_at(view.page))


def list_at(page: str) -> str:
    """The address of a list by its name, and the keys of what it is about; 404 for what is none."""
    name, *keys = page[:60].split("/")
    try:
        return reverse(name, args=keys)
    except NoReverseMatch:
        raise Http404 from None
