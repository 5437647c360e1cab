from django.urls import path, register_converter

from aftersales.addresses import AnyText
from cases.views import appraisal, case, lists, motor, notices, on_time, register, team

app_name = "cases"
register_converter(AnyText, "text")

urlpatterns = [
    path("cases/", lists.cases, name="list"),
    path("cases/new/", case.new, name="new"),
    path("cases/<int:pk>/", case.show, name="case"),
    path("cases/<int:pk>/edit/", case.edit, name="edit"),
    path("cases/<int:pk>/add_photos/", case.add_photos, name="add_photos"),
    path("cases/<int:pk>/<slug:verb>/", case.act, name="act_case"),
    path("photos/<int:pk>/", case.photo, name="photo"),
    path("motors/", lists.motors, name="motors"),
    path("on-time/", on_time.on_time, name="on_time"),
    path("team/", team.show, name="team"),
    path("motors/<int:pk>/", motor.show, name="motor"),
    path("motors/<int:pk>/appraise/", appraisal.appraise, name="appraise"),
    path("motors/<int:pk>/sign_appraisal/", appraisal.sign, name="sign_appraisal"),
    path("motors/<int:pk>/repair/", motor.repair, name="repair"),
    path("motors/<int:pk>/<slug:verb>/", motor.act, name="act_motor"),
    path("serial/<text:serial_number>/", register.life, name="life"),
    path("notices/", notices.notices, name="notices"),
    path("notices/choice/", notices.notice_choice, name="notice_choice"),
    path("notices/messages/", notices.deliveries, name="deliveries"),
    path("notices/robots/", notices.robots, name="robots"),
]
