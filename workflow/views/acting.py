"""The one way in which a form becomes an action, shared by every page that acts."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Generic, TypeAlias, TypeVar
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aftersales import again
from aftersales.access import SignedInRequest, View, require
from aftersales.addresses import addresses
from aftersales.kit.choices import Label
from aftersales.kit.text import unprintable
from aftersales.models import User
from aftersales.roles import PERSONAL
from aftersales.templatetags.marks import MANY
from aftersales.views import forbidden
from workflow.actions import moved_on, perform
from workflow.forms import ActForm, form_class
from workflow.guards import Blocked, Forbidden, Offer, Stale, Transition
from workflow.models import Dossier, Fact, Facts, Stateful, editions_once
from workflow.once import earlier_answer, once
from workflow.panels import Link, panels_at
from workflow.verbs import find_verb, refusal, verb_named
from workflow.views.refusals import refused
from workflow.worklist import first_of, who_is_next

DRAFT_NAME = 200  # characters of the name under which a browser keeps what is typed

Thing = TypeVar("Thing")
Form = TypeVar("Form", bound=forms.BaseForm)
FormOrRows: TypeAlias = forms.BaseForm | forms.BaseFormSet


def nothing(request: SignedInRequest) -> Any:
    """What an act is about that is about nothing yet."""


class ActingPage(Generic[Thing, Form]):
    """One act on one page: filled in, looked at, given more rows, sent once.

    Every page takes the same way. Who lacks the permission gets 403, the second of two identical requests the
    answer of the first, an old link the object. A visit, “more” and “preview” show the form; so does what is wrong
    with it. Else the page acts, once: Forbidden gives 403, Stale 409, and Blocked the form with the reason.

    A subclass declares what is its own, and urls.py has ``RepairPage.as_view()``. An act that goes another way
    stays a function.
    """

    permission = ""  # codename, asked for at the door
    verb = ""  # the transition that is taken; empty: ``act`` takes another way
    template = ""
    part = ""  # the part of the page that htmx gets
    row_form: type[forms.BaseFormSet] | None = None  # where the act is about several things
    prefix = ""  # of its fields
    more = 5  # empty rows that one gets when one asks for more
    done: Label = ""  # said afterwards; empty: what the verb says
    says_next = True  # and who is next
    methods: tuple[str, ...] = ("GET", "POST")
    find: Callable[..., Thing] = staticmethod(nothing)  # what it is about, of request and address; else 404
    obj: Thing
    form: Form
    rows: forms.BaseFormSet
    result: str | Model = ""  # what the act has led to

    def __init__(self, request: SignedInRequest, **address: str | int) -> None:
        self.request, self.user = request, request.user
        self.obj = self.find(request, **address)

    @classmethod
    def as_view(cls) -> View:
        """The view of the page."""

        @wraps(cls, updated=())
        def view(request: SignedInRequest, **address: str | int) -> HttpResponse:
            return cls(request, **address).serve()

        allowed: View = require_http_methods(list(cls.methods))(view)
        return require(cls.permission)(allowed) if cls.permission else allowed

    @editions_once()
    def serve(self) -> HttpResponse:
        """The way that every page takes."""
        if earlier := earlier_answer(self.request.POST.get("key", ""), self.user):
            return carried_out(self.request, earlier)
        if barred := self.bar():
            return barred
        if self.request.method == "GET" and not self.request.htmx and self.asks_again():
            return again.ask(self.request)
        self.fill(self.sent())
        if self.looks():
            clear_errors(*self.forms())
            return self.page()
        if not self.form.is_bound or self.asked("preview") or not self.is_valid():
            return self.page()
        return again.ask(self.request) if self.asks_again() else self.send()

    def asks_again(self) -> bool:
        """Whether the person may do it, and says the password once more before."""
        codename = self.codename()
        return again.is_due(self.request, codename) and self.user.can(codename)

    def codename(self) -> str:
        """The permission that the act needs."""
        if self.permission or not self.verb:
            return self.permission
        return find_verb(self.acted_on.noun, self.verb).rows[0].permission.codename

    @property
    def acted_on(self) -> Stateful:
        """What the verb is taken of; of several things the first."""
        obj = self.obj[0] if isinstance(self.obj, list) else self.obj
        assert isinstance(obj, Stateful)
        return obj

    def send(self) -> HttpResponse:
        """Act, once; what waits next of the same task is one click away."""
        obj = self.obj if isinstance(self.obj, Model) else None
        answer = submit(self.request, obj, self.form, self.act_out, self.page, self.announcement)
        if self.verb and isinstance(self.obj, Stateful) and answer.status_code == HTTPStatus.FOUND:
            offer_next(self.request, self.obj, self.verb)
        return answer

    def act_out(self) -> str:
        """Act; the address where it leads."""
        self.result = self.act()
        return resolve_url(self.result)

    def announcement(self) -> str:
        """What is said afterwards: what has happened, and who is next."""
        obj, thing = self.obj, self.result
        verb = find_verb(obj.noun, self.verb) if self.verb and isinstance(obj, Stateful) else None
        done = str(self.done or (verb.step.past if verb else ""))
        following = who_is_next(self.user, thing) if self.says_next and isinstance(thing, Stateful) else ""
        return " ".join(filter(None, (done, following)))

    def asked(self, button: str) -> bool:
        """Whether this button was pressed."""
        return button in self.request.POST

    def looks(self) -> bool:
        """Whether the form is only looked at or given more rows, and nothing is said of what is missing yet."""
        return self.asked("more") or (self.asked("preview") and self.preview())

    def bar(self) -> HttpResponse | None:
        """What answers instead of the page: the object, which shows what is possible now."""
        if self.verb and self.request.method == "GET" and self.acted_on.transition(self.verb) is None:
            return redirect(self.acted_on)
        return None

    def sent(self) -> QueryDict | None:
        """What was filled in, with more empty rows where they were asked for; None on a visit."""
        if self.prefix and self.asked("more"):
            return more_rows(self.request.POST, self.prefix, self.more)
        return self.request.POST if self.request.method == "POST" else None

    def fill(self, data: QueryDict | None) -> None:
        """Make the form, and its rows where it has some."""
        self.form = self.make_form(data)
        if self.row_form:
            self.rows = self.row_form(data, prefix=self.prefix, **self.row_options())

    def make_form(self, data: QueryDict | None) -> Form:
        """The form; unless said otherwise, the registered one of the verb."""
        form: Any = form_class(self.acted_on.noun, self.verb)
        return form(data, self.request.FILES or None, obj=self.obj, user=self.user)

    def row_options(self) -> Facts:
        """How the rows are made: ``initial``, ``form_kwargs``."""
        return {}

    def forms(self) -> list[FormOrRows]:
        """All that is filled in on the page."""
        return [self.form, self.rows] if self.row_form else [self.form]

    def preview(self) -> bool:
        """Prepare a look at what is filled in; whether what is missing may stay unsaid meanwhile."""
        return False

    def is_valid(self) -> bool:
        """Whether the act can be taken with what is filled in; else the forms say what is wrong."""
        return all(form.is_valid() for form in self.forms()) and self.is_complete()

    def is_complete(self) -> bool:
        """Whether what is right form by form can be taken as a whole, too."""
        return True

    def act(self) -> str | Model:
        """Take the act, in its transaction; where it leads: an address, or what has a page."""
        version = self.form.cleaned_data["version"]
        return perform(self.acted_on, self.verb, by=self.user, version=version, **self.facts())

    def facts(self) -> Facts:
        """What the verb is told."""
        assert isinstance(self.form, ActForm)
        return self.form.facts()

    def page(self) -> HttpResponse:
        """The page as it is filled in now, or its part."""
        known: Facts = {"form": self.form, "rows": self.rows if self.row_form else None}
        if isinstance(self.obj, Stateful):
            known[self.obj.noun] = self.obj
        template = self.part if self.part and self.request.htmx else self.template
        return render(self.request, template, known | self.context())

    def context(self) -> Facts:
        """What the template expects besides form, rows, and the object under its noun."""
        return {}


def offer_next(request: SignedInRequest, obj: Stateful, verb: str) -> None:
    """Say what waits next of the task that the act belongs to, with a link to it."""
    permissions = {row.permission.codename for row in find_verb(obj.noun, verb).rows}
    if following := first_of(request.user, permissions):
        task, item, n = following
        words = _("Next on your worklist: %(task)s (%(n)s)") % {
            "task": task.label,
            "n": f"{MANY}+" if n > MANY else n,
        }
        messages.info(request, format_html('{} <a href="{}">{}</a>', words, item.url, item.title))


class VerbPage(ActingPage[Stateful, ActForm]):
    """The common page of every verb that has none of its own."""

    template = "workflow/act.html"

    def __init__(
        self, request: SignedInRequest, obj: Stateful, verb: str, initial: Facts, extra: Facts
    ) -> None:
        self.request, self.user, self.obj, self.verb = request, request.user, obj, verb
        self.row, self.initial, self.extra = known(obj, verb), initial, extra
        self.done = self.row.custom["step"].past

    def bar(self) -> HttpResponse | None:
        """A page of its own, which asks for what the verb needs, or the object in its present state."""
        page = find_verb(self.obj.noun, self.verb).page(self.row.custom["step"])
        if page and page != self.request.resolver_match.view_name:
            return redirect(page, self.obj.pk)
        if self.row.source == self.obj.status:
            return None
        if self.request.method == "POST":
            return refused(self.request, moved_on(self.obj), self.obj.get_absolute_url())
        return redirect(self.obj)

    def make_form(self, data: QueryDict | None) -> ActForm:
        form = form_class(self.obj.noun, self.verb)
        return form(data, obj=self.obj, user=self.user, initial=self.initial)

    def page(self) -> HttpResponse:
        """The form, with what stands in the way of the action."""
        self.reason = refusal(self.row, self.obj, self.user)
        if self.reason and not self.user.can(self.row.permission.codename):
            return forbidden(self.request, Forbidden(self.reason))
        return super().page()

    def context(self) -> Facts:
        crumbs = [crumb for crumb in self.obj.crumbs() if leads_there(crumb, self.obj, self.user)]
        return (
            {crumb.noun: crumb for crumb in crumbs}
            | {
                "obj": self.obj,
                "crumbs": crumbs,
                "panels": panels_at(f"{self.obj.noun}.brief", self.obj, self.request),
                "offer": Offer(self.verb, self.row.custom["step"], self.reason),
                "back": self.obj.get_absolute_url(),
                "amounts": self.user.can("amount.view"),
            }
            | self.extra
        )


def act_on(
    request: SignedInRequest,
    obj: Stateful,
    verb: str,
    initial: Facts | None = None,
    **extra: "Fact | QuerySet",
) -> HttpResponse:
    """The common page of a verb: its form, with what is known of its answers; 404 where there is no such verb."""
    return VerbPage(request, obj, verb, initial or {}, extra).serve()


def known(obj: Stateful, verb: str) -> Transition:
    """A transition of this name from the present state, or else from any; 404 if there is none."""
    rows = [row for row in obj.transitions() if row.name == verb]
    if not rows:
        raise Http404
    return obj.transition(verb) or rows[0]


def submit(
    request: SignedInRequest,
    obj: Model | None,
    form: forms.BaseForm,
    action: Callable[[], str],
    again: Callable[[], HttpResponse],
    done: "Label | Callable[[], str]" = "",
) -> HttpResponse:
    """Run the action once and go where it leads, saying what is done; show the form again where something blocks it."""
    try:
        url = once(form.cleaned_data["key"], request.user, action)
    except Forbidden as exception:
        return forbidden(request, exception)
    except Blocked as exception:
        form.add_error(None, exception.reason)
        return again()
    except Stale as exception:
        return refused(request, exception, resolve_url(obj) if obj else request.path)
    if said := str(done() if callable(done) else done):
        messages.success(request, said)
    return carried_out(request, url)


def carried_out(request: SignedInRequest, url: str) -> HttpResponse:
    """Where an act leads; the browser may forget what was typed for it, and hears what will not print as it is."""
    if lost := unprintable(" ".join(map(str, request.POST.values()))):
        messages.info(request, _("prints as 〓: %(what)s") % {"what": " ".join(lost)})
    response = redirect(url)
    if draft := request.POST.get("draft", "")[:DRAFT_NAME]:
        response.set_cookie("draft_done", quote(draft, safe=""), max_age=60, samesite="Lax")
    return response


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


def clear_errors(*some: FormOrRows) -> None:
    """Take back what is wrong with half-filled forms: the person only asked for more rows."""
    for form in some:
        if isinstance(form, forms.BaseFormSet):
            clear_errors(*form.forms)
        else:
            form.errors.clear()


def links(obj: Stateful, user: User) -> list[Link]:
    """What the person may do with the object, each with the address of its page."""
    return [Link(offer, url_of(obj, offer)) for offer in obj.offers(user)]


def own_links(obj: Stateful, user: User) -> list[Link]:
    """What the person may do; of what anybody might be asked for, only what they are asked for."""
    rows = links(obj, user)
    return [row for row in rows if row.offer.open or f"{obj.noun}.{row.offer.verb}" not in PERSONAL]


def page_for(name: str, url_name: str) -> None:
    """Let ``noun.verb`` of a lower app have a page of its own in an upper one."""
    verb_named(name).url_name = url_name


def url_of(obj: Stateful, offer: Offer) -> str:
    """A page of its own where the step names one, else the common form page."""
    if page := find_verb(obj.noun, offer.verb).page(offer.step):
        return addresses(page)(obj.pk)
    return addresses(f"{obj._meta.app_label}:act_{obj.noun}", verb=offer.verb)(obj.pk)
