from django.urls import path

from satisfaction.views import campaigns, improvements, links, responses, results, targets, uploads

app_name = "satisfaction"

urlpatterns = [
    path("surveys/", campaigns.campaigns, name="campaigns"),
    path("surveys/new/", campaigns.new, name="new_campaign"),
    path("surveys/<int:pk>/", campaigns.campaign, name="campaign"),
    path("surveys/<int:pk>/revise/", campaigns.revise, name="revise"),
    path("surveys/<int:pk>/results/", results.results, name="results"),
    path("surveys/<int:pk>/report/", results.report, name="report"),
    path("surveys/<int:pk>/form/", results.blank_form, name="blank_form"),
    path("surveys/<int:pk>/import/", uploads.take_over, name="import"),
    path("surveys/<int:pk>/template/", uploads.template, name="template"),
    path("surveys/<int:pk>/<slug:verb>/", campaigns.act, name="act_campaign"),
    path("targets/<int:pk>/", targets.target, name="target"),
    path("targets/<int:pk>/answer/", targets.answer, name="answer"),
    path("targets/<int:pk>/link/", targets.link, name="link"),
    path("invitations/<int:pk>/revoke/", targets.revoke_link, name="revoke"),
    path("responses/<int:pk>/", responses.response, name="response"),
    path("responses/<int:pk>/save/", responses.save, name="save"),
    path("responses/<int:pk>/<slug:verb>/", responses.act, name="act_response"),
    path("improvements/", improvements.improvements, name="improvements"),
    path("improvements/<int:pk>/", improvements.improvement, name="improvement"),
    path("improvements/<int:pk>/hand_on/", improvements.pass_on, name="hand_on"),
    path("improvements/<int:pk>/<slug:verb>/", improvements.act, name="act_improvement"),
    path("s/<str:token>/", links.answer, name="by_link"),
]
