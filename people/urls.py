from django.urls import path

from people.views import deputies

app_name = "people"

urlpatterns = [
    path("deputies/", deputies.show, name="deputies"),
    path("deputies/<key:pk>/end/", deputies.end, name="end_deputy"),
]
