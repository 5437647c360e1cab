"""Every address of the product, and the only place that looks upward at the apps."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import RedirectView

from aftersales import (
    addresses,  # noqa: F401  (registers what a path may carry)
    language,
    quick_change,
    saved_views,
    views,
)
from aftersales.kit.finding import views as finding
from aftersales.kit.ledger import downloads
from aftersales.kit.ledger import views as ledgers
from aftersales.kit.tables import views as tables
from aftersales.passwords import ChangePassword, password_again
from aftersales.second_factor import second_factor
from warranty.views import regulation
from workflow.views import worklist

urlpatterns = [
    path("", worklist.home, name="home"),
    path("login/", views.SignIn.as_view(), name="login"),
    path("send-again/", views.send_again, name="send_again"),
    path("change-person/", quick_change.change_person, name="change_person"),
    path("my-badge/", quick_change.quick_sign, name="quick_sign"),
    path("second-factor/", second_factor, name="second_factor"),
    path("password/again/", password_again, name="password_again"),
    path("password/", ChangePassword.as_view(), name="password"),
    path("logout/", views.SignOut.as_view(), name="logout"),
    # Whoever reads a personal link may choose too, and its page gives browsers no origin to send.
    path("language/", login_not_required(csrf_exempt(language.choose)), name="set_language"),
    path("search/", finding.search, name="search"),
    path("regulation/", regulation.regulation, name="regulation"),  # cited by apps of every height
    path("views/", saved_views.save, name="save_view"),
    path("views/<key:pk>/delete/", saved_views.delete, name="delete_view"),
    path("ledgers/", ledgers.ledgers, name="ledgers"),
    path("ledgers/<slug:key>/", ledgers.ledger, name="ledger"),
    path("ledgers/<slug:key>/totals/", ledgers.totals, name="ledger_totals"),
    path("ledgers/<slug:key>/excel/", downloads.export, {"ending": "xlsx"}, name="ledger_excel"),
    path("ledgers/<slug:key>/pdf/", downloads.export, {"ending": "pdf"}, name="ledger_pdf"),
    path("ledger-files/<key:pk>/", downloads.ledger_file, name="ledger_file"),
    path("ledger-files/<key:pk>/content/", downloads.ledger_file_content, name="ledger_file_content"),
    path("uploads/<key:pk>/", tables.upload, name="table_upload"),
    path("uploads/<key:pk>/columns/", tables.columns, name="table_columns"),
    path("uploads/<key:pk>/rest/", tables.rest, name="table_rest"),
    path("uploads/<key:pk>/original/", tables.original, name="table_original"),
    path("", include("workflow.urls")),
    path("", include("people.urls")),
    path("", include("talk.urls")),
    path("", include("notices.urls")),
    path("", include("slips.urls")),
    path("", include("warranty.urls")),
    path("", include("catalogue.urls")),
    path("", include("accountability.urls")),  # like returns, before the verbs of motors
    path("", include("satisfaction.urls")),
    path("", include("figures.urls")),
    path("", include("guide.urls")),
    path("", include("returns.urls")),  # before cases: cases/1/count/ is a page, not a verb of the case
    path("", include("cases.urls")),
]
if settings.DJANGO_ADMIN:
    urlpatterns += [
        path("admin/password_change/", RedirectView.as_view(pattern_name="password"), name="admin_password"),
        path("admin/", admin.site.urls),
    ]

handler403 = "aftersales.views.forbidden"
handler500 = "aftersales.views.failed"
