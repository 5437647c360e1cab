"""How a failure code is chosen, what the keeper fills in, and the filters of the lists of the catalogue."""

from collections.abc import Sequence

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label
from aftersales.kit.form_fields import Identifier, Text
from aftersales.kit.list_pages import ANY, ListFilter
from catalogue.limits import is_formula, limit
from catalogue.models import Failure, Part, TestItem
from catalogue.queries import failures_proposed
from catalogue.statuses import Certainty, DefectGroup, PartSource, Stage
from warranty.forms.entries import EntryFilter
from workflow.models import Facts

FAMILIES = [(name, name) for name in ("SZ", "ZYT", "YY", "YC")]

Chosen = Failure | int | str | None
"""What a form begins with, or what was sent."""


class ProposedFailures(forms.Widget):
    """Radio buttons for the proposals, none of them chosen; they follow the fields from which the text comes."""

    template_name = "catalogue/_choice.html"
    use_fieldset = True
    texts: Sequence[str] = ()  # the names of those fields
    typed: Sequence[str] = ()  # what stands in them
    model = ""  # whose motor it is about

    def get_context(self, name: str, value: Chosen, attrs: dict[str, str | bool] | None) -> Facts:
        """What ``catalogue/_choice.html`` expects."""
        return super().get_context(name, value, attrs) | {
            "name": name,
            "texts": self.texts,
            "model": self.model,
            "proposals": failures_proposed(self.typed, self.model),
            "chosen": chosen(value),
        }

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""


class FailureField(forms.ModelChoiceField):
    """A failure code in use, or none."""

    widget = ProposedFailures

    def __init__(self, label: Label, texts: Sequence[str]) -> None:
        help_text = _("Proposed from what you type; choose one, or leave the text alone.")
        super().__init__(Failure.objects.in_use(), required=False, label=label, help_text=help_text)
        self.widget.texts = self.texts = texts

    def propose(self, texts: Sequence[str], model: str) -> None:
        """Let it offer what these texts may mean for a motor of this model."""
        self.widget.typed, self.widget.model = texts, model


def chosen(value: Chosen) -> Failure | None:
    """The code that somebody has chosen; None of none, and of what is no key."""
    text = str(value or "")
    known = text.isascii() and text.isdigit() and len(text) < 18
    return Failure.objects.filter(pk=int(text), active=True).first() if known else None


class FailureFilter(EntryFilter[Failure]):
    group = forms.ChoiceField(label=_("Kind of defect"), choices=[ANY, *DefectGroup.choices], required=False)
    lookups = {"group": "group"}
    fields_looked_at = ("code", "name_zh", "name_en", "synonyms")


class PartFilter(EntryFilter[Part]):
    source = forms.ChoiceField(label=_("Source"), choices=[ANY, *PartSource.choices], required=False)
    lookups = {"source": "source"}
    fields_looked_at = ("number", "name_zh", "name_en", "fits", "supplier")


class TestItemFilter(ListFilter[TestItem]):
    __test__ = False

    family = forms.ChoiceField(label=_("Family"), choices=[ANY, *FAMILIES], required=False)
    stage = forms.ChoiceField(label=_("Stage"), choices=[ANY, *Stage.choices], required=False)
    doubtful = forms.BooleanField(label=_("Only defaults nobody has looked at"), required=False)
    lookups = {"family": "family", "stage": "stage"}

    def narrow(self, rows: QuerySet[TestItem]) -> QuerySet[TestItem]:
        found = super().narrow(rows)
        doubtful = found.filter(certainty=Certainty.DEFAULT, reviewed_at=None)
        return doubtful if self.cleaned_data.get("doubtful") else found


class CodeField(Identifier):
    """A code in use, typed or chosen from the list."""

    def clean(self, value: str | None) -> Failure:
        text = super().clean(value) or ""
        found = Failure.objects.in_use().filter(code__iexact=text.partition(" ")[0]).first()
        if found is None:
            raise forms.ValidationError(gettext("There is no such code in use."))
        return found


def code_field(label: Label) -> CodeField:
    return CodeField(label=label, max_length=100, widget=forms.TextInput(attrs={"list": "failures"}))


class MergeForm(forms.Form):
    """Into which code another one is merged."""

    into = code_field(_("Merge it into"))
    why = Text(label=_("Reason"), max_length=200)


class TextForm(forms.Form):
    """What a text means."""

    text = Text(max_length=300, widget=forms.HiddenInput)
    failure = code_field(_("Failure code"))
    synonym = forms.BooleanField(label=_("always means so"), required=False)


class ReviewForm(forms.Form):
    """Which items the keeper has looked at."""

    items = forms.ModelMultipleChoiceField(TestItem.objects.filter(active=True))


class LimitsForm(forms.Form):
    """The limits of one item, as the factory's drawing or its own type test has them."""

    least = Text(label=_("Lower limit"), max_length=60, required=False)
    most = Text(
        label=_("Upper limit"),
        max_length=60,
        required=False,
        help_text=_("A number, or a formula of rated_v, rated_w and rated_rpm with + - * / ( ) min max."),
    )
    note = Text(
        label=_("What it follows"), max_length=200, help_text=_("A drawing, a type test, a standard.")
    )

    def clean_least(self) -> str:
        return readable(self.cleaned_data["least"])

    def clean_most(self) -> str:
        return readable(self.cleaned_data["most"])

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        if not self.errors and not (said["least"] or said["most"]):
            self.add_error("most", gettext("Give at least one of the two limits."))
        if not self.errors and crossed(said["least"], said["most"]):
            self.add_error("most", gettext("It is below the lower limit."))


def readable(text: str) -> str:
    """A limit that can be read, without blanks around it."""
    if not is_formula(text):
        raise forms.ValidationError(gettext("This is neither a number nor such a formula."))
    return text.strip()


def crossed(least: str, most: str) -> bool:
    """Whether both are plain numbers, in the wrong order."""
    low, high = limit(least, {}), limit(most, {})
    return low is not None and high is not None and low > high
