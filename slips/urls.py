from django.urls import path

from slips.views import custody, printers, printing, slips, voiding

app_name = "slips"

urlpatterns = [
    path("slips/", slips.slips.show, name="slips"),
    path("slips/print/", printing.PrintPage.as_view(), name="print_slips"),
    path("slips/waiting/", printing.PrintWaitingPage.as_view(), name="print_waiting"),
    path("slips/copies/", custody.copies, name="copies"),
    path("slips/<key:pk>/", slips.slip, name="slip"),
    path("slips/<key:pk>/pdf/", slips.document, name="slip_pdf"),
    path("slips/<key:pk>/void/", voiding.AskVoidPage.as_view(), name="ask_void"),
    path("slips/<key:pk>/copies/<int:number>/", custody.acknowledge_copy, name="acknowledge"),
    path("prints/<key:pk>/", printing.print_job, name="print_job"),
    path("prints/<key:pk>/pdf/", printing.print_pdf, name="print_pdf"),
    path("void-requests/<key:pk>/", voiding.void_request, name="void_request"),
    path("void-requests/<key:pk>/confirm/", voiding.confirm, name="confirm_void"),
    path("void-requests/<key:pk>/decline/", voiding.decline, name="decline_void"),
    path("printers/", printers.printers, name="printers"),
    path("printers/new/", printers.new_printer, name="new_printer"),
    path("printers/<key:pk>/", printers.printer, name="printer"),
    path("printers/<key:pk>/calibration/", printers.calibration, name="calibration"),
    path("q/<slug:number>/<slug:mark>/", custody.check, name="check"),
]
