"""The sheet on which a consignment is counted against the return list (四.2)."""

import datetime as dt
import uuid

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import Identifier, Text, day, set_choices, short_text
from aftersales.kit.serials import key, repeated
from aftersales.models import User, people_with
from aftersales.roles import Role
from cases.freight.forms import FREIGHT, WithFreight
from cases.intake.forms import find_product
from cases.models import Case, ReturnedMotor
from cases.same_motor import notes_on
from cases.statuses import MotorStatus
from returns.forms.listing import check_named
from returns.models import Finding, Handover, countable
from returns.models.handover import SECOND
from returns.numbers import MOST
from warranty.fields import SerialNumber
from warranty.queries import registered_motor
from workflow.forms import ActForm, ReasonForm, form_of
from workflow.guards import Permission
from workflow.models import Facts

UNLISTED = 3  # empty rows offered for motors that nobody listed


HEADER = ("carrier", "waybill", "arrived_on", "remark", *FREIGHT)


class BroughtForm(forms.Form):
    """Who brought it, and when."""

    carrier = Text(label=_("Carrier"), max_length=60)
    waybill = Identifier(label=_("Waybill"), max_length=60, required=False)
    arrived_on = day(_("Arrived on"))

    def clean_arrived_on(self) -> dt.date:
        arrived = self.cleaned_data["arrived_on"]
        if arrived > timezone.localdate():
            raise forms.ValidationError(gettext("This day has not come yet."))
        return arrived


BROUGHT = ("carrier", "waybill", "arrived_on")


class CountForm(BroughtForm, WithFreight):
    """The consignment itself."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)
    remark = short_text(_("Remark on the consignment"), required=False)

    def header(self) -> Facts:
        return {name: self.cleaned_data[name] for name in HEADER}


@form_of("handover.correct", "parcel.correct")
class CorrectConsignmentForm(BroughtForm, ReasonForm):
    """The consignment as it was in truth; what was counted stays."""

    intro = _("The handover slip becomes void, and another is issued; what was counted stays.")
    field_order = [*BROUGHT, "reason"]

    def prepare(self) -> None:
        for name in BROUGHT:
            self.fields[name].initial = getattr(self.obj, name)

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        if all(said.get(name) == getattr(self.obj, name) for name in BROUGHT):
            self.add_error(None, gettext("Nothing is different from what was counted."))

    def facts(self) -> Facts:
        said = self.cleaned_data
        return {"edit": {name: said[name] for name in BROUGHT}, "reason": said["reason"]}


@form_of("handover.sign_on_paper")
class PaperCountForm(ActForm):
    """Who of the other department has signed the printed count."""

    intro = _("The other department has signed the printed count. Send a photo or scan of it.")
    signer = forms.ChoiceField(label=_("Who has signed?"))

    second: Permission = SECOND

    def prepare(self) -> None:
        people = people_with(Role.DISPATCHER, Role.AFTER_SALES).exclude(pk=self.user.pk)
        signers = [(one.pk, str(one)) for one in people if not self.second.why(self.obj, one)]
        set_choices(self.fields["signer"], signers)

    def facts(self) -> Facts:
        signer = User.objects.get(pk=self.cleaned_data["signer"])
        return {"signer_id": signer.pk, "signer": str(signer)}


LISTED_FINDINGS = [Finding.RECEIVED, Finding.MISSING, Finding.WRONG_MODEL, Finding.WRONG_SERIAL]


class CountedMotorForm(forms.Form):
    """What was found of one motor on the list."""

    motor = forms.IntegerField(widget=forms.HiddenInput)
    finding = forms.ChoiceField(
        label=_("Found"),
        choices=[(finding.value, finding.label) for finding in LISTED_FINDINGS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Not counted yet.")},
    )
    found_model = Text(
        label=_("Model found, if wrong"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"list": "products"}),
    )
    found_serial_number = SerialNumber(label=_("Serial number found"))
    exterior = Text(label=_("Exterior and packing"), max_length=200, required=False)
    accessories = Text(label=_("Accessories"), max_length=120, required=False)
    damaged = forms.BooleanField(label=_("damaged in transport"), required=False)
    remark = Text(label=_("Remark"), max_length=200, required=False)

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("finding") == Finding.WRONG_MODEL and not cleaned.get("found_model"):
            self.add_error("found_model", gettext("Say which model arrived instead."))
        if cleaned.get("finding") == Finding.WRONG_SERIAL and not cleaned.get("found_serial_number"):
            self.add_error("found_serial_number", gettext("Say which number is on the nameplate."))


CountFormSet = forms.formset_factory(CountedMotorForm, extra=0, max_num=MOST, absolute_max=MOST)


class UnlistedMotorForm(forms.Form):
    """A motor that arrived though nobody listed it."""

    serial_number = SerialNumber(label=_("Serial number"))
    model = Text(
        label=_("Model"), max_length=40, required=False, widget=forms.TextInput(attrs={"list": "products"})
    )
    exterior = Text(label=_("Exterior and packing"), max_length=200, required=False)
    accessories = Text(label=_("Accessories"), max_length=120, required=False)
    damaged = forms.BooleanField(label=_("damaged in transport"), required=False)
    remark = Text(label=_("Remark"), max_length=200, required=False)

    def clean(self) -> None:
        check_named(self)


UnlistedFormSet = forms.formset_factory(UnlistedMotorForm, extra=UNLISTED, max_num=20, absolute_max=20)


class CountSheet:
    """The sheet of a count: the consignment, every motor of the list, and what nobody listed (四.2).

    ``handover`` is the count that is corrected; None for a new one, on which nothing is counted yet.
    """

    def __init__(
        self, case: Case, handover: Handover | None, data: QueryDict | None = None, *, user: User
    ) -> None:
        self.case, self.handover = case, handover
        motors = list(countable(case).select_related("product"))
        header, counted, unlisted = filled(handover, motors)
        hidden = {"version": (handover or case).version, "key": uuid.uuid4()}
        self.form = CountForm(data, initial=header | hidden)
        self.counted = CountFormSet(data, initial=counted, prefix="motors")
        self.unlisted = UnlistedFormSet(data, initial=unlisted, prefix="unlisted")
        by_pk = {str(motor.pk): motor for motor in motors}
        notes = notes_on([motor.serial_number for motor in motors], user, case, case.customer)
        of_rows = [(row, by_pk.get(str(row["motor"].value()))) for row in self.counted]
        self.rows = [
            (row, motor, notes.get(motor.serial_number) if motor else None) for row, motor in of_rows
        ]
        self.lines: list[Facts] = []

    def is_valid(self) -> bool:
        """Whether all of it can be taken; the counted ``lines`` are there then."""
        if not all([self.form.is_valid(), self.counted.is_valid(), self.unlisted.is_valid()]):
            return False
        self.lines = counted_lines(self.case, self.counted, self.unlisted)
        clash = repeated_serials(self.case, self.lines)
        if clash:
            said = gettext("These serial numbers would be in the case twice: %(serials)s.")
            self.form.add_error(None, said % {"serials": clash})
        return not clash


LOOK = ("exterior", "accessories", "damaged", "remark")
WRONG = (Finding.WRONG_MODEL, Finding.WRONG_SERIAL)


def first_look(motor: ReturnedMotor) -> Facts:
    """Nothing is said of it yet; that one which was written off is missing goes without saying."""
    written_off = motor.status == MotorStatus.NOT_RECEIVED
    return {"motor": motor.pk} | ({"finding": Finding.MISSING.value} if written_off else {})


def filled(handover: Handover | None, motors: list[ReturnedMotor]) -> tuple[Facts, list[Facts], list[Facts]]:
    """What the sheet shows at first: nothing counted yet, or the count that is corrected."""
    if handover is None:
        header = {"arrived_on": timezone.localdate()}
        return header, [first_look(motor) for motor in motors], []
    header = {name: getattr(handover, name) for name in HEADER}
    common = LOOK
    counted, unlisted = [], []
    for line in handover.lines.select_related("product"):
        row = {name: getattr(line, name) for name in common}
        if line.motor_id:
            row |= {"motor": line.motor_id, "finding": line.finding}
            if line.finding in WRONG:
                row |= {"found_model": line.model_name, "found_serial_number": line.serial_number}
            counted.append(row)
        else:
            unlisted.append(row | {"serial_number": line.serial_number, "model": line.model_name})
    return header, counted, unlisted


def repeated_serials(case: Case, lines: list[Facts]) -> str:
    """Serial numbers that would stand in the present round of the case twice once the count is signed."""
    replaced = {line["motor_id"] for line in lines if "motor_id" in line}
    serials = [line["serial_number"] for line in lines]
    of_round = case.motors.filter(round=case.revision).exclude(status=MotorStatus.STRUCK)
    serials += [motor.serial_number for motor in of_round if motor.pk not in replaced]
    return gettext(", ").join(sorted(repeated(serials)))


def counted_lines(case: Case, counted: forms.BaseFormSet, unlisted: forms.BaseFormSet) -> list[Facts]:
    """The lines of a HandoverLine each, from both form sets; of what was written off only what turned up."""
    motors = {motor.pk: motor for motor in case.motors.select_related("product")}
    rows = [row for row in counted.cleaned_data if row.get("motor") in motors]
    lines = [
        counted_line(motors[row["motor"]], row) for row in rows if not still_away(motors[row["motor"]], row)
    ]
    extra = [row for row in unlisted.cleaned_data if row.get("serial_number") or row.get("model")]
    return lines + [turned_up(row, [*motors.values()]) or unlisted_line(row) for row in extra]


def still_away(motor: ReturnedMotor, row: Facts) -> bool:
    return motor.status == MotorStatus.NOT_RECEIVED and row["finding"] == Finding.MISSING


def turned_up(row: Facts, motors: list[ReturnedMotor]) -> Facts | None:
    """The line of the written-off motor whose number it is; None where it is none."""
    spelt = key(row["serial_number"])
    gone = [motor for motor in motors if motor.status == MotorStatus.NOT_RECEIVED and spelt]
    found = next((motor for motor in gone if key(motor.serial_number) == spelt), None)
    return counted_line(found, row | {"finding": Finding.RECEIVED.value}) if found else None


def counted_line(motor: ReturnedMotor, row: Facts) -> Facts:
    other_model = row["finding"] == Finding.WRONG_MODEL
    model = row["found_model"] if other_model else motor.model_name
    product = find_product(model) if model else None
    number = row["found_serial_number"] if row["finding"] in WRONG else ""
    return {
        "motor_id": motor.pk,
        "finding": row["finding"],
        "serial_number": number or motor.serial_number,
        "product_id": product.pk if product else None,
        "other_model": "" if product else model,
    } | {name: row[name] for name in LOOK}


def unlisted_line(row: Facts) -> Facts:
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
    } | {name: row[name] for name in LOOK}
