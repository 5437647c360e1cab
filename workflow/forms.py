"""The form of an action: its facts, the version the person saw, and a key that makes it take effect once."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Self

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label
from aftersales.kit.form_fields import short_text
from aftersales.models import User
from workflow.guards import OfNoun
from workflow.models import Fact, Facts
from workflow.verbs import find_verb, verb_named


def form_of(*names: str) -> Callable[[type["ActForm"]], type["ActForm"]]:
    """Let a form ask for the facts of ``noun.verb``."""

    def register(form: type[ActForm]) -> type[ActForm]:
        for name in names:
            verb_named(name).form = form
        return form

    return register


def form_class(noun: str, verb: str) -> type["ActForm"]:
    """The form of a verb; the plain one, which only confirms, where none is registered."""
    return find_verb(noun, verb).form or ActForm


class ActForm(forms.Form):
    """Asks for what an action needs; ``facts()`` are the keyword arguments of the transition.

    Where it is filled in for several things at once, ``each`` names what every one is asked for by itself, and
    ``differs`` what is asked once and may be said otherwise of some. ``rows_form`` is the class of a formset that
    goes with it, under ``prefix_of_rows``; ``layout`` is a template of its fields, if they want one.
    """

    intro: Label = ""
    each: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    rows_form: type[forms.BaseFormSet] | None = None
    prefix_of_rows = ""
    layout = ""
    version = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Fact] | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        obj: OfNoun,
        user: User,
        initial: Facts | None = None,
        auto_id: str = "id_%s",
        prefix: str | None = None,
    ) -> None:
        known: Facts = {"version": obj.version, "key": uuid.uuid4()}
        super().__init__(data, files, initial=known | (initial or {}), auto_id=auto_id, prefix=prefix)
        self.obj = obj
        self.user = user
        self.prepare()

    def prepare(self) -> None:
        """Adjust the fields to the object and the person."""

    def facts(self) -> Facts:
        """What the person said, without the bookkeeping."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "key")}

    def row_options(self) -> Facts:
        """How the rows that go with it are made."""
        return {}

    def is_complete(self, rows: list[Facts]) -> bool:
        """Whether fields and rows, each right by itself, can be taken together; else the form says why not."""
        return True

    def all_facts(self, rows: list[Facts]) -> Facts:
        """What the person said in fields and rows."""
        return self.facts()

    def outcome(self, rows: list[Facts]) -> str:
        """What the rules make of what is filled in, in a few words, as far as they make anything of it."""
        return ""

    @classmethod
    def share(cls, forms: Sequence[Self]) -> None:
        """Divide among the filled-in forms of several things what is said once of all of them together."""

    @classmethod
    def why_apart(cls, things: Sequence[OfNoun]) -> str:
        """Why these things cannot be done with one form, or an empty string."""
        return ""


class ReasonForm(ActForm):
    """An action that needs a reason and nothing else."""

    reason = short_text(_("Reason"))
