from django.urls import path

from figures.views import alarms, alike, issued, overview, report, service

app_name = "figures"

urlpatterns = [
    path("overview/", overview.overview, name="overview"),
    path("service/", service.service, name="service"),
    path("alike/", alike.alike, name="alike"),
    path("alike/excel/", alike.alike_excel, name="alike_excel"),
    path("alarms/", alarms.alarms.show, name="alarms"),
    path("alarms/<key:pk>/", alarms.alarm, name="alarm"),
    path("alarms/<key:pk>/open_action/", alarms.OpenActionPage.as_view(), name="open_action"),
    path("alarms/<key:pk>/<slug:verb>/", alarms.act, name="act_alarm"),
    path("report/", report.report, name="report"),
    path("report/issued/<key:pk>/", issued.issued, name="issued"),
    path("report/issued/<key:pk>/pdf/", issued.issued_paper, name="issued_pdf"),
    path("report/issued/<key:pk>/excel/", issued.issued_excel, name="issued_excel"),
    path("report/<slug:month>/issue/", issued.issue, name="issue"),
    path("report/<slug:month>/excel/", report.report_excel, name="report_excel"),
    path("report/<slug:month>/pdf/", report.report_paper, name="report_pdf"),
    path("report/<slug:month>/<slug:figure>/", report.behind, name="behind"),
    path("report/<slug:month>/<slug:figure>/excel/", report.behind_excel, name="behind_excel"),
]
