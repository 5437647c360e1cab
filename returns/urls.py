from django.urls import path

from returns.views import counting, listing, slips

app_name = "returns"

urlpatterns = [
    path("cases/<int:pk>/return-list/", listing.return_list, name="return_list"),
    path("cases/<int:pk>/count/", counting.count, name="count"),
    path("handovers/<int:pk>/", counting.handover, name="handover"),
    path("handovers/<int:pk>/recount/", counting.recount, name="recount"),
    path("handovers/<int:pk>/sign/", counting.sign, name="sign"),
    path("slips/", slips.slips, name="slips"),
    path("slips/<int:pk>/", slips.slip, name="slip"),
    path("slips/<int:pk>/pdf/", slips.slip_pdf, name="slip_pdf"),
]
