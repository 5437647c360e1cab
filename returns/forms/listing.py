"""The form of the return list: which motors are on their way (四.2)."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import Pasted, Text, short_text
from cases.intake.forms import find_product
from warranty.fields import SerialNumber
from warranty.models import Motor, Product
from warranty.queries import registered_motor
from workflow.forms import ActForm, form_of
from workflow.models import Facts

LISTED = 8  # empty rows offered


class ListedMotorForm(forms.Form):
    """One motor of the return list."""

    serial_number = SerialNumber(label=_("Serial number"))
    model = Text(
        label=_("Model"), max_length=40, required=False, widget=forms.TextInput(attrs={"list": "products"})
    )
    remark = Text(label=_("Remark"), max_length=200, required=False)

    def clean(self) -> None:
        check_named(self)

    def line(self) -> Facts | None:
        """The fields of a ReturnedMotor, completed from the register; None for an empty row."""
        said = self.cleaned_data
        return listed_motor(said.get("serial_number", ""), said.get("model", ""), said.get("remark", ""))


def check_named(form: forms.Form) -> None:
    """Without serial number and model a motor could not be told from others."""
    typed = {name for name, text in form.cleaned_data.items() if text}
    if typed and not (typed | set(form.errors)) & {"serial_number", "model"}:
        form.add_error("serial_number", gettext("Enter the serial number or the model."))


def listed_motor(serial_number: str, model: str, remark: str = "") -> Facts | None:
    """A line of a return list as the fields of a ReturnedMotor."""
    if not serial_number and not model:
        return None
    entry = registered_motor(serial_number)
    product = find_product(model) if model else (entry.product if entry else None)
    return line_of(serial_number, model, remark, entry, product)


def line_of(
    serial_number: str, model: str, remark: str, entry: Motor | None, product: Product | None
) -> Facts:
    """The fields of a ReturnedMotor whose entry and model have been looked up."""
    return {
        "serial_number": serial_number.strip(),
        "product_id": product.pk if product else None,
        "other_model": "" if product else model,
        "registered_id": entry.pk if entry else None,
        "remark": remark,
    }


ListFormSet = forms.formset_factory(ListedMotorForm, extra=LISTED, max_num=1000, absolute_max=1000)


@form_of("case.accept_list")
class ReturnListForm(ActForm):
    """Rows typed one by one, pasted from a spreadsheet, or uploaded as one (四.2)."""

    pasted = Pasted(
        label=_("Paste from a spreadsheet or a message"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One motor a line: serial number, model, remark, separated by tabs or commas."),
    )
    upload = forms.FileField(
        label=_("Or upload a spreadsheet"), required=False, help_text=_("xlsx, xls, ods or CSV")
    )
    table = forms.IntegerField(
        widget=forms.HiddenInput, required=False
    )  # chosen before more rows were asked for

    def clean(self) -> None:
        if self.cleaned_data.get("pasted", "").strip() and self.cleaned_data.get("upload"):
            self.add_error("pasted", gettext("Either a file or pasted rows, not both at once."))

    @property
    def sends_a_table(self) -> bool:
        """Whether anything but single rows was sent."""
        said = self.cleaned_data
        return bool(said["pasted"].strip() or said["upload"] or said["table"])


@form_of("case.list_more")
class ListMoreForm(ActForm):
    """Further motors, typed row by row; which ones they are, say the rows."""


@form_of("case.keep_originals")
class OriginalsForm(ActForm):
    """The list as it was sent; the files stand beside the form."""


class CorrectedMotorForm(ListedMotorForm):
    """A motor of the list that is not counted yet: what is true of it, or that it was listed by mistake."""

    motor = forms.IntegerField(widget=forms.HiddenInput)
    struck = forms.BooleanField(label=_("Strike off"), required=False)
    field_order = ("struck", "serial_number", "model", "remark")

    def clean(self) -> None:
        if not self.cleaned_data.get("struck") and not self.errors and not self.names_a_motor():
            self.add_error("serial_number", gettext("Enter the serial number or the model."))

    def names_a_motor(self) -> bool:
        return bool(self.cleaned_data["serial_number"] or self.cleaned_data["model"])


MissedFormSet = forms.formset_factory(ListedMotorForm, extra=2, max_num=1000, absolute_max=1000)
CorrectedFormSet = forms.formset_factory(CorrectedMotorForm, extra=0, max_num=1000, absolute_max=1000)


@form_of("case.correct_list")
class CorrectListForm(ActForm):
    """Why the list is not as it should be; which motors, say the rows."""

    all_struck = forms.BooleanField(
        label=_("Strike off all of these motors: it was the wrong list"), required=False
    )
    reason = short_text(_("Reason"))
