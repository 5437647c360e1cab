"""The forms of a repair: quotation and reply, work and parts, inspection, payment."""

import datetime as dt
from decimal import Decimal
from typing import Unpack

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import Identifier, RowOptions, Text, day, long_text, money, short_text
from cases.measuring.models import Occasion
from cases.measuring.queries import not_measured, unmeasured
from cases.models import ReturnedMotor
from cases.photos.forms import PaperForm
from cases.policy import CasePolicy
from cases.repair.fees import Fees, charged
from cases.repair.models import OldPart, ReplyWay
from catalogue.plans import plan_of
from workflow.forms import ActForm, ReasonForm, form_of
from workflow.models import Facts, policy_on

PARTS = 4  # rows offered

form_of("motor.fail_inspection", "motor.find_unfit", "motor.refuse_departure")(ReasonForm)


class PartForm(forms.Form):
    """A part used, by name, quantity and price."""

    name = Text(
        label=_("Part"), max_length=60, required=False, widget=forms.TextInput(attrs={"list": "parts"})
    )
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=99, required=False)
    unit_price = money(_("Unit price (CNY)"), required=False)
    customer_machined = forms.BooleanField(label=_("machined by the customer"), required=False)

    old_part = forms.ChoiceField(label=_("Old part"), choices=[("", "–"), *OldPart.choices], required=False)

    def __init__(
        self, *, ask_machined: bool = True, ask_old: bool = False, **row: Unpack[RowOptions]
    ) -> None:
        super().__init__(**row)
        if not ask_machined:
            del self.fields["customer_machined"]
        if not ask_old:  # of a quotation nothing is taken out yet
            del self.fields["old_part"]

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        cleaned.setdefault("customer_machined", False)
        if cleaned.get("name"):
            cleaned["quantity"] = cleaned.get("quantity") or 1
            cleaned["unit_price"] = cleaned.get("unit_price") or Decimal(0)
        elif cleaned.get("quantity") or cleaned.get("unit_price") or cleaned["customer_machined"]:
            self.add_error("name", gettext("Name the part."))


PartFormSet = forms.formset_factory(PartForm, extra=PARTS, max_num=40, absolute_max=40)


def parts_of(motor: ReturnedMotor, *, ask_old: bool = False) -> Facts:
    """How rows of parts are made: which are the customer's work matters only where those alone are charged."""
    machined = motor.charge == "free_except_machined_material"
    return {"form_kwargs": {"ask_machined": machined, "ask_old": ask_old}}


def named(rows: list[Facts]) -> list[Facts]:
    """The rows that name a part."""
    return [row for row in rows if row.get("name")]


@form_of("motor.finish_repair")
class RepairForm(ActForm):
    """What was done; what the customer pays follows from the charge (七)."""

    rows_form = PartFormSet
    prefix_of_rows = "parts"
    work_done = long_text(_("Work done"))
    labour = money(_("Labour fee (CNY)"), initial=0)
    minutes = forms.IntegerField(
        label=_("Minutes of work"),
        min_value=0,
        max_value=6000,
        required=False,
        help_text=_("For our own cost; proposed are those of the failure code."),
    )

    def prepare(self) -> None:
        """The labour that the customer agreed to; where labour is free it is asked for all the same."""
        self.fields["minutes"].initial = self.obj.failure.minutes if self.obj.failure else None
        field = self.fields["labour"]
        if charged(self.obj.disposition, self.obj.charge, [], Decimal(1)).labour == 0:
            field.help_text = _("Recorded as our own cost; the customer pays no labour.")
        elif self.obj.quotation:
            field.initial = self.obj.quotation.labour_fee

    def row_options(self) -> Facts:
        return parts_of(self.obj, ask_old=True)

    def all_facts(self, rows: list[Facts]) -> Facts:
        """Everything that finish_repair wants, fees included."""
        parts = named(rows)
        fees = self.fees(parts)
        said = self.facts() | {"minutes": self.cleaned_data["minutes"] or 0}
        return said | {"parts": parts, "material_fee": fees.material, "labour_fee": fees.labour}

    def outcome(self, rows: list[Facts]) -> str:
        return str(self.fees(named(rows)).total) if self.is_valid() else ""

    def fees(self, parts: list[Facts]) -> Fees:
        return charged(self.obj.disposition, self.obj.charge, parts, self.cleaned_data["labour"])


@form_of("motor.quote", "motor.quote_again")
class QuoteForm(ActForm):
    """What the repair is to cost; what is charged less than that is a departure."""

    intro = _("The clock pauses until the customer has replied.")
    rows_form = PartFormSet
    prefix_of_rows = "parts"
    material_fee = money(_("Material fee (CNY)"), required=False)
    labour_fee = money(_("Labour fee (CNY)"))
    discount = money(_("Charge less by (CNY)"), required=False)
    discount_reason = Text(label=_("Why less?"), max_length=300, required=False)
    valid_until = day(_("Valid until"))
    note = short_text(_("Note for the customer"), required=False)

    def prepare(self) -> None:
        policy = policy_on(CasePolicy, self.obj.case.claim_date)
        self.fields["valid_until"].initial = self.obj.today + dt.timedelta(policy.quotation_valid_days)
        self.fields["material_fee"].help_text = _("Empty where the parts above say it.")
        self.fields["discount"].help_text = _(
            "Less than 七 says, or nothing at all, the sales manager must agree to."
        )
        if self.obj.charge == "free_except_machined_material":
            self.fields["labour_fee"].initial = 0
            self.fields["material_fee"].help_text = _("Only parts that the customer machined (七.1).")

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        said["discount"] = said.get("discount") or Decimal(0)
        if said["discount"] and not said.get("discount_reason"):
            self.add_error("discount_reason", gettext("Say why less is charged."))

    def row_options(self) -> Facts:
        return parts_of(self.obj)

    def is_complete(self, rows: list[Facts]) -> bool:
        """Material is said once: by its parts, or as a sum; and less is never more than all of it."""
        offer = self.all_facts(rows)
        if offer["material_fee"] is None:
            self.add_error("material_fee", gettext("Name the parts, or the material fee."))
        elif offer["discount"] > offer["material_fee"] + offer["labour_fee"]:
            self.add_error("discount", gettext("This is more than the repair costs."))
        return not self.errors

    def all_facts(self, rows: list[Facts]) -> Facts:
        """Everything that a quotation wants: its parts, and the fees that follow from them."""
        parts = named(rows)
        said = self.facts()
        if parts:
            said["material_fee"] = charged(self.obj.disposition, self.obj.charge, parts, Decimal(0)).material
        return said | {"parts": parts}

    def clean_valid_until(self) -> dt.date:
        until = self.cleaned_data["valid_until"]
        if until < self.obj.today:
            raise forms.ValidationError(gettext("This day has passed."))
        return until


@form_of("motor.give_up_quote")
class GiveUpForm(ReasonForm):
    intro = _("The motor goes back as it came. Say how often the customer was asked, and how.")


@form_of("motor.accept_quote", "motor.refuse_quote")
class ReplyForm(PaperForm):
    """The customer's word, so that it can be proved: what was signed is shown."""

    who = Text(label=_("Who replied for the customer?"), max_length=60)
    how = forms.ChoiceField(label=_("How?"), choices=ReplyWay.choices, widget=forms.RadioSelect)
    note = short_text(_("What was said"), required=False)

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("how") == ReplyWay.PAPER and not self.scan_id:
            self.add_error("how", gettext("Add a photo or scan of the signed quotation below."))


@form_of("motor.ask_again")
class AskAgainForm(ActForm):
    intro = _("The clock goes on standing still. The next reminder counts from today.")
    note = short_text(_("Whom did you ask, and what was said?"))


@form_of("motor.record_payment")
class PaymentForm(ActForm):
    each = ("amount",)
    reference = Identifier(label=_("Receipt or transfer number"), max_length=80)
    amount = money(_("Amount received (CNY)"))

    def prepare(self) -> None:
        self.fields["amount"].initial = self.obj.outstanding

    def clean_amount(self) -> Decimal:
        amount = self.cleaned_data["amount"]
        if amount < self.obj.outstanding:
            raise forms.ValidationError(
                gettext("%(due)s is due. For less, the sales manager may approve credit.")
                % {"due": self.obj.outstanding}
            )
        return amount


@form_of("motor.correct_payment")
class CorrectPaymentForm(ReasonForm):
    amount = money(_("Amount received in truth, all told (CNY)"))
    reference = Identifier(label=_("Receipt or transfer number"), max_length=80)
    field_order = ["amount", "reference", "reason"]

    def prepare(self) -> None:
        self.fields["amount"].initial = self.obj.paid_amount


@form_of("motor.refund_payment")
class RefundForm(ActForm):
    """All that was paid too much goes back."""

    reference = Identifier(label=_("Receipt or transfer number"), max_length=80)
    amount = money(_("Amount paid back (CNY)"))
    note = short_text(_("Note"), required=False)

    def prepare(self) -> None:
        self.fields["amount"].initial = self.obj.overpaid

    def clean_amount(self) -> Decimal:
        amount = self.cleaned_data["amount"]
        if not 0 < amount <= self.obj.overpaid:
            raise forms.ValidationError(
                gettext("At most %(amount)s was paid too much.") % {"amount": self.obj.overpaid}
            )
        return amount


@form_of("motor.approve_credit")
class CreditForm(ReasonForm):
    intro = _("The motor may be shipped before it is paid for.")


@form_of("motor.clear_for_stock")
class FindingsForm(ActForm):
    findings = long_text(_("Measured values and findings"))


@form_of("motor.pass_inspection")
class InspectionForm(FindingsForm):
    """What the plan of the model asks for is measured, or somebody says why not."""

    unmeasured = short_text(
        _("Not all of the test plan is measured: why?"),
        required=False,
        help_text=_("Such as: only the nameplate was changed. It prints on the slip."),
    )

    def prepare(self) -> None:
        if not plan_of(self.obj.product, Occasion.INSPECTION.slip):
            del self.fields["unmeasured"]

    def clean_unmeasured(self) -> str:
        said: str = self.cleaned_data["unmeasured"]
        lacking = [] if said else unmeasured(self.obj)
        if lacking:
            raise forms.ValidationError(not_measured(lacking))
        return said
