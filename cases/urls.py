from django.urls import path

from cases.appraisal import views as appraisal
from cases.bench.views import bench
from cases.clock.views import HolidayPage, on_time
from cases.customers.views import ConfirmPage
from cases.freight import views as freight
from cases.intake import views as intake
from cases.intake.notes import return_note
from cases.measuring.views import MeasurePage
from cases.photos import views as photos
from cases.repair.views import QuotePage, RepairPage
from cases.shortage import views as shortage
from cases.views import case, lists, many, motor, register

app_name = "cases"

urlpatterns = [
    path("cases/", lists.cases.show, name="list"),
    path("cases/new/", intake.NewPage.as_view(), name="new"),
    path("cases/<key:pk>/", case.show, name="case"),
    path("cases/<key:pk>/edit/", intake.EditPage.as_view(), name="edit"),
    path("cases/<key:pk>/add_photos/", photos.add_to_case, name="add_photos"),
    path("cases/<key:pk>/return_note/", return_note, name="return_note"),
    path("cases/<key:pk>/labels/", motor.labels_of_case, name="labels"),
    path("cases/<key:pk>/<slug:verb>/", case.act, name="act_case"),
    path("photos/", photos.sent, name="photos"),
    path("photos/<key:pk>/", photos.photo, name="photo"),
    path("customers/<key:pk>/confirm/", ConfirmPage.as_view(), name="confirm_customer"),
    path("motors/", lists.motors.show, name="motors"),
    path("bench/", bench.show, name="bench"),
    path("missing-parts/", shortage.show, name="shortages"),
    path("missing-parts/<key:pk>/order/", shortage.order, name="order_part"),
    path("missing-parts/<key:pk>/which/", shortage.which, name="which_part"),
    path("missing-parts/<key:pk>/arrived/", shortage.arrive, name="part_arrived"),
    path("on-time/", on_time, name="on_time"),
    path("motors/holiday/", HolidayPage.as_view(), name="holiday"),
    path("motors/many/", many.choose, name="choose_motors"),
    path("motors/many/<slug:verb>/", many.ManyPage.as_view(), name="many"),
    path("motors/many/done/<uuid:key>/", many.done, name="many_done"),
    path("motors/<key:pk>/", motor.show, name="motor"),
    path("motors/<key:pk>/appraise/", appraisal.AppraisePage.as_view(), name="appraise"),
    path("motors/<key:pk>/sign_appraisal/", appraisal.SignPage.as_view(), name="sign_appraisal"),
    path("motors/<key:pk>/quote/", QuotePage.as_view(), name="quote"),
    path("motors/<key:pk>/add_photos/", photos.add_to_motor, name="add_motor_photos"),
    path("motors/<key:pk>/measure/", MeasurePage.as_view(), name="measure"),
    path("motors/<key:pk>/repair/", RepairPage.as_view(), name="repair"),
    path("motors/<key:pk>/label/", motor.label, name="label"),
    path("motors/<key:pk>/<slug:verb>/", motor.act, name="act_motor"),
    path("freight/<key:pk>/<slug:verb>/", freight.act, name="act_freight"),
    path("serial/<text:serial_number>/", register.life, name="life"),
]
