"""The repair record: work, parts, labour, and what the customer pays."""

from collections import Counter

from aftersales.access import SignedInRequest
from cases.models import RepairPart, ReturnedMotor
from cases.photos.views import WithPhotosOfMotor
from cases.repair.fees import Fees
from cases.repair.forms import QuoteForm, RepairForm, named
from cases.similar import similar_to_motor
from cases.views.motor import visible_motor
from catalogue.queries import parts_of
from workflow.models import Facts
from workflow.views.acting import ActingPage

PART_NAMES = 40  # suggested, the most used of
PARTS_LOOKED_AT = 500  # the latest


class QuotePage(ActingPage[ReturnedMotor, QuoteForm]):
    """Quote a charged repair by its parts and labour; “preview” shows what the customer is asked to pay."""

    permission = "motor.quote"
    template = "cases/quote.html"
    row_form = QuoteForm.rows_form
    prefix = QuoteForm.prefix_of_rows
    find = staticmethod(visible_motor)

    def __init__(self, request: SignedInRequest, **address: int) -> None:
        super().__init__(request, **address)
        again = self.obj.transition("quote_again") is not None
        self.verb = "quote_again" if again else "quote"

    def row_options(self) -> Facts:
        """The parts of the quotation that is to be replaced, to start from."""
        names = ("name", "quantity", "unit_price", "customer_machined")
        offer = self.obj.quotation
        rows = list(offer.parts.values(*names)) if offer and self.request.method == "GET" else []
        return self.form.row_options() | {"initial": rows}

    def is_complete(self) -> bool:
        return self.form.is_complete(self.rows.cleaned_data)

    def facts(self) -> Facts:
        return self.form.all_facts(self.rows.cleaned_data)

    def context(self) -> Facts:
        return {"case": self.obj.case, "part_names": part_names(), "earlier": self.obj.quotation}


class RepairPage(WithPhotosOfMotor[ReturnedMotor, RepairForm]):
    """Record the work, the parts and the labour of a repair; “preview” shows what the customer pays."""

    permission = "motor.finish_repair"
    verb = "finish_repair"
    template = "cases/repair.html"
    row_form = RepairForm.rows_form
    prefix = RepairForm.prefix_of_rows
    find = staticmethod(visible_motor)
    fees: Fees | None = None

    def row_options(self) -> Facts:
        return self.form.row_options()

    def preview(self) -> bool:
        valid = self.is_valid()
        self.fees = self.form.fees(named(self.rows.cleaned_data)) if valid else None
        return valid

    def facts(self) -> Facts:
        return self.form.all_facts(self.rows.cleaned_data)

    def context(self) -> Facts:
        """What the customer agreed to, and why quality sent the motor back."""
        latest = self.obj.inspections.select_related("inspected_by").first()
        return super().context() | {
            "case": self.obj.case,
            "parts": self.rows,
            "part_names": [*fitting_parts(self.obj), *part_names()],
            "similar": similar_to_motor(self.obj, self.user),
            "quotation": self.obj.quotation,
            "failed": latest if latest and not latest.passed else None,
            "fees": self.fees,
        }


def fitting_parts(motor: ReturnedMotor) -> list[str]:
    """The parts that the code of the motor may take."""
    failure = motor.failure
    return [str(part) for part in parts_of(failure, motor.model_name)] if failure else []


def part_names() -> list[str]:
    """The parts used most of late, to choose from."""
    lately = RepairPart.objects.order_by("-id").values_list("name", flat=True)[:PARTS_LOOKED_AT]
    return [name for name, _times in Counter(lately).most_common(PART_NAMES)]
