"""The product for ``bench clients``: production's WSGI application with the floor beside it, whose acts are undone."""

import os
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftersales.settings")

from django.conf import settings
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


def undoing(get_response: GetResponse) -> GetResponse:
    """A middleware that takes back what a form has changed, when the answer is there."""
    from demo.benchmarks.pages.meter import undone

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return get_response(request)
        with undone():
            return get_response(request)

    return answer


settings.ROOT_URLCONF = "demo.benchmarks.pages.floor"
settings.ALLOWED_HOSTS = ["127.0.0.1"]
settings.MIDDLEWARE.insert(0, "demo.benchmarks.served.undoing")
settings.DATABASES["default"]["CONN_MAX_AGE"] = int(os.environ.get("KEPT", "60"))

from aftersales.wsgi import application  # noqa: E402, F401
