"""The forms of the single actions, in the order of the workflow."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import Identifier, Text, day, long_text, money, short_text
from cases.models import Consignee
from warranty.reasons import readable
from workflow.forms import ActForm, ReasonForm, form_of

form_of("case.reject", "case.withdraw", "case.reopen")(ReasonForm)
form_of("motor.write_off", "motor.reappraise", "motor.fail_inspection")(ReasonForm)
form_of("motor.settle_dissent", "motor.refuse_return")(ReasonForm)


@form_of("case.request_info")
class QuestionForm(ActForm):
    question = short_text(_("What do you want to know?"))


@form_of("case.add_photos")
class PhotosForm(ActForm):
    """Pictures are added to whatever the case has become; they are looked at when they are kept."""

    version = None  # type: ignore[assignment]  # Django's way to leave a field out


@form_of("case.authorise_return")
class AuthoriseForm(ActForm):
    """The manager sees why the motor should perhaps not travel before approving (四.1)."""

    intro = _("The customer may send the motors back. Sales coordinator and after-sales are told.")
    warning_seen = forms.BooleanField(label=_("I have read this; the motor shall come back all the same."))
    note = short_text(_("Note"), required=False)

    def prepare(self) -> None:
        risks = self.obj.wrong_return_risks()
        if risks:
            self.fields["warning_seen"].help_text = " ".join(
                readable(risk._asdict())["text"] for risk in risks
            )
        else:
            del self.fields["warning_seen"]


@form_of("case.resolve_on_site")
class OnSiteForm(ActForm):
    intro = _("The problem was solved at the customer's; no motor travels. The case still counts.")
    action_taken = long_text(_("What was done?"))
    confirmation = short_text(_("Who of the customer confirmed it, and when?"))


@form_of("case.first_answer")
class FirstAnswerForm(ActForm):
    intro = _("The customer knows that we are on it. The solution itself is due next.")
    answer = long_text(_("What was the customer told, by whom and how?"))


@form_of("case.answer")
class AnswerForm(ActForm):
    answer = long_text(_("The answer given to the customer"))


@form_of("case.close")
class CloseForm(ActForm):
    customer_reply = long_text(_("The customer's reply"))
    customer_satisfied = forms.TypedChoiceField(
        label=_("Is the customer satisfied?"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


@form_of("motor.quote")
class QuoteForm(ActForm):
    intro = _("The clock pauses until the customer has replied.")
    material_fee = money(_("Material fee (CNY)"))
    labour_fee = money(_("Labour fee (CNY)"))
    note = short_text(_("Note for the customer"), required=False)

    def prepare(self) -> None:
        if self.obj.charge == "free_except_machined_material":
            self.fields["labour_fee"].initial = 0
            self.fields["material_fee"].help_text = _("Only parts that the customer machined (七.1).")


@form_of("motor.accept_quote", "motor.refuse_quote")
class ReplyForm(ActForm):
    note = short_text(_("Who replied for the customer, when and how?"))


@form_of("motor.ask_again")
class AskAgainForm(ActForm):
    intro = _("The clock goes on standing still. The next reminder counts from today.")
    note = short_text(_("Whom did you ask, and what was said?"))


@form_of("motor.record_payment")
class PaymentForm(ActForm):
    reference = Identifier(label=_("Receipt or transfer number"), max_length=80)
    amount = money(_("Amount received (CNY)"))

    def prepare(self) -> None:
        self.fields["amount"].initial = self.obj.outstanding

    def clean_amount(self) -> Any:
        amount = self.cleaned_data["amount"]
        if amount < self.obj.outstanding:
            raise forms.ValidationError(
                gettext("%(due)s is due. For less, the sales manager may approve credit.")
                % {"due": self.obj.outstanding}
            )
        return amount


@form_of("motor.approve_credit")
class CreditForm(ReasonForm):
    intro = _("The motor may be shipped before it is paid for.")


@form_of("motor.pass_inspection", "motor.clear_for_stock")
class FindingsForm(ActForm):
    findings = long_text(_("Measured values and findings"))


@form_of("motor.scrap")
class ScrapForm(ReasonForm):
    consent = Text(
        label=_("The customer's written consent"),
        max_length=120,
        help_text=_("Document, date and name."),
    )

    def prepare(self) -> None:
        if self.obj.status == "transferred":
            del self.fields["consent"]


@form_of("motor.ship")
class ShipForm(ActForm):
    consignee = forms.ChoiceField(
        label=_("Shipped to"), choices=Consignee.choices, widget=forms.RadioSelect, initial="customer"
    )
    recipient = Text(label=_("Recipient and phone"), max_length=120)
    address = Text(label=_("Address"), max_length=200)
    carrier = Text(label=_("Carrier"), max_length=60)
    waybill = Identifier(label=_("Waybill"), max_length=60)

    def prepare(self) -> None:
        case, customer = self.obj.case, self.obj.case.customer
        name, phone = case.contact or customer.contact, case.phone or customer.phone
        self.fields["recipient"].initial = f"{name or customer.name} {phone}".strip()
        self.fields["address"].initial = customer.address


@form_of("motor.confirm_delivery")
class DeliveryForm(ActForm):
    delivered_on = day(_("Delivered on"))
    note = short_text(_("Who received it?"), required=False)

    def prepare(self) -> None:
        self.fields["delivered_on"].initial = timezone.localdate()

    def clean_delivered_on(self) -> dt.date:
        delivered = self.cleaned_data["delivered_on"]
        if delivered > timezone.localdate():
            raise forms.ValidationError(gettext("This day has not come yet."))
        if self.obj.shipped_at and delivered < timezone.localdate(self.obj.shipped_at):
            raise forms.ValidationError(gettext("It was shipped later than this."))
        return delivered
