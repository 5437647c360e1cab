"""The forms of the return ledger and of the transfer to production."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import Text, day, money, short_text
from returns.models import SettledBy
from workflow.forms import ActForm, form_of


@form_of("motor.draft_return")
class LedgerForm(ActForm):
    """A line of the return ledger 退货明细 (四.2)."""

    each = ("source_document", "price")
    source_document = Text(label=_("Original delivery note or invoice"), max_length=60)
    price = money(_("Price (CNY)"))
    reason = short_text(_("Reason for the return"))
    remark = Text(label=_("Remark"), max_length=200, required=False)

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

    to_workshop = Text(label=_("Workshop"), max_length=40)
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


SETTLEMENT = {"settled_with": "settled_with", "amount": "settled_amount", "document": "settled_document"}


@form_of("motor.settle_return")
class SettleForm(ActForm):
    """How the customer is made good for a motor that was taken back."""

    each = ("amount",)
    settled_with = forms.ChoiceField(
        label=_("Settled with"), choices=SettledBy.choices, widget=forms.RadioSelect
    )
    amount = money(_("Amount (CNY)"))
    document = Text(label=_("Transfer, credit note or order number"), max_length=80)

    def prepare(self) -> None:
        entry = getattr(self.obj, "return_entry", None)
        self.fields["amount"].initial = entry.price if entry else None


@form_of("motor.correct_settlement")
class CorrectSettlementForm(SettleForm):
    """The settlement as it was in truth."""

    reason = short_text(_("Reason"))

    def prepare(self) -> None:
        entry = getattr(self.obj, "return_entry", None)
        for name, of in SETTLEMENT.items():
            self.fields[name].initial = getattr(entry, of, None)
