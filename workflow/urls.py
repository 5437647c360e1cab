from django.urls import path

from workflow.views import team, worklist

app_name = "workflow"

urlpatterns = [
    path("tasks/<str:key>/", worklist.one_task, name="task"),
    path("team/", team.show, name="team"),
]
