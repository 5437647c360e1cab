"""``/healthy/``: whether the server and its database work, for whoever watches over them."""

from collections.abc import Callable
from contextlib import closing, suppress

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse

PATH = "/healthy/"
PATIENCE = 3  # seconds, for the connection and again for the answer


class HealthMiddleware:
    """Answers before anything else looks at the request.

    A supervisor asks the server itself, by its address and without HTTPS, which nobody else may.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != PATH:
            return self.get_response(request)
        status, text = (200, "ok") if database_answers() else (503, "database")
        return HttpResponse(
            text, status=status, content_type="text/plain", headers={"Cache-Control": "no-store"}
        )


def database_answers() -> bool:
    """Whether a new connection gets an answer from our tables in time."""
    with closing(connection.copy()) as fresh, suppress(Error):
        impatient = fresh.vendor == "postgresql"  # a file does not keep anybody waiting
        if impatient:
            fresh.settings_dict["OPTIONS"]["connect_timeout"] = PATIENCE
        with fresh.cursor() as cursor:
            if impatient:
                cursor.execute("SELECT set_config('statement_timeout', %s, false)", [f"{PATIENCE}s"])
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            return cursor.fetchone() is not None
    return False
