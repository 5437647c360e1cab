"""The forms of a parcel: what is in it, and where a motor without a case goes."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import Text, set_rows
from aftersales.kit.serials import normalised, repeated
from aftersales.models import User
from aftersales.roles import Role
from cases.forms import PlaceForm
from cases.intake.forms import find_customer, find_product
from cases.models import Case
from cases.photos.forms import PhotosForm
from cases.statuses import CaseStatus
from returns.forms.counting import HEADER, LOOK, CountForm, PaperCountForm, UnlistedMotorForm
from returns.models import RECEIVING
from returns.models.parcel import SIGNS
from returns.numbers import MOST
from returns.queries import joinable
from warranty.models import Customer
from warranty.queries import registered_motor
from workflow.forms import ActForm, form_of
from workflow.models import Facts

ROWS = 6  # empty rows offered
LOOK_IN_WORDS = ("exterior", "accessories", "remark")


class ParcelForm(CountForm):
    """The parcel itself: from whom, by whom it came."""

    customer_name = Text(
        label=_("Customer"), max_length=120, widget=forms.TextInput(attrs={"list": "customers"})
    )
    numbers = Text(
        label=_("Serial numbers, one a line"),
        required=False,
        max_length=41 * MOST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Scanned or pasted; the model is that of the register. Others go into the rows below."),
    )
    field_order = ["customer_name", *HEADER]

    def clean_customer_name(self) -> str:
        self.customer = find_customer(self.cleaned_data["customer_name"])
        return self.customer.name

    def clean_numbers(self) -> list[str]:
        """The numbers, each once."""
        said = [normalised(line) for line in self.cleaned_data["numbers"].splitlines() if line.strip()]
        if len(said) > MOST or any(len(number) > 40 for number in said):
            raise forms.ValidationError(
                gettext("At most %(most)d numbers of 40 characters.") % {"most": MOST}
            )
        if twice := repeated(said):
            raise forms.ValidationError(
                gettext("More than once: %(numbers)s.") % {"numbers": ", ".join(sorted(twice))}
            )
        return said

    def header(self) -> Facts:
        return super().header() | {"customer": self.customer}


def filled_header(parcel: object | None) -> Facts:
    """What stands in the form at first."""
    if parcel is None:
        return {"arrived_on": timezone.localdate()}
    header = {name: getattr(parcel, name) for name in HEADER}
    return header | {"customer_name": str(getattr(parcel, "customer", ""))}


ParcelMotorFormSet = forms.formset_factory(UnlistedMotorForm, extra=ROWS, max_num=MOST, absolute_max=MOST)


def arrival_line(row: Facts) -> Facts:
    """A row as the fields of an Arrival, its model from the register where nobody says it."""
    model = row["model"]
    entry = None if model else registered_motor(row["serial_number"])
    product = find_product(model) if model else (entry.product if entry else None)
    return {
        "serial_number": row["serial_number"].strip(),
        "product_id": product.pk if product else None,
        "other_model": "" if product else model,
    } | {name: row[name] for name in LOOK}


def number_line(number: str) -> Facts:
    """A motor of which only the number was scanned."""
    return arrival_line(
        {"serial_number": number, "model": "", "damaged": False} | dict.fromkeys(LOOK_IN_WORDS, "")
    )


def customer_names() -> list[str]:
    """To choose from."""
    return list(Customer.objects.filter(active=True).values_list("name", flat=True)[:500])


@form_of("arrival.assign")
class JoinForm(ActForm):
    """To which case of the customer, or any other that was approved."""

    intro = _("The motor is received as one of the motors of that case.")
    case_number = Text(label=_("Case"), max_length=20, widget=forms.TextInput(attrs={"placeholder": "FK-"}))

    def prepare(self) -> None:
        near = ", ".join(filter(None, (case.number for case in joinable(self.obj.parcel.customer)[:5])))
        self.fields["case_number"].help_text = near and gettext("Of this customer: %(cases)s") % {
            "cases": near
        }

    def clean_case_number(self) -> str:
        number = self.cleaned_data["case_number"].upper()
        self.case = joinable_by_number(number)
        if self.case is None:
            raise forms.ValidationError(
                gettext("No case of this number expects motors, or its return is not approved.")
            )
        return number

    def facts(self) -> Facts:
        assert self.case is not None
        return {"case_id": self.case.pk, "case": self.case.number}


def joinable_by_number(number: str) -> Case | None:
    found = Case.objects.filter(number=number, authorised_at__isnull=False)
    return found.filter(status__in=[CaseStatus.AUTHORISED, *RECEIVING]).first()


form_of("arrival.put")(PlaceForm)
form_of("parcel.add_photos")(PhotosForm)


@form_of("parcel.sign_on_paper")
class PaperParcelForm(PaperCountForm):
    """Who of the other department has signed the printed count of the parcel."""

    second = SIGNS


@form_of("arrival.ask_sales")
class AskSalesForm(ActForm):
    """Who asks the customer and registers a feedback."""

    salesperson = forms.ModelChoiceField(label=_("Salesperson"), queryset=User.objects.none())

    def prepare(self) -> None:
        salespeople = User.objects.filter(Q(grants__role=Role.SALESPERSON), is_active=True).distinct()
        set_rows(self.fields["salesperson"], salespeople)

    def facts(self) -> Facts:
        person = self.cleaned_data["salesperson"]
        return {"salesperson_id": person.pk, "salesperson": str(person)}
