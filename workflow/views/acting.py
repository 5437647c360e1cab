"""The one way in which a form becomes an action, shared by every page that acts."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from aftersales.access import SignedInRequest
from aftersales.kit.choices import Label
from aftersales.kit.text import unprintable
from aftersales.models import User
from aftersales.roles import PERSONAL
from aftersales.views import forbidden
from workflow.actions import moved_on, perform
from workflow.forms import ActForm, form_class
from workflow.guards import Blocked, Forbidden, Offer, Stale
from workflow.models import Dossier, Facts, Stateful
from workflow.once import earlier_answer, once
from workflow.panels import panels_at
from workflow.verbs import find_verb, refusal, verb_named
from workflow.views.refusals import refused


def act_on(
    request: SignedInRequest, obj: Stateful, verb: str, initial: Facts | None = None, **extra: Any
) -> HttpResponse:
    """The page of a transition: its form, with what is known of its answers, on GET, the action on POST."""
    form_type = form_class(obj.noun, verb)
    row = known(obj, verb)
    page = find_verb(obj.noun, verb).page(row.custom["step"])
    if page and page != request.resolver_match.view_name:  # type: ignore[union-attr]
        return redirect(page, obj.pk)  # the common form does not ask what this verb needs
    if answer := earlier_answer(request.POST.get("key", ""), request.user):
        return redirect(answer)
    if row.source != obj.status:
        if request.method == "POST":
            return refused(request, moved_on(obj), obj.get_absolute_url())
        return redirect(obj)  # an old link: the page of the object shows what is possible now
    if request.method != "POST":
        form = form_type(obj=obj, user=request.user, initial=initial or {})
        return act_page(request, obj, verb, form, **extra)
    form = form_type(request.POST, obj=obj, user=request.user)
    if not form.is_valid():
        return act_page(request, obj, verb, form, **extra)
    return submit(
        request,
        obj,
        form,
        lambda: perform(
            obj, verb, by=request.user, version=form.cleaned_data["version"], **form.facts()
        ).get_absolute_url(),
        lambda: act_page(request, obj, verb, form, **extra),
        done=row.custom["step"].label,
    )


def known(obj: Stateful, verb: str) -> Any:
    """A transition of this name from the present state, or else from any; 404 if there is none."""
    rows = [row for row in obj.get_all_status_transitions() if row.name == verb]  # type: ignore[attr-defined]
    if not rows:
        raise Http404
    return obj.transition(verb) or rows[0]


def submit(
    request: SignedInRequest,
    obj: Any,
    form: ActForm | Any,
    action: Callable[[], str],
    again: Callable[[], HttpResponse],
    done: Label = "",
) -> HttpResponse:
    """Run the action once and go where it leads; show the form again where something blocks it."""
    try:
        url = once(form.cleaned_data["key"], request.user, action)
    except Forbidden as exception:
        return forbidden(request, exception)
    except Blocked as exception:
        form.add_error(None, exception.reason)
        return again()
    except Stale as exception:
        return refused(request, exception, obj.get_absolute_url() if obj else request.path)
    if done:
        messages.success(request, str(done))
    if lost := unprintable(" ".join(map(str, request.POST.values()))):
        messages.info(request, _("prints as 〓: %(what)s") % {"what": " ".join(lost)})
    return redirect(url)


def act_page(request: SignedInRequest, obj: Stateful, verb: str, form: ActForm, **extra: Any) -> HttpResponse:
    """The form of an action, with what stands in its way."""
    row = known(obj, verb)
    reason = refusal(row, obj, request.user)
    if reason and not request.user.can(row.permission.codename):
        return forbidden(request, Forbidden(reason))
    crumbs = [crumb for crumb in obj.crumbs() if leads_there(crumb, obj, request.user)]
    context = (
        {crumb.noun: crumb for crumb in crumbs}
        | {
            "obj": obj,
            "crumbs": crumbs,
            "panels": panels_at(f"{obj.noun}.brief", obj, request),
            "offer": Offer(verb, row.custom["step"], reason),
            "form": form,
            "back": obj.get_absolute_url(),
            "amounts": request.user.can("amount.view"),
        }
        | extra
    )
    return render(request, "workflow/act.html", context, status=200)


def leads_there(crumb: Stateful | Dossier, obj: Stateful, user: User) -> bool:
    """Whether the person may see a page that leads to an object: its own, one of its dossier, or another in sight."""
    same = crumb.dossier_id == obj.dossier_id
    return same or Dossier.objects.visible_to(user).filter(pk=crumb.dossier_id).exists()


def more_rows(data: QueryDict, prefix: str, rows: int = 5) -> QueryDict:
    """What was posted, with more empty rows in the formset ``prefix``."""
    longer = data.copy()
    name = f"{prefix}-TOTAL_FORMS"
    shown = str(longer.get(name, ""))
    if shown.isdecimal():
        longer[name] = str(min(int(shown[:4]) + rows, 1000))
    return longer


def clear_errors(*forms: Any) -> None:
    """Take back what is wrong with half-filled forms: the person only asked for more rows."""
    for form in forms:
        if hasattr(form, "forms"):
            clear_errors(*form.forms)
        else:
            form.errors.clear()


def links(obj: Stateful, user: User) -> list[Facts]:
    """What the person may do with the object, each with the address of its page."""
    return [
        {"offer": offer, "url": url_of(obj, offer), "label": offer.step.label, "reason": offer.reason}
        for offer in obj.offers(user)
    ]


def own_links(obj: Stateful, user: User) -> list[Facts]:
    """What the person may do; of what anybody might be asked for, only what they are asked for."""
    rows = links(obj, user)
    return [row for row in rows if row["offer"].open or f"{obj.noun}.{row['offer'].verb}" not in PERSONAL]


def page_for(name: str, url_name: str) -> None:
    """Let ``noun.verb`` of a lower app have a page of its own in an upper one."""
    verb_named(name).url_name = url_name


def url_of(obj: Stateful, offer: Offer) -> str:
    """A page of its own where the step names one, else the common form page."""
    if page := find_verb(obj.noun, offer.verb).page(offer.step):
        return reverse(page, args=[obj.pk])
    return reverse(f"{obj._meta.app_label}:act_{obj.noun}", args=[obj.pk, offer.verb])
