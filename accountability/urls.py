from django.urls import path

from accountability.views import actions, amounts, penalties
from accountability.views.employees import employees

app_name = "accountability"

urlpatterns = [
    *employees.urls(),
    path("actions/", actions.actions.show, name="actions"),
    path("actions/new/", actions.NewActionPage.as_view(), name="new_action"),
    path("actions/<key:pk>/", actions.action, name="action"),
    path("actions/<key:pk>/plan/", actions.PlanPage.as_view(), name="plan"),
    path("actions/<key:pk>/attach/", actions.AttachPage.as_view(), name="attach"),
    path("actions/files/<key:pk>/", actions.file, name="action_file"),
    path("actions/<key:pk>/<slug:verb>/", actions.act, name="act_action"),
    path("motors/<key:pk>/penalty/", penalties.DraftPage.as_view(), name="draft_penalty"),
    path("penalties/", penalties.penalties.show, name="penalties"),
    path("penalties/amounts/", amounts.AmountsPage.as_view(), name="amounts"),
    path("amounts/<key:pk>/", amounts.change, name="rates"),
    path("amounts/<key:pk>/<slug:verb>/", amounts.act, name="act_rates"),
    path("penalties/<key:pk>/", penalties.penalty, name="penalty"),
    path("penalties/<key:pk>/redraft/", penalties.RedraftPage.as_view(), name="redraft"),
    path("penalties/<key:pk>/<slug:verb>/", penalties.act, name="act_penalty"),
]
