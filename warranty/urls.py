from django.urls import path

from warranty import views

app_name = "warranty"

urlpatterns = [
    path("what-if/", views.what_if, name="what_if"),
]
