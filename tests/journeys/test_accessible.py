"""Every page can be used by who reads, hears or types instead of pointing, and fits its window."""

from contextlib import contextmanager
from importlib.resources import files

import pytest
from django.contrib.staticfiles import finders

from tests.browser import PHONE, SCREEN
from tests.test_markup import pages
from tests.test_urls import everything_there_is, jack_of_all_trades  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.browser]

HOST, PLACE = "http://testserver", "/page/"
AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
FOUND = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.html}`))"""
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

# One of each kind of page: those of which the others are made.
KINDS = ["login", "home", "cases:case", "cases:new", "ledger", "figures:report"]


@pytest.fixture
def opened(new_context):
    """Shows the HTML of a page, fetched before: what the browser asks for runs beside the transaction of the test."""

    @contextmanager
    def show(html, **options):
        def answer(route):
            path = route.request.url.removeprefix(HOST)
            if path == PLACE:
                route.fulfill(body=html, content_type="text/html")
            elif path.startswith("/static/"):
                route.fulfill(path=finders.find(path.removeprefix("/static/").partition("?")[0]))
            else:
                route.fulfill(status=404)

        context = new_context(bypass_csp=True, **options)
        context.route("**/*", answer)
        page = context.new_page()
        page.goto(f"{HOST}{PLACE}")
        yield page
        context.close()

    return show


@pytest.mark.parametrize(
    ("names", "language", "scheme", "size"),
    [
        (KINDS, "en", "light", SCREEN),
        pytest.param(None, "zh-hans", "light", PHONE, marks=pytest.mark.long),
        pytest.param(None, "en", "dark", SCREEN, marks=pytest.mark.long),
    ],
)
def test_every_page_can_be_used_by_everybody(
    names,
    language,
    scheme,
    size,
    everything_there_is,  # noqa: F811
    browse,
    opened,
    settings,
):
    settings.LANGUAGE_CODE = language
    found = []
    for name, _url, content in pages(everything_there_is, browse(jack_of_all_trades()), names):
        with opened(content, viewport=size, color_scheme=scheme) as page:
            page.evaluate(AXE)
            found += [f"{name}: {complaint}" for complaint in page.evaluate(FOUND)]
            if page.evaluate(OVER) > 0:
                found.append(f"{name} is wider than its window")
    assert not found, "\n".join(found)
