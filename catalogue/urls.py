from django.urls import path

from catalogue import views

app_name = "catalogue"

urlpatterns = [
    *views.failures.urls(),
    *views.parts.urls(),
    path("register/failures/<key:pk>/merge/", views.merge, name="merge"),
    path("catalogue/tests/", views.test_items.show, name="test_items"),
    path("catalogue/tests/review/", views.review, name="review"),
    path("catalogue/tests/<key:pk>/", views.limits, name="limits"),
    path("catalogue/begin/", views.begin, name="begin"),
    path("catalogue/texts/", views.texts, name="texts"),
    path("catalogue/proposals/", views.proposals, name="proposals"),
]
