"""Who else has motors like these: of one model and production day, month, shift or batch, to whom they were shipped."""

import datetime as dt

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest, require
from aftersales.kit.form_fields import Text
from aftersales.kit.ledger import DATE, ID, LONG, Column
from aftersales.kit.list_columns import cells_of
from aftersales.kit.paging import paginate
from aftersales.kit.untyped import Context
from cases.models import ReturnedMotor
from figures.months import Month
from figures.sheets import list_sheet
from figures.views.report import MOST, excel
from figures.watch import made_in
from warranty.models import Motor

COLUMNS = (
    Column(_("Serial number"), "serial_number", ID, url="get_absolute_url"),
    Column(_("Model"), "product.model"),
    Column(_("Consignee"), "consignee.name", LONG),
    Column(_("Region"), "consignee.region"),
    Column(_("Ex-factory date"), "ex_factory_date", DATE),
    Column(_("Produced on"), "produced_on", DATE),
    Column(_("Production shift"), "production_shift"),
    Column(_("Contract or delivery note"), "document"),
    Column(_("Returned"), lambda row: gettext("yes") if row.came_back else ""),
)


CAME_BACK = Exists(ReturnedMotor.objects.filter(registered=OuterRef("pk"), received_at__isnull=False))


class AlikeFilter(forms.Form):
    """Of which motors: a model, a production day or month, a shift, a batch; what cannot be read is left out."""

    model = Text(label=_("Model"), max_length=40, required=False)
    made = Text(label=_("Made (day or month)"), max_length=10, required=False)
    shift = Text(label=_("Production shift"), max_length=40, required=False)
    batch = Text(label=_("Contract or delivery note"), max_length=60, required=False)

    def said(self) -> dict[str, str]:
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


def motors_like(said: dict[str, str]) -> QuerySet[Motor]:
    """The motors of the register, and whether each has come back; none without a model."""
    if "model" not in said:
        return Motor.objects.none()
    rows = Motor.objects.filter(product__model=said["model"], active=True)
    if "shift" in said:
        rows = rows.filter(production_shift=said["shift"])
    if "batch" in said:
        rows = rows.filter(document=said["batch"])
    return rows.filter(made_on(said.get("made", ""))).annotate(came_back=CAME_BACK)


def made_on(text: str) -> Q:
    """Made on this day, or in this month; all where it is neither."""
    if month := Month.read(text):
        return made_in(month)
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return Q()
    return Q(produced_on=day) | Q(produced_on=None, ex_factory_date=day)


@require("report.view")
@require_GET
def alike(request: SignedInRequest) -> HttpResponse:
    """The list, and how many were shipped to whom and have come back."""
    form = AlikeFilter(request.GET)
    rows = motors_like(form.said())
    page = paginate(request, rows.select_related("product", "consignee"))
    context: Context = {
        "form": form,
        "columns": COLUMNS,
        "page": page,
        "rows": cells_of(COLUMNS, page.rows),
        "shipped": rows.count(),
        "returned": rows.filter(CAME_BACK).count(),
        "query": request.GET.urlencode(),
    }
    return render(request, "figures/alike.html", context)


@require("report.view")
@require_GET
def alike_excel(request: SignedInRequest) -> HttpResponse:
    """The list as Excel."""
    rows = motors_like(AlikeFilter(request.GET).said()).select_related("product", "consignee")
    return excel(list_sheet(gettext("Motors like these"), COLUMNS, rows.order_by("pk")[:MOST]), "motors")
