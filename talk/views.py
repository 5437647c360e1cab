"""Writing a note, asking somebody, urging, and answering: about whatever the person may look at."""

from typing import Generic, TypeVar

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from aftersales.access import SignedInRequest
from aftersales.kit.choices import Label
from talk.forms import AskForm, NoteForm, UrgeForm
from talk.models import Note, Question, Urge
from talk.panels import TALKED_OF
from talk.queries import for_whom_it_waits
from talk.transitions import Talk
from workflow.actions import create
from workflow.forms import ActForm
from workflow.machines import machines
from workflow.models import Dossier, Facts, Stateful
from workflow.views.acting import ActingPage, act_on


def thing_talked_of(request: SignedInRequest, pk: int) -> Stateful:
    """A matter that the person sees, or with ``?at=noun-key`` a part of it; else 404."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user).filter(number__isnull=False), pk=pk)
    noun, _dash, key = request.GET.get("at", "").partition("-")
    if key.isascii() and key.isdigit() and len(key) < 18 and noun in TALKED_OF:
        rows = machines()[noun]._default_manager.filter(**{machines()[noun].dossier_path: dossier})
        return get_object_or_404(rows, pk=int(key))
    if dossier.noun not in TALKED_OF:
        raise Http404
    return get_object_or_404(machines()[dossier.noun]._default_manager, pk=pk)


Said = TypeVar("Said", bound=Talk)
SaidForm = TypeVar("SaidForm", bound=ActForm)


class TalkPage(ActingPage[Stateful, SaidForm], Generic[Said, SaidForm]):
    """One thing said about a matter."""

    template = "talk/say.html"
    find = staticmethod(thing_talked_of)
    says: type[Said]
    form_class: type[SaidForm]
    title: Label
    says_next = False

    def __init__(self, request: SignedInRequest, **address: int) -> None:
        super().__init__(request, **address)
        self.thing = self.obj
        facts: Facts = {"about_noun": self.thing.noun, "about_id": self.thing.pk}
        self.said = self.says(dossier=self.thing.dossier, about_name=str(self.thing)[:120], **facts)

    def make_form(self, data: QueryDict | None) -> SaidForm:
        return self.form_class(data, obj=self.said, user=self.user)

    def context(self) -> Facts:
        return {"title": self.title, "thing": self.thing, "confined": self.thing.dossier.confined}


class NotePage(TalkPage[Note, NoteForm]):
    """A note, which whoever sees the matter reads."""

    says = Note
    form_class = NoteForm
    title = _("Write a note")
    done = _("Written.")

    def act(self) -> Stateful:
        self.said.told = sorted(person.pk for person in self.form.told)
        create(self.said, by=self.user, note=self.form.cleaned_data["note"])
        return self.thing


class AskPage(TalkPage[Question, AskForm]):
    """A question, which is a task of whom it is put to until it is answered."""

    says = Question
    form_class = AskForm
    title = _("Ask somebody")
    done = _("It is on their worklist until they have answered.")

    def act(self) -> Stateful:
        said = self.form.cleaned_data
        self.said.to, self.said.due_on = said["to"], said["due_on"]
        create(self.said, by=self.user, asks=said["question"], asked=str(said["to"]))
        return self.thing


class UrgePage(TalkPage[Urge, UrgeForm]):
    """Everybody for whom something waits here hears that it is urgent: 催办."""

    says = Urge
    form_class = UrgeForm
    title = _("Urge")
    done = _("They are told.")

    def act(self) -> Stateful:
        told = for_whom_it_waits(self.thing, self.thing.dossier)
        self.said.told = [key for key in told if key != self.user.pk]
        create(self.said, by=self.user, note=self.form.cleaned_data["note"])
        return self.thing


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Answer a question, pass it on, or take it back."""
    rows = Question.objects.visible_to(request.user).select_related(*Question.reads)
    return act_on(request, get_object_or_404(rows, pk=pk), verb)
