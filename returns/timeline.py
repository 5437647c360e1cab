"""What the page of a case shows of the parcels in which its motors came."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from returns.models import Parcel
from workflow.timeline import beside, say

say(parcel=_("Parcel"), salesperson=_("Salesperson"), added=_("Added"))


@beside("case")
def parcels(case: Case) -> QuerySet[Parcel]:
    """Those that brought one of its motors."""
    return Parcel.objects.filter(arrivals__case=case.pk)
