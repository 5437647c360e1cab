from django.urls import path

from guide import views

app_name = "guide"

urlpatterns = [
    path("guide/", views.index, name="index"),
    path("guide/roles/<slug:key>/", views.role, name="role"),
    path("guide/tasks/<slug:key>/", views.task, name="task"),
]
