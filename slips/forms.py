"""The forms of printing: which copies on which printer, and why a slip shall be void."""

import uuid

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import of_model, set_choices, short_text
from aftersales.kit.jobs import JobState
from aftersales.models import User
from slips.kinds import Copy
from slips.models import PrinterProfile, Slip
from slips.queries import printer_of
from workflow.forms import ActForm, ReasonForm, form_of

COLOURS = ("白", "红", "黄", "蓝", "绿", "粉")  # of carbonless paper

form_of("void_request.decline")(ReasonForm)


class PrintForm(forms.Form):
    """Which copies are printed, on which printer, and in which order where there are several slips."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    copies = forms.TypedMultipleChoiceField(
        label=_("Copies"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    by_recipient = forms.ChoiceField(
        label=_("Order of the pages"),
        choices=[("", _("slip by slip")), ("yes", _("recipient by recipient"))],
        widget=forms.RadioSelect,
        required=False,
        initial="",
    )
    profile = forms.ModelChoiceField(
        label=_("Printer"), queryset=PrinterProfile.objects.for_slips(), empty_label=None
    )
    remember = forms.BooleanField(label=_("Always print on this printer"), required=False)

    def __init__(self, data: QueryDict | None = None, *, slips: list[Slip], user: User) -> None:
        initial = {"key": uuid.uuid4(), "profile": printer_of(user)}
        super().__init__(data, initial=initial)
        self.slips = slips
        copies = slips[0].definition.copies
        if len(slips) > 1:
            del self.fields["copies"]
        else:
            del self.fields["by_recipient"]
            set_choices(self.fields["copies"], [(copy.number, copy_name(copy)) for copy in copies])
            made = Q(nth__isnull=False) | Q(job__state=JobState.PENDING)
            printed = set(slips[0].printed_copies.filter(made).values_list("number", flat=True))
            self.initial["copies"] = [copy.number for copy in copies if copy.number not in printed]

    def wanted(self) -> list[tuple[int, list[int]]]:
        """Slips and numbers of copies, as ``print_copies`` takes them."""
        chosen = self.cleaned_data.get("copies")
        return [(slip.pk, chosen or [copy.number for copy in slip.definition.copies]) for slip in self.slips]


def copy_name(copy: Copy) -> str:
    return gettext("%(n)d: %(recipient)s") % {"n": copy.number, "recipient": copy.recipient}


class AskVoidForm(forms.Form):
    """Why a slip shall be declared void."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    reason = short_text(_("Why shall it be void?"))


@form_of("void_request.confirm")
class ConfirmVoidForm(ActForm):
    """A second person's word; the reason is the first one's."""

    intro = _(
        "The slip is marked void for ever, its number is never used again, and another slip with the present "
        "facts takes its place. Whoever holds a copy is told."
    )


class PrinterForm(forms.ModelForm):
    """How a printer prints, as the administrator sets it."""

    class Meta:
        model = PrinterProfile
        formfield_callback = of_model
        fields = (
            "name", "paper", "shift_x", "shift_y", "margin_top", "margin_right", "margin_bottom", "margin_left",
            "colours_of_3", "colours_of_4", "plies", "active",
        )  # fmt: skip

    def clean_colours_of_3(self) -> str:
        return colours(self.cleaned_data["colours_of_3"], 3)

    def clean_colours_of_4(self) -> str:
        return colours(self.cleaned_data["colours_of_4"], 4)


def colours(text: str, copies: int) -> str:
    """So many colours, a character each, separated by blanks."""
    named = text.split()
    if len(named) != copies or any(colour not in COLOURS for colour in named):
        raise forms.ValidationError(
            gettext("Name %(n)d colours, separated by blanks, of: %(colours)s.")
            % {"n": copies, "colours": " ".join(COLOURS)}
        )
    return " ".join(named)
