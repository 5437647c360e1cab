from django.urls import path

from people.views import administration, deputies, editions, persons, sessions

app_name = "people"

urlpatterns = [
    path("deputies/", deputies.show, name="deputies"),
    path("deputies/<key:pk>/end/", deputies.end, name="end_deputy"),
    path("policy/", editions.show, name="editions"),
    path("policy/new/", editions.ProposeEdition.as_view(), name="new_edition"),
    path("editions/<key:pk>/correct/", editions.CorrectEdition.as_view(), name="correct_edition"),
    path("editions/<key:pk>/take-back/", editions.WithdrawEdition.as_view(), name="withdraw_edition"),
    path("policy/<key:pk>/", editions.change, name="policy"),
    path("policy/<key:pk>/revise/", editions.RevisePolicy.as_view(), name="revise_policy"),
    path("policy/<key:pk>/<slug:verb>/", editions.act, name="act_policy"),
    path("people/", persons.people, name="people"),
    path("administration/", administration.show, name="administration"),
    path("roles/", administration.roles, name="roles"),
    path("sessions/", sessions.show, name="sessions"),
    path("sessions/<slug:mark>/end/", sessions.end, name="end_session"),
    path("people/<key:pk>/password/", persons.password, name="give_password"),
    path("people/<key:pk>/second-factor/", persons.second_factor, name="take_away_factor"),
    path("workshop-computer/", sessions.workshop_computer, name="workshop_computer"),
    path("people/new/", persons.new, name="new_person"),
    path("people/<key:pk>/", persons.show, name="person"),
    path("people/<key:pk>/hand-over/", persons.give, name="hand_over"),
]
