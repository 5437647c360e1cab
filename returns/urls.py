from django.urls import path

from returns.views import counting, listing

app_name = "returns"

urlpatterns = [
    path("cases/<key:pk>/return-list/", listing.return_list, name="return_list"),
    path("cases/<key:pk>/count/", counting.count, name="count"),
    path("handovers/<key:pk>/", counting.handover, name="handover"),
    path("handovers/<key:pk>/recount/", counting.recount, name="recount"),
    path("handovers/<key:pk>/sign/", counting.sign, name="sign"),
]
