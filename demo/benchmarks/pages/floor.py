"""The floor: what a page costs that does nothing but list one table to somebody who is signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, cached_property

from django.apps.registry import Apps
from django.core.paginator import Paginator
from django.db import connection, models
from django.template import engines
from django.template.backends.django import Template
from django.template.response import TemplateResponse
from django.urls import path
from django.views.generic import ListView

from aftersales import urls
from aftersales.kit.untyped import Context

TABLE = "benchmark_floor"
ADDRESS = "benchmark-floor/"

# As many rows as there are cases, with the texts of the cases, read from one table.
MAKE = f"""
    CREATE TABLE {TABLE} AS
    SELECT dossier_id AS id, number, contact, problem, claim_date, status FROM cases_case
"""  # noqa: S608
DROP = f"DROP TABLE IF EXISTS {TABLE}"
INDEX = f"CREATE UNIQUE INDEX {TABLE}_id ON {TABLE} (id)"

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Floor</title></head><body>
<p>{{ request.user }}</p>
<table><thead><tr><th>Number</th><th>Contact</th><th>Problem</th><th>Date</th><th>Status</th></tr></thead><tbody>
{% for row in page_obj %}<tr><td><a href="{{ row.pk }}/">{{ row.number }}</a></td><td>{{ row.contact }}</td>
<td>{{ row.problem }}</td><td>{{ row.claim_date|date:"Y-m-d" }}</td><td>{{ row.status }}</td></tr>
{% endfor %}</tbody></table>
{% if page_obj.has_next %}<a href="?page={{ page_obj.next_page_number }}">older</a>{% endif %}
</body></html>"""


class Row(models.Model):
    """A row of the floor; in a registry of its own, so that no migration and no check knows of it."""

    number = models.CharField(max_length=20, null=True)
    contact = models.CharField(max_length=60)
    problem = models.TextField()
    claim_date = models.DateField()
    status = models.CharField(max_length=20)

    class Meta:
        apps = Apps()
        app_label = "demo"
        managed = False
        db_table = TABLE
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.number or ""


class ShortCount(Paginator):
    """Counts a hundred pages at most: a count of all rows would let the floor grow with the table."""

    MOST = 100

    @cached_property
    def count(self) -> int:
        assert isinstance(self.object_list, models.QuerySet)
        return self.object_list[: self.MOST * self.per_page].count()


class Floor(ListView):
    """Django's own list, four queries: the session, the person, the count, the rows."""

    model = Row
    paginate_by = 25
    paginator_class = ShortCount

    def render_to_response(self, context: Context, **options: str) -> TemplateResponse:
        return TemplateResponse(self.request, template(), context)


@cache
def template() -> Template:
    """The template of the floor, compiled once."""
    found = engines["django"].from_string(PAGE)
    assert isinstance(found, Template)
    return found


urlpatterns = [path(ADDRESS, Floor.as_view()), *urls.urlpatterns]
handler403, handler500 = urls.handler403, urls.handler500


@contextmanager
def floor_table() -> Iterator[None]:
    """The table of the floor, which is gone afterwards, whatever happens."""
    execute(DROP)  # of a run that was killed
    try:
        execute(MAKE, INDEX, f"ANALYZE {TABLE}")
        yield
    finally:
        execute(DROP)


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
