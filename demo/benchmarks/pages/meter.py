"""One request through the whole product, and what it took."""

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.parse import unquote_to_bytes, urlencode, urlsplit
from wsgiref.types import WSGIEnvironment
from wsgiref.util import setup_testing_defaults

from django.core.handlers.wsgi import WSGIHandler
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.http import HttpResponse, StreamingHttpResponse

from aftersales.kit.planned import Parameter
from aftersales.kit.untyped import Context
from demo.benchmarks.pages.walk import CSRF, HOST, Step
from workflow.models import Facts

if TYPE_CHECKING:
    from _typeshed import OptExcInfo

Found = TypeVar("Found")


class Reading(NamedTuple):
    """What one request took."""

    waited: float  # seconds by the clock on the wall
    application: float  # seconds of a processor
    database: float  # seconds of a processor; on SQLite they are among the application's
    queries: int
    size: int  # bytes

    @property
    def processor(self) -> float:
        return self.application + self.database


class Meter:
    """Sends requests to the product in this very process, where its processor time can be read."""

    def __init__(self) -> None:
        self.application = WSGIHandler()
        self.database = processor_of_database()

    def read(self, step: Step) -> Reading:
        """What a step takes. Raises CommandError where it fails."""
        environ, queries = environ_of(step), Queries()
        with undone() if step.acts else nullcontext():
            database, waited, used = self.database(), time.perf_counter(), time.process_time()
            with connection.execute_wrapper(queries):
                status, body = self.fetch(environ)
            if step.acts:
                check_now()
            used, waited = time.process_time() - used, time.perf_counter() - waited
            database = self.database() - database
        if status != step.status:
            raise CommandError(f"{step.name} ({step.address}) answered {status}.")
        return Reading(waited, used, database, queries.count, len(body))

    def fetch(self, environ: WSGIEnvironment) -> tuple[int, bytes]:
        """The status and the whole body, as a server would send them."""
        response = self.application(environ, ignore)
        assert isinstance(response, HttpResponse | StreamingHttpResponse)
        with closing(response):
            return response.status_code, b"".join(response)


def ignore(
    status: str, headers: list[tuple[str, str]], error: "OptExcInfo | None" = None, /
) -> Callable[[bytes], object]:
    """What a server does when the answer begins."""
    return id


class Queries:
    """Counts statements; savepoints are none, since an act that is undone has more of them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(
        self,
        execute: Callable[..., Found],
        sql: str,
        values: Sequence[Parameter],
        many: bool,
        context: Context,
    ) -> Found:
        self.count += "SAVEPOINT" not in sql
        return execute(sql, values, many, context)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def check_now() -> None:
    """What a commit would check; on SQLite that would be every row of every table, and is left out."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def environ_of(step: Step) -> WSGIEnvironment:
    """The request as a server behind a proxy hands it on."""
    address, body = urlsplit(step.address), urlencode(filled_in(step.form)).encode() if step.form else b""
    environ = {
        "REQUEST_METHOD": "POST" if step.form else "GET",
        "PATH_INFO": unquote_to_bytes(address.path).decode("latin-1"),
        "QUERY_STRING": address.query,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_ADDR": HOST,
        "HTTP_HOST": HOST,
        "HTTP_ORIGIN": f"https://{HOST}",
        "HTTP_COOKIE": f"sessionid={step.session}; csrftoken={CSRF}",
        "HTTP_X_FORWARDED_PROTO": "https",
        "wsgi.url_scheme": "https",
        "wsgi.input": BytesIO(body),
    }
    setup_testing_defaults(environ)
    return environ


def filled_in(form: Facts) -> Facts:
    """A form as a browser sends it: with the key that no two of them share, and the token of the cookie."""
    return form | {"key": uuid.uuid4(), "csrfmiddlewaretoken": CSRF}


def processor_of_database() -> Callable[[], float]:
    """Gives the seconds of a processor that the database has spent on this connection."""
    if connection.vendor != "postgresql":
        return lambda: 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        process = Path("/proc", str(cursor.fetchone()[0]))
    if not (process / "comm").exists() or "postgres" not in (process / "comm").read_text():
        raise CommandError("The database must run on this machine: its processor time is read in /proc.")
    statistics = process / "schedstat"
    return lambda: int(statistics.read_text().split()[0]) / 1e9
