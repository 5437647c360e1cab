"""The form of an action: its facts, the version the person saw, and a key that makes it take effect once."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label
from aftersales.kit.form_fields import short_text
from aftersales.models import User

FORMS: dict[str, type["ActForm"]] = {}


def form_of(*names: str) -> Callable[[type["ActForm"]], type["ActForm"]]:
    """Let a form ask for the facts of ``noun.verb``."""

    def register(form: type[ActForm]) -> type[ActForm]:
        for name in names:
            FORMS[name] = form
        return form

    return register


def form_class(noun: str, verb: str) -> type["ActForm"]:
    """The form of a verb; the plain one, which only confirms, where none is registered."""
    return FORMS.get(f"{noun}.{verb}", ActForm)


class ActForm(forms.Form):
    """Asks for what an action needs; ``facts()`` are the keyword arguments of the transition."""

    intro: Label = ""
    version = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, *, obj: Any, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": obj.version, "key": uuid.uuid4()} | kwargs.get("initial", {})
        super().__init__(data, files, **kwargs)
        self.obj = obj
        self.user = user
        self.prepare()

    def prepare(self) -> None:
        """Adjust the fields to the object and the person."""

    def facts(self) -> dict[str, Any]:
        """What the person said, without the bookkeeping."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "key")}


class ReasonForm(ActForm):
    """An action that needs a reason and nothing else."""

    reason = short_text(_("Reason"))
