from django.urls import path

from cases.clock.views import on_time
from cases.views import appraisal, case, lists, motor, register

app_name = "cases"

urlpatterns = [
    path("cases/", lists.cases, name="list"),
    path("cases/new/", case.new, name="new"),
    path("cases/<key:pk>/", case.show, name="case"),
    path("cases/<key:pk>/edit/", case.edit, name="edit"),
    path("cases/<key:pk>/add_photos/", case.add_photos, name="add_photos"),
    path("cases/<key:pk>/<slug:verb>/", case.act, name="act_case"),
    path("photos/<key:pk>/", case.photo, name="photo"),
    path("motors/", lists.motors, name="motors"),
    path("on-time/", on_time, name="on_time"),
    path("motors/<key:pk>/", motor.show, name="motor"),
    path("motors/<key:pk>/appraise/", appraisal.appraise, name="appraise"),
    path("motors/<key:pk>/sign_appraisal/", appraisal.sign, name="sign_appraisal"),
    path("motors/<key:pk>/repair/", motor.repair, name="repair"),
    path("motors/<key:pk>/<slug:verb>/", motor.act, name="act_motor"),
    path("serial/<text:serial_number>/", register.life, name="life"),
]
