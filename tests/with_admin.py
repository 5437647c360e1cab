"""Every address of an installation that has Django's own administration switched on."""

from django.contrib import admin
from django.urls import path
from django.views.generic import RedirectView

from aftersales.urls import handler403, handler500, urlpatterns  # noqa: F401

urlpatterns = [
    *urlpatterns,
    path("admin/password_change/", RedirectView.as_view(pattern_name="password"), name="admin_password"),
    path("admin/", admin.site.urls),
]
