from django.urls import path

from returns.views import counting, custody, listing, printers, printing, slips, voiding

app_name = "returns"

urlpatterns = [
    path("cases/<int:pk>/return-list/", listing.return_list, name="return_list"),
    path("cases/<int:pk>/count/", counting.count, name="count"),
    path("handovers/<int:pk>/", counting.handover, name="handover"),
    path("handovers/<int:pk>/recount/", counting.recount, name="recount"),
    path("handovers/<int:pk>/sign/", counting.sign, name="sign"),
    path("slips/", slips.slips, name="slips"),
    path("slips/print/", printing.print_slips, name="print_slips"),
    path("slips/waiting/", printing.print_waiting, name="print_waiting"),
    path("slips/<int:pk>/", slips.slip, name="slip"),
    path("slips/<int:pk>/pdf/", slips.document, name="slip_pdf"),
    path("slips/<int:pk>/void/", voiding.ask, name="ask_void"),
    path("slips/<int:pk>/copies/<int:number>/", custody.acknowledge_copy, name="acknowledge"),
    path("prints/<int:pk>/", printing.print_job, name="print_job"),
    path("prints/<int:pk>/pdf/", printing.print_pdf, name="print_pdf"),
    path("void-requests/<int:pk>/", voiding.void_request, name="void_request"),
    path("void-requests/<int:pk>/confirm/", voiding.confirm, name="confirm_void"),
    path("void-requests/<int:pk>/decline/", voiding.decline, name="decline_void"),
    path("printers/", printers.printers, name="printers"),
    path("printers/new/", printers.new_printer, name="new_printer"),
    path("printers/<int:pk>/", printers.printer, name="printer"),
    path("printers/<int:pk>/calibration/", printers.calibration, name="calibration"),
    path("q/<slug:number>/<slug:mark>/", custody.check, name="check"),
]
