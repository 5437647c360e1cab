from django.urls import path

from people.views import deputies, persons

app_name = "people"

urlpatterns = [
    path("deputies/", deputies.show, name="deputies"),
    path("deputies/<key:pk>/end/", deputies.end, name="end_deputy"),
    path("people/", persons.people, name="people"),
    path("people/new/", persons.new, name="new_person"),
    path("people/<key:pk>/", persons.show, name="person"),
    path("people/<key:pk>/hand-over/", persons.give, name="hand_over"),
]
