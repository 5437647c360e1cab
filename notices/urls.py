from django.urls import path

from notices import views

app_name = "notices"

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/choice/", views.notice_choice, name="notice_choice"),
    path("notices/messages/", views.deliveries, name="deliveries"),
    path("notices/robots/", views.robots, name="robots"),
]
