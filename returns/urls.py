from django.urls import path

from aftersales.kit.tables.views import sheet_paths_of
from returns.tables import RETURN_LIST
from returns.views import counting, listing

app_name = "returns"

urlpatterns = [
    path("cases/<key:pk>/return-list/", listing.ReturnListPage.as_view(), name="return_list"),
    *sheet_paths_of(RETURN_LIST, "cases/<key:pk>/return-list/", "return_list"),
    path("cases/<key:pk>/list-more/", listing.ListMorePage.as_view(), name="list_more"),
    path("cases/<key:pk>/count/", counting.CountPage.as_view(), name="count"),
    path("handovers/<key:pk>/", counting.handover, name="handover"),
    path("handovers/<key:pk>/recount/", counting.RecountPage.as_view(), name="recount"),
    path("handovers/<key:pk>/sign/", counting.sign, name="sign"),
]
