from django.urls import path

from figures import views

app_name = "figures"

urlpatterns = [
    path("report/", views.report, name="report"),
    path("report/<slug:month>/excel/", views.report_excel, name="report_excel"),
    path("report/<slug:month>/pdf/", views.report_paper, name="report_pdf"),
    path("report/<slug:month>/<slug:figure>/", views.behind, name="behind"),
    path("report/<slug:month>/<slug:figure>/excel/", views.behind_excel, name="behind_excel"),
]
