from django.urls import path

from aftersales.kit.tables.views import sheet_paths_of
from returns.tables import RETURN_LIST
from returns.views import counting, listing, parcels

app_name = "returns"

urlpatterns = [
    path("cases/<key:pk>/return-list/", listing.ReturnListPage.as_view(), name="return_list"),
    *sheet_paths_of(RETURN_LIST, "cases/<key:pk>/return-list/", "return_list"),
    path("cases/<key:pk>/list-more/", listing.ListMorePage.as_view(), name="list_more"),
    path("cases/<key:pk>/correct-list/", listing.CorrectListPage.as_view(), name="correct_list"),
    path("cases/<key:pk>/list-originals/", listing.KeepOriginalsPage.as_view(), name="keep_originals"),
    path("list-originals/<key:pk>/", listing.original, name="list_original"),
    path("cases/<key:pk>/count/", counting.CountPage.as_view(), name="count"),
    path("parcels/", parcels.parcels.show, name="parcels"),
    path("parcels/new/", parcels.NewParcelPage.as_view(), name="new_parcel"),
    path("parcels/<key:pk>/", parcels.show, name="parcel"),
    path("parcels/<key:pk>/labels/", parcels.parcel_labels, name="parcel_labels"),
    path("parcels/<key:pk>/recount/", parcels.RecountParcelPage.as_view(), name="recount_parcel"),
    path("parcels/<key:pk>/photos/", parcels.add_parcel_photos, name="add_parcel_photos"),
    path("parcels/<key:pk>/<slug:verb>/", parcels.act, name="act_parcel"),
    path("arrivals/<key:pk>/<slug:verb>/", parcels.act_arrival, name="act_arrival"),
    path("handovers/<key:pk>/", counting.handover, name="handover"),
    path("handovers/<key:pk>/recount/", counting.RecountPage.as_view(), name="recount"),
    path("handovers/<key:pk>/sign/", counting.sign, name="sign"),
    path("handovers/<key:pk>/<slug:verb>/", counting.act, name="act_handover"),
]
