from django.urls import path

from accountability.views import actions, penalties

app_name = "accountability"

urlpatterns = [
    path("actions/", actions.actions, name="actions"),
    path("actions/new/", actions.new, name="new_action"),
    path("actions/<int:pk>/", actions.action, name="action"),
    path("actions/<int:pk>/plan/", actions.plan, name="plan"),
    path("actions/<int:pk>/<slug:verb>/", actions.act, name="act_action"),
    path("motors/<int:pk>/penalty/", penalties.draft, name="draft_penalty"),
    path("penalties/", penalties.penalties, name="penalties"),
    path("penalties/<int:pk>/", penalties.penalty, name="penalty"),
    path("penalties/<int:pk>/redraft/", penalties.redraft, name="redraft"),
    path("penalties/<int:pk>/<slug:verb>/", penalties.act, name="act_penalty"),
]
