from django.urls import path

from workflow.views import editions, team, worklist

app_name = "workflow"

urlpatterns = [
    path("tasks/<str:key>/", worklist.one_task, name="task"),
    path("team/", team.show, name="team"),
    path("policy/", editions.show, name="editions"),
    path("policy/new/", editions.new, name="new_edition"),
]
