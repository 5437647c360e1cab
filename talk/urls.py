from django.urls import path

from talk import views

app_name = "talk"

urlpatterns = [
    path("talk/<key:pk>/note/", views.NotePage.as_view(), name="note"),
    path("talk/<key:pk>/ask/", views.AskPage.as_view(), name="ask"),
    path("talk/<key:pk>/urge/", views.UrgePage.as_view(), name="urge"),
    path("questions/<key:pk>/<slug:verb>/", views.act, name="act_question"),
]
