"""Parcels that nobody announced: counted, signed, and each motor brought to its case (四.2)."""

import uuid

from django.conf import settings
from django.db.models import Model
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersales.access import SignedInRequest
from aftersales.kit.list_pages import ListFilter, ListPage
from aftersales.models import User
from cases.forms import PlaceForm
from cases.models import Case, Photo
from cases.photos.forms import PhotosForm
from cases.photos.views import ScannedVerbPage, add_to
from cases.presentation import tag_of
from cases.statuses import Stage
from cases.views.motor import labels_of
from returns.forms.counting import LOOK
from returns.forms.parcels import (
    ParcelForm,
    ParcelMotorFormSet,
    arrival_line,
    customer_names,
    filled_header,
    number_line,
)
from returns.models import Arrival, ArrivalStatus, Parcel
from returns.queries import place_of
from slips.models import Slip
from slips.tags import Tag
from warranty.queries import product_models
from workflow.actions import create
from workflow.models import Facts
from workflow.panels import Link
from workflow.timeline import arranged, events_of, timeline
from workflow.views.acting import ActingPage, Thing, act_on, links


def visible_parcel(request: SignedInRequest, pk: int) -> Parcel:
    """The parcel if the person may see it, else 404."""
    rows = Parcel.objects.visible_to(request.user).select_related(
        "customer", "dossier", "counted_by", "signed_by"
    )
    return get_object_or_404(rows, pk=pk)


class NewParcelPage(ActingPage[Thing, ParcelForm]):
    """Count what a carrier brought: from whom, and motor by motor."""

    permission = "parcel.count"
    template = "returns/parcel_count.html"
    row_form = ParcelMotorFormSet
    prefix = "motors"
    done = _("Counted.")
    parcel: Parcel | None = None

    def make_form(self, data: QueryDict | None) -> ParcelForm:
        version = self.parcel.version if self.parcel else 0
        return ParcelForm(
            data, initial=filled_header(self.parcel) | {"version": version, "key": uuid.uuid4()}
        )

    def lines(self) -> list[Facts]:
        rows = self.rows.cleaned_data
        lines = [arrival_line(row) for row in rows if row.get("serial_number") or row.get("model")]
        return [number_line(number) for number in self.form.cleaned_data["numbers"]] + lines

    def is_complete(self) -> bool:
        if not self.lines():
            self.form.add_error(None, _("Count at least one motor."))
        return not self.form.errors

    def act(self) -> str | Model:
        return create(Parcel(), by=self.user, lines=self.lines(), **self.form.header())

    def context(self) -> Facts:
        return {"products": product_models(), "customers": customer_names(), "parcel": self.parcel}


class RecountParcelPage(NewParcelPage[Parcel]):
    """Correct the count of a parcel that is not signed by both yet."""

    verb = "recount"
    find = staticmethod(visible_parcel)

    def __init__(self, request: SignedInRequest, **address: int) -> None:
        super().__init__(request, **address)
        self.parcel = self.obj

    def row_options(self) -> Facts:
        """What was counted so far."""
        names = ("serial_number", *LOOK)
        rows = [
            {name: getattr(arrival, name) for name in names} | {"model": arrival.model_name}
            for arrival in self.obj.arrivals.select_related("product")
        ]
        return {"initial": rows} if self.request.method == "GET" else {}

    def act(self) -> str | Model:
        return ActingPage.act(self)

    def facts(self) -> Facts:
        return self.form.header() | {"lines": self.lines()}


@require_GET
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """A parcel, where each of its motors belongs, and what is to be done with those that belong nowhere."""
    parcel = visible_parcel(request, pk)
    arrivals = list(
        parcel.arrivals.select_related("product", "case", "motor__case", "salesperson", "parcel__dossier")
    )
    offered = {row.offer.verb: row for row in links(parcel, request.user)}
    adding = offered.pop("add_photos", None)  # stands with the photos
    context = {
        "parcel": parcel,
        "actions": arranged(parcel, list(offered.values())),
        "photos": Photo.objects.filter(dossier=parcel.pk),
        "adding": adding,
        "photo_form": PhotosForm(obj=parcel, user=request.user),
        "arrivals": [
            (arrival, proposed(arrival, parcel), *possible(arrival, request.user)) for arrival in arrivals
        ],
        "slips": Slip.objects.filter(dossier=parcel.pk).visible_to(request.user).order_by("id"),
        "own": "",
        "timeline": timeline(events_of(parcel, request.user), parcel),
    }
    return render(request, "returns/parcel.html", context)


def possible(arrival: Arrival, user: User) -> tuple[list[Link], PlaceForm | None]:
    """What can be done with it, and the form that says where it lies, if the person may."""
    found = {row.offer.verb: row for row in links(arrival, user)}
    put = found.pop("put", None)
    return list(found.values()), PlaceForm(obj=arrival, user=user) if put and put.offer.open else None


def proposed(arrival: Arrival, parcel: Parcel) -> Case | None:
    """The case to which it belongs, or seems to belong by now."""
    if arrival.case_id:
        return arrival.case
    return place_of(arrival.serial_number, arrival.product, parcel.customer).case


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Any transition of a parcel that needs no page of its own."""
    parcel = visible_parcel(request, pk)
    if verb == "sign_on_paper":
        return ScannedVerbPage(request, parcel, verb, {}, {}).serve()
    return act_on(request, parcel, verb)


@require_POST
def add_parcel_photos(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add photos to a parcel; what is wrong with them is said on its page, from which they were sent."""
    return add_to(request, visible_parcel(request, pk), Stage.RECEIPT)


@require_http_methods(["GET", "POST"])
def act_arrival(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """What is done with a motor of a parcel."""
    rows = Arrival.objects.visible_to(request.user).select_related(*Arrival.reads)
    arrival = get_object_or_404(rows, pk=pk)
    case = proposed(arrival, arrival.parcel)
    return act_on(request, arrival, verb, {"case_number": case.number} if case and verb == "assign" else None)


class ParcelFilter(ListFilter[Parcel]):
    """All parcels; the list needs no filter yet."""


parcels = ListPage(
    template="returns/parcels.html",
    filter=ParcelFilter,
    rows=lambda user: Parcel.objects.visible_to(user).select_related("customer"),
)


@require_GET
def parcel_labels(request: SignedInRequest, pk: int) -> HttpResponse:
    """The labels of a whole parcel at once, also of motors without a case."""
    parcel = visible_parcel(request, pk)
    arrivals = parcel.arrivals.select_related("product", "motor__case__customer", "motor__product", "parcel")
    return labels_of(request, [tag_of_arrival(arrival, parcel) for arrival in arrivals], f"labels-{parcel}")


def tag_of_arrival(arrival: Arrival, parcel: Parcel) -> Tag:
    """That of its motor; of one without a case it leads to the parcel."""
    if arrival.motor and arrival.status == ArrivalStatus.JOINED:
        return tag_of(arrival.motor)
    url = settings.SITE_URL.rstrip("/") + parcel.get_absolute_url()
    return Tag(url, str(arrival), arrival.model_name, "", parcel.customer.name)
