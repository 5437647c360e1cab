from django.urls import path

from aftersales.kit.tables.views import paths_of
from satisfaction.tables import ANSWERS
from satisfaction.views import campaigns, improvements, links, responses, results, targets

app_name = "satisfaction"

urlpatterns = [
    path("surveys/", campaigns.campaigns, name="campaigns"),
    path("surveys/new/", campaigns.NewCampaignPage.as_view(), name="new_campaign"),
    path("surveys/<key:pk>/", campaigns.campaign, name="campaign"),
    path("surveys/<key:pk>/revise/", campaigns.RevisePage.as_view(), name="revise"),
    path("surveys/<key:pk>/results/", results.results, name="results"),
    path("surveys/<key:pk>/report/", results.report, name="report"),
    path("surveys/<key:pk>/form/", results.blank_form, name="blank_form"),
    path("surveys/<key:pk>/links/", campaigns.links_for_all, name="links_for_all"),
    path("surveys/<key:pk>/mail/", campaigns.MailPage.as_view(), name="mail_links"),
    *paths_of(ANSWERS, "surveys/<key:pk>/import/", "import"),
    path("surveys/<key:pk>/<slug:verb>/", campaigns.act, name="act_campaign"),
    path("targets/<key:pk>/", targets.target, name="target"),
    path("targets/<key:pk>/answer/", targets.answer, name="answer"),
    path("targets/<key:pk>/link/", targets.link, name="link"),
    path("invitations/<key:pk>/revoke/", targets.revoke_link, name="revoke"),
    path("responses/<key:pk>/", responses.response, name="response"),
    path("responses/<key:pk>/save/", responses.save, name="save"),
    path("responses/<key:pk>/<slug:verb>/", responses.act, name="act_response"),
    path("improvements/", improvements.improvements.show, name="improvements"),
    path("improvements/<key:pk>/", improvements.improvement, name="improvement"),
    path("improvements/<key:pk>/hand_on/", improvements.HandOnPage.as_view(), name="hand_on"),
    path("improvements/<key:pk>/<slug:verb>/", improvements.act, name="act_improvement"),
    path("s/thanks/", links.thanks, name="thanks"),
    path("s/<str:token>/", links.answer, name="by_link"),
]
