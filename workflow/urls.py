from django.urls import path

from workflow.views import team

app_name = "workflow"

urlpatterns = [path("team/", team.show, name="team")]
