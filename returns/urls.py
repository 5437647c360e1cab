from django.urls import path

from returns import views

app_name = "returns"

urlpatterns = [
    path("cases/<int:pk>/return-list/", views.return_list, name="return_list"),
    path("cases/<int:pk>/count/", views.count, name="count"),
    path("handovers/<int:pk>/", views.handover, name="handover"),
    path("handovers/<int:pk>/recount/", views.recount, name="recount"),
    path("handovers/<int:pk>/sign/", views.sign, name="sign"),
    path("slips/", views.slips, name="slips"),
    path("slips/<int:pk>/", views.slip, name="slip"),
    path("slips/<int:pk>/pdf/", views.slip_pdf, name="slip_pdf"),
]
