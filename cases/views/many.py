"""Several motors at once: chosen, asked once, each settled by itself with its own reason where it may not go."""

import re
import uuid
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest
from aftersales.kit.choices import Label
from aftersales.kit.serials import key as spelt
from aftersales.views import forbidden
from cases.appraisal.presentation import Sheets, sheets_in_full
from cases.models import ReturnedMotor
from cases.photos.forms import PaperForm
from cases.photos.views import WithPhotos
from cases.presentation import Alike, alike
from cases.queries import chosen_motors, read_promises
from cases.repair.views import part_names
from cases.statuses import FINAL_MOTOR
from slips.items import with_items
from slips.models import Slip
from workflow.actions import moved_on, perform_many
from workflow.forms import ActForm, form_class
from workflow.guards import Forbidden, Offer, Refused, Stale, Step
from workflow.models import Event, Fact, Facts, JointAct
from workflow.once import once
from workflow.panels import panels_at
from workflow.timeline import done_before
from workflow.verbs import find_verb, refusal
from workflow.views.acting import carried_out
from workflow.worklist import next_of, urgent_of

MOST = 200  # motors of one form
ADDRESS = re.compile(r"/motors/(\d{1,17})/?\s*$")  # what the code of a label leads to


@dataclass
class Entry:
    """One motor of the form: why it may not go, whether it shall, what it alone is asked."""

    motor: ReturnedMotor
    reason: str
    ticked: bool
    own: list[tuple[Label, str]] = field(default_factory=list)  # label and input, of what each is asked for
    otherwise: list[tuple[Label, str]] = field(default_factory=list)  # of what may differ
    hidden: list[str] = field(default_factory=list)
    form: ActForm | None = None
    outcome: str = ""  # what the rules make of what is filled in
    panels: list[str] = field(default_factory=list)

    @property
    def going(self) -> bool:
        return self.ticked and not self.reason


class ManyPage(WithPhotos[list[ReturnedMotor], ActForm]):
    """One verb of several motors: the verb's own form, asked once, and the conditions of each motor."""

    template = "cases/many.html"
    noun = "motor"
    entries: list[Entry]

    def __init__(self, request: SignedInRequest, verb: str) -> None:
        self.request, self.user, self.verb = request, request.user, verb
        self.declared = find_verb("motor", verb)
        if not (self.declared.rows and self.declared.step.many):
            raise Http404
        self.asks = form_class("motor", verb)
        self.row_form, self.prefix = self.asks.rows_form, self.asks.prefix_of_rows
        self.obj = self.offered()

    # -- which motors -----------------------------------------------------------------------------

    def offered(self) -> list[ReturnedMotor]:
        """The motors of the form: those ticked or shown before, those of a case, or what waits of a task."""
        sent = self.request.POST or self.request.GET
        keys = numbers(sent.getlist("offered") or sent.getlist("motor"))
        if not keys and (case := numbers(sent.getlist("case"))):
            rows = chosen_motors(self.user).filter(case__in=case)
            return [motor for motor in self.read(rows) if self.is_next(motor)]
        if not keys and sent.get("task"):
            waiting = urgent_of(self.user, sent["task"])
            keys = [row.item_id for row in waiting.rows if row.noun == "motor"]
        return self.read(chosen_motors(self.user).filter(pk__in=keys[:MOST]))

    def read(self, rows: QuerySet[ReturnedMotor]) -> list[ReturnedMotor]:
        motors = list(rows[:MOST])
        read_promises(motors)
        return motors

    def is_next(self, motor: ReturnedMotor) -> bool:
        """Whether it is the thing to do with the motor, and not done before."""
        row = motor.transition(self.verb)
        return row is not None and not done_before(motor, Offer(self.verb, row.custom["step"], ""))

    def ticked(self) -> set[int]:
        """Of a visit all that may go of the first case; one customer's address is not another's."""
        if self.request.method == "POST":
            return set(numbers(self.request.POST.getlist("motor")))
        first = next((motor for motor in self.obj if not self.why_not(motor)), None)
        return {motor.pk for motor in self.obj if first and motor.case_id == first.case_id}

    def why_not(self, motor: ReturnedMotor) -> str:
        """Why this motor may not go now, or an empty string."""
        row = motor.transition(self.verb)
        return refusal(row, motor, self.user) if row else moved_on(motor).reason

    # -- the way of every page ----------------------------------------------------------------------

    def bar(self) -> HttpResponse | None:
        permission = self.declared.rows[0].permission
        if not any(self.user.can(row.permission.codename) for row in self.declared.rows):
            return forbidden(self.request, Forbidden(permission.why(None, self.user)))
        if not self.obj:
            messages.info(self.request, _("Tick the motors that you mean."))
            return redirect("cases:choose_motors")
        return None

    def fill(self, data: QueryDict | None) -> None:
        assert self.chosen is not None  # what came is kept, whether any motor may go or not
        ticked = self.ticked()
        self.entries = [Entry(motor, self.why_not(motor), motor.pk in ticked) for motor in self.obj]
        lead = next((entry for entry in self.entries if entry.going), self.entries[0])
        super().fill(data) if lead.going else self.fill_nothing(data)
        for entry in self.entries:
            if not entry.reason:
                self.ask(entry, data)

    def fill_nothing(self, data: QueryDict | None) -> None:
        """No motor may go: there is nothing to ask, and only the reasons are shown."""
        self.row_form = None
        self.form = ActForm(data, obj=self.obj[0], user=self.user)
        del self.form.fields["version"]

    def make_form(self, data: QueryDict | None) -> ActForm:
        """What all of them are asked once."""
        lead = next(entry.motor for entry in self.entries if entry.going)
        form: ActForm = self.with_paper(self.asks(data, obj=lead, user=self.user))
        for name in ("version", *form.each):
            del form.fields[name]
        return form

    def with_paper(self, form: ActForm) -> ActForm:
        """The form with the paper that came with it: one for all."""
        if isinstance(form, PaperForm) and self.paper:
            form.scan_id = self.paper.pk
        return form

    def row_options(self) -> Facts:
        return self.form.row_options()

    def ask(self, entry: Entry, data: QueryDict | None) -> None:
        """The fields of one motor: its version, what each is asked for, what may be said otherwise of it."""
        key = str(entry.motor.pk)
        entry.hidden = [hidden(f"{key}-version", said(data, f"{key}-version", entry.motor.version))]
        if self.asks.each:
            self.ask_own(entry, data)
        for name in self.asks.differs:
            field = self.form.fields[name]
            attrs = {"id": f"id_{key}-{name}", "aria-label": f"{field.label} {entry.motor}"}
            if isinstance(field.widget, forms.Textarea):
                attrs["rows"] = "1"
            html = field.widget.render(f"{key}-{name}", said(data, f"{key}-{name}", ""), attrs)
            entry.otherwise.append((field.label or name, html))

    def ask_own(self, entry: Entry, data: QueryDict | None) -> None:
        """What each is asked for."""
        key = str(entry.motor.pk)
        form = self.asks(obj=entry.motor, user=self.user, prefix=key)
        for name in self.asks.each:
            field = form.fields[name]
            value = said(data, f"{key}-{name}", form.get_initial_for_field(field, name))
            attrs = {"aria-label": f"{field.label} {entry.motor}", "id": f"id_{key}-{name}"}
            html = field.widget.render(f"{key}-{name}", value, attrs)
            if field.widget.is_hidden:
                entry.hidden.append(html)
            else:
                entry.own.append((field.label or name, html))

    def preview(self) -> bool:
        """What the rules make of each motor, as far as it is filled in."""
        if not self.forms_of_all():
            return False
        for entry in self.going():
            assert entry.form is not None
            entry.form.full_clean()
            entry.outcome = entry.form.outcome(self.row_data())
        return True

    def is_complete(self) -> bool:
        going = self.going()
        if not going:
            self.form.add_error(None, _("Tick at least one motor that may go."))
        elif why := self.asks.why_apart([entry.motor for entry in going]):
            self.form.add_error(None, why)
        elif self.form.is_complete(self.row_data()):
            self.forms_of_all()
            for entry in going:
                if entry.form and not entry.form.is_valid():
                    self.form.add_error(None, f"{entry.motor}: {' '.join(problems(entry.form))}")
        return not self.form.errors and not self.chosen.refused

    def going(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.going]

    def row_data(self) -> list[Facts]:
        """The rows that all of them share."""
        return self.rows.cleaned_data if self.row_form and self.rows.is_valid() else []

    def forms_of_all(self) -> bool:
        """The verb's form of each motor that goes, filled with what is said of all and of it alone."""
        for entry in self.going():
            key = str(entry.motor.pk)
            data = of_one(self.request.POST, key)
            entry.form = self.with_paper(self.asks(data, obj=entry.motor, user=self.user, prefix=key))
        return bool(self.going())

    def send(self) -> HttpResponse:
        """One act a case; each takes effect once."""
        key = self.form.cleaned_data["key"]
        self.asks.share([entry.form for entry in self.going() if entry.form])
        refused = list(filter(None, (self.take(key, entries) for entries in self.by_case())))
        if not JointAct.objects.filter(form=key, actor=self.user).exists():
            self.form.add_error(None, refused[0])
            return self.page()
        for reason in refused:
            messages.warning(self.request, reason)
        url = reverse("cases:many_done", args=[key])
        with suppress(Stale):
            once(key, self.user, lambda: url)
        return carried_out(self.request, url)

    def by_case(self) -> list[list[Entry]]:
        """What is ticked, case by case, in the order of their locks."""
        cases = sorted({entry.motor.case_id for entry in self.going()})
        return [[e for e in self.entries if e.ticked and e.motor.case_id == case] for case in cases]

    def take(self, key: uuid.UUID, entries: list[Entry]) -> str:
        """Act on the motors of one case; why none of them went, or an empty string."""
        case = entries[0].motor.case_id
        try:
            once(uuid.uuid5(key, f"{self.user.pk} {case}"), self.user, partial(self.act_on, key, entries))
        except Refused as refused:
            return refused.reason
        return ""

    def act_on(self, key: uuid.UUID, entries: list[Entry]) -> str:
        going = {entry.motor.pk: entry.form for entry in entries if entry.going and entry.form}
        perform_many(
            [entry.motor for entry in entries if entry.going],
            self.verb,
            {pk: form.all_facts(self.row_data()) for pk, form in going.items()},
            by=self.user,
            versions={pk: form.cleaned_data["version"] for pk, form in going.items()},
            form=key,
            left_out=[[e.motor.pk, str(e.motor), e.reason] for e in entries if e.reason],
        )
        return reverse("cases:many_done", args=[key])

    def context(self) -> Facts:
        """The motors in groups that are alike, with what stands beside the form of this verb."""
        for entry in self.entries:
            entry.panels = panels_at("motor.row", entry.motor, self.request)
        known: Facts = super().context() | {
            "verb": self.verb,
            "step": self.declared.step,
            "groups": self.groups(),
            "going": len(self.going()),
            "amounts": self.user.can("amount.view"),
            "takes_paper": issubclass(self.asks, PaperForm),
        }
        if self.verb == "sign_appraisal":
            known["sheets"] = self.sheets()
        if self.prefix == "parts":
            known["part_names"] = part_names()
        return known

    def groups(self) -> list[tuple[Alike, list[Entry]]]:
        by_key = {entry.motor.pk: entry for entry in self.entries}
        groups = alike(entry.motor for entry in self.entries)
        return [(group, [by_key[motor.pk] for motor in group.motors]) for group in groups]

    def sheets(self) -> list[Sheets]:
        """Every sheet that may be signed here, in full."""
        return sheets_in_full([entry.motor for entry in self.entries if not entry.reason])


def numbers(values: Iterable[str]) -> list[int]:
    """The keys among what an address or a form says."""
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 18]


def said(data: QueryDict | None, name: str, otherwise: Fact) -> Fact:
    """What stands in a field: what was sent, or what it begins with."""
    return str(data[name]) if data is not None and name in data else otherwise


def hidden(name: str, value: Fact) -> str:
    return str(ActForm.base_fields["version"].widget.render(name, value))


def of_one(sent: QueryDict, key: str) -> QueryDict:
    """What is said of all, and instead of it what is said of one, under the names of its own form."""
    data = QueryDict(mutable=True)
    own = f"{key}-"
    for name in sent:
        if not name.startswith(own):
            data.setlist(own + name, sent.getlist(name))
    for name in sent:
        if name.startswith(own) and any(value.strip() for value in sent.getlist(name)):
            data.setlist(name, sent.getlist(name))
    return data


def problems(form: ActForm) -> list[str]:
    """What is wrong with the form of one motor, in words."""
    return [str(problem) for errors in form.errors.values() for problem in errors]


# -- what came of it ----------------------------------------------------------------------------------


@require_GET
def done(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """What came of a form: each motor with its state, those left out with their reason, the slips, what is next."""
    acts = list(JointAct.objects.filter(form=key, actor=request.user).order_by("dossier"))
    if not acts:
        raise Http404
    verb = acts[0].verb
    events = Event.objects.filter(joint__in=acts, verb=verb)
    motors = list(chosen_motors(request.user).filter(pk__in=events.values("subject_id")))
    slips = Slip.objects.visible_to(request.user).filter(
        motors__in=motors, issued_at__in=[act.at for act in acts], voided_at=None
    )
    context = {
        "step": find_verb("motor", verb).step,
        "verb": verb,
        "at": acts[0].at,
        "motors": motors,
        "left_out": [line for act in acts for line in act.left_out],
        "slips": with_items(slips.distinct().order_by("id")),
        "cases": list({motor.case_id: motor.case for motor in motors}.values()),
        "next": next_of(request.user, {row.permission.codename for row in find_verb("motor", verb).rows}),
        "may_print": request.user.can("slip.print"),
    }
    return render(request, "cases/many_done.html", context)


# -- choosing -----------------------------------------------------------------------------------------


@require_GET
def choose(request: SignedInRequest) -> HttpResponse:
    """Motors by scanning their labels or typing their numbers, and what can be done with all of them."""
    lines = [line.strip() for line in request.GET.get("scan", "").splitlines() if line.strip()][:MOST]
    keys, unknown = scanned(lines, request)
    keys += [key for key in numbers(request.GET.getlist("motor")) if key not in keys]
    motors = list(chosen_motors(request.user).filter(pk__in=keys[:MOST]))
    read_promises(motors)
    context = {"motors": motors, "unknown": unknown, "actions": possible(motors, request)}
    return render(request, "cases/choose.html", context)


def scanned(lines: list[str], request: SignedInRequest) -> tuple[list[int], list[str]]:
    """The motors of labels and numbers, and the lines that are neither."""
    addresses = {line: int(found[1]) for line in lines if (found := ADDRESS.search(line))}
    typed = {line: spelt(line) for line in lines if line not in addresses}
    seen = ReturnedMotor.objects.visible_to(request.user)
    here = set(seen.filter(pk__in=addresses.values()).values_list("pk", flat=True))
    rows = seen.filter(serial_key__in=filter(None, typed.values())).exclude(status__in=FINAL_MOTOR)
    by_number = dict(rows.order_by("pk").values_list("serial_key", "pk"))
    keys = addresses | {line: by_number.get(number, 0) for line, number in typed.items()}
    known = here | set(by_number.values())
    return [key for key in keys.values() if key in known], [
        line for line, key in keys.items() if key not in known
    ]


@dataclass(frozen=True)
class Possible:
    """A verb that may be taken of several of the motors shown."""

    verb: str
    step: Step
    count: int


def possible(motors: list[ReturnedMotor], request: SignedInRequest) -> list[Possible]:
    """What this person may do with more than one of them, the most first."""
    offers = [
        offer for motor in motors for offer in motor.offers(request.user) if offer.open and offer.step.many
    ]
    return together(offers, least=1)


def together(offers: Iterable[Offer], least: int = 2) -> list[Possible]:
    """The open verbs of several motors, each with how many may go."""
    steps: dict[str, Step] = {}
    count: Counter[str] = Counter()
    for offer in offers:
        if offer.open and offer.step.many:
            steps[offer.verb] = offer.step
            count[offer.verb] += 1
    rows = [Possible(verb, steps[verb], n) for verb, n in count.items() if n >= least]
    return sorted(rows, key=lambda row: (row.step.grave, row.step.seldom, -row.count))
