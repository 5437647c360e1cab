from django.urls import path

from catalogue import views

app_name = "catalogue"

urlpatterns = [
    path("catalogue/", views.failures.show, name="failures"),
    path("catalogue/parts/", views.parts.show, name="parts"),
    path("catalogue/tests/", views.test_items.show, name="test_items"),
    path("catalogue/texts/", views.texts, name="texts"),
    path("catalogue/proposals/", views.proposals, name="proposals"),
    path("catalogue/<key:pk>/", views.failure, name="failure"),
    path("catalogue/<key:pk>/merge/", views.merge, name="merge"),
]
