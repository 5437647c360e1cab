"""The forms of handover, return and transfer."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.forms import ActForm, form_of
from cases.forms.base import day, money, short_text
from cases.forms.intake import find_product
from cases.models import Case
from cases.verdicts import registered_motor
from returns.models import Finding

LISTED = 8  # empty rows offered on the return list
UNLISTED = 3  # empty rows offered for motors that nobody listed


class ListedMotorForm(forms.Form):
    """One motor of the return list."""

    serial_number = forms.CharField(label=_("Serial number"), max_length=40, required=False)
    model = forms.CharField(
        label=_("Model"), max_length=40, required=False, widget=forms.TextInput(attrs={"list": "products"})
    )
    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        return named(self)

    def line(self) -> dict[str, Any] | None:
        """The fields of a ReturnedMotor, completed from the register; None for an empty row."""
        said = self.cleaned_data
        return listed_motor(said.get("serial_number", ""), said.get("model", ""), said.get("remark", ""))


def named(form: forms.Form) -> dict[str, Any]:
    """What was typed of a motor; without serial number and model it could not be told from others."""
    typed = {name for name, text in form.cleaned_data.items() if text}
    if typed and not (typed | set(form.errors)) & {"serial_number", "model"}:
        form.add_error("serial_number", gettext("Enter the serial number or the model."))
    return form.cleaned_data


def listed_motor(serial_number: str, model: str, remark: str = "") -> dict[str, Any] | None:
    """A line of a return list as the fields of a ReturnedMotor."""
    if not serial_number and not model:
        return None
    entry = registered_motor(serial_number)
    product = find_product(model) if model else (entry.product if entry else None)
    return {
        "serial_number": serial_number.strip(),
        "product_id": product.pk if product else None,
        "other_model": "" if product else model,
        "registered_id": entry.pk if entry else None,
        "remark": remark,
    }


ListFormSet = forms.formset_factory(ListedMotorForm, extra=LISTED, max_num=200, absolute_max=200)


@form_of("case.accept_list")
class ReturnListForm(ActForm):
    """Rows typed one by one, pasted from a spreadsheet, or uploaded as one (四.2)."""

    pasted = forms.CharField(
        label=_("Paste from a spreadsheet or a message"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One motor a line: serial number, model, remark, separated by tabs or commas."),
    )
    upload = forms.FileField(
        label=_("Or upload a spreadsheet"), required=False, help_text=_("xlsx, xls or ods")
    )


class CountForm(forms.Form):
    """The consignment itself."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)
    carrier = forms.CharField(label=_("Carrier"), max_length=60)
    waybill = forms.CharField(label=_("Waybill"), max_length=60, required=False)
    arrived_on = day(_("Arrived on"))
    remark = short_text(_("Remark on the consignment"), required=False)

    def clean_arrived_on(self) -> dt.date:
        arrived = self.cleaned_data["arrived_on"]
        if arrived > timezone.localdate():
            raise forms.ValidationError(gettext("This day has not come yet."))
        return arrived

    def header(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("carrier", "waybill", "arrived_on", "remark")}


LISTED_FINDINGS = [Finding.RECEIVED, Finding.MISSING, Finding.WRONG_MODEL]


class CountedMotorForm(forms.Form):
    """What was found of one motor on the list."""

    motor = forms.IntegerField(widget=forms.HiddenInput)
    finding = forms.ChoiceField(
        label=_("Found"),
        choices=[(finding.value, finding.label) for finding in LISTED_FINDINGS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Not counted yet.")},
    )
    found_model = forms.CharField(
        label=_("Model found, if wrong"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"list": "products"}),
    )
    found_serial_number = forms.CharField(label=_("Serial number found"), max_length=40, required=False)
    exterior = forms.CharField(label=_("Exterior and packing"), max_length=200, required=False)
    accessories = forms.CharField(label=_("Accessories"), max_length=120, required=False)
    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("finding") == Finding.WRONG_MODEL and not cleaned.get("found_model"):
            self.add_error("found_model", gettext("Say which model arrived instead."))
        return cleaned


CountFormSet = forms.formset_factory(CountedMotorForm, extra=0, max_num=200, absolute_max=200)


class UnlistedMotorForm(forms.Form):
    """A motor that arrived though nobody listed it."""

    serial_number = forms.CharField(label=_("Serial number"), max_length=40, required=False)
    model = forms.CharField(
        label=_("Model"), max_length=40, required=False, widget=forms.TextInput(attrs={"list": "products"})
    )
    exterior = forms.CharField(label=_("Exterior and packing"), max_length=200, required=False)
    accessories = forms.CharField(label=_("Accessories"), max_length=120, required=False)
    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        return named(self)


UnlistedFormSet = forms.formset_factory(UnlistedMotorForm, extra=UNLISTED, max_num=20, absolute_max=20)


def counted_lines(case: Case, counted: Any, unlisted: Any) -> list[dict[str, Any]]:
    """The lines of a HandoverLine each, from both form sets."""
    motors = {motor.pk: motor for motor in case.motors.select_related("product")}
    lines = [
        counted_line(motors[row["motor"]], row) for row in counted.cleaned_data if row.get("motor") in motors
    ]
    return lines + [
        unlisted_line(row) for row in unlisted.cleaned_data if row.get("serial_number") or row.get("model")
    ]


def counted_line(motor: Any, row: dict[str, Any]) -> dict[str, Any]:
    wrong = row["finding"] == Finding.WRONG_MODEL
    model = row["found_model"] if wrong else motor.model_name
    product = find_product(model) if model else None
    return {
        "motor_id": motor.pk,
        "finding": row["finding"],
        "serial_number": (row["found_serial_number"] if wrong else "") or motor.serial_number,
        "product_id": product.pk if product else None,
        "other_model": "" if product else model,
    } | {name: row[name] for name in ("exterior", "accessories", "remark")}


def unlisted_line(row: dict[str, Any]) -> dict[str, Any]:
    model = row["model"]
    product = find_product(model) if model else None
    if product is None and not model:
        entry = registered_motor(row["serial_number"])
        product = entry.product if entry else None
    return {
        "finding": Finding.UNLISTED,
        "serial_number": row["serial_number"].strip(),
        "product_id": product.pk if product else None,
        "other_model": "" if product else model,
    } | {name: row[name] for name in ("exterior", "accessories", "remark")}


@form_of("motor.draft_return")
class LedgerForm(ActForm):
    """A line of the return ledger 退货明细 (四.2)."""

    source_document = forms.CharField(label=_("Original delivery note or invoice"), max_length=60)
    price = money(_("Price (CNY)"))
    reason = short_text(_("Reason for the return"))
    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def prepare(self) -> None:
        entry, motor = getattr(self.obj, "return_entry", None), self.obj
        if entry:
            for name in ("source_document", "price", "reason", "remark"):
                self.initial[name] = getattr(entry, name)
            return
        self.initial["source_document"] = motor.registered.document if motor.registered else ""
        self.initial["price"] = motor.product.price if motor.product else None
        self.initial["reason"] = f"{motor.appraisal.defect}。{motor.appraisal.cause_text}"[:300]


@form_of("motor.prepare_transfer")
class TransferForm(ActForm):
    """What production shall do with a returned motor (四.2)."""

    to_workshop = forms.CharField(label=_("Workshop"), max_length=40)
    instruction = short_text(_("What to do"))
    due_on = day(_("By when"))

    def clean_due_on(self) -> dt.date:
        due = self.cleaned_data["due_on"]
        if due < timezone.localdate():
            raise forms.ValidationError(gettext("This day has passed."))
        return due


@form_of("motor.rework", "motor.dismantle")
class WorkshopResultForm(ActForm):
    result = short_text(_("What was done?"))
