"""The factory's browser as people use it: they read words and click what they see.

    with desk.of(manager()) as zheng:
        zheng.takes("Approve or reject returns", "FK-2026-0001")
        zheng.presses("Authorise the return")

Nothing here knows an address: whoever signs in begins at the worklist and clicks from there.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Route, expect

from aftersales.models import User
from tests.actors import PASSWORD

SCREEN, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def labelled(label: str) -> re.Pattern[str]:
    """A label as it stands on the page, where a star marks what is required."""
    return re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$", re.IGNORECASE)


def signed_in(person: User) -> dict[str, str]:
    """The cookies of somebody who has just signed in."""
    client = Client()
    client.post("/login/", {"username": person.username, "password": PASSWORD})
    return {name: cookie.value for name, cookie in client.cookies.items()}


class Desk:
    """A browser at which people take turns. What its console complains about is kept in ``trouble``."""

    def __init__(self, context: BrowserContext, address: str, pictures: Path | None = None) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.pictures = pictures
        self.trouble: list[str] = []
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.trouble.append(f"{message.location['url']}: {message.text}")

    # -- coming and going -------------------------------------------------------------------------

    @contextmanager
    def of(self, person: User) -> Iterator["Desk"]:
        """The desk while this person is signed in, with the worklist open."""
        self.comes(person)
        yield self
        self.leaves()

    def comes(self, person: User) -> None:
        """Signed in beside the page: what the form looks like in a browser has journeys of its own, by `signs_in`."""
        cookies = signed_in(person).items()
        self.page.context.add_cookies(
            [{"name": name, "value": value, "url": self.address} for name, value in cookies]
        )
        self.page.goto(self.address)

    def leaves(self) -> None:
        self.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    def signs_in(self, person: User) -> None:
        self.fills_in({self.word("username"): person.username, self.word("Password"): PASSWORD})
        self.presses(self.word("Sign in"))
        expect(self.page.locator(f"html[data-person='{person.pk}']")).to_be_attached()

    def signs_out(self) -> None:
        self.unfolds(self.word("Account"))
        self.presses(self.word("Sign out"))
        expect(self.page.get_by_role("button", name=self.word("Sign in"))).to_be_visible()

    def word(self, english: str) -> str:
        """A word of the frame in the language of the page."""
        with translation.override(self.page.locator("html").get_attribute("lang")):
            return gettext(english)

    # -- the worklist -----------------------------------------------------------------------------

    def waiting(self, task: str) -> Locator:
        """What waits of one kind of work: a row each."""
        return self.section(task).get_by_role("listitem")

    def takes(self, task: str, about: str) -> None:
        """The one click that leads from the worklist to the work."""
        worklist = self.page.get_by_role("navigation").first.get_by_role("link", name=self.word("Worklist"))
        if worklist.get_attribute("aria-current") is None:
            self.follows_in(worklist)
        self.follows_in(self.waiting(task).filter(has_text=about).get_by_role("link"))

    # -- reading and clicking ---------------------------------------------------------------------

    def section(self, heading: str) -> Locator:
        """The part of the page under this heading."""
        title = self.page.locator("h2").filter(has_text=re.compile(rf"^\s*{re.escape(heading)}\s*$"))
        return self.page.locator("section").filter(has=title)

    def sees(self, *words: str, under: str = "") -> None:
        """All these words are on the page, or in the part of it under a heading."""
        place = self.section(under) if under else self.page.locator("body")
        for text in words:
            expect(place).to_contain_text(text, ignore_case=True, use_inner_text=True)

    def finds_it(self, state: str) -> None:
        """The case, the motor or the consignment of this page is in this state."""
        expect(self.page.locator("h1")).to_contain_text(state, ignore_case=True)

    def reads(self, label: str, text: str) -> None:
        """A field that somebody has filled in before."""
        expect(self.page.get_by_label(labelled(label))).to_have_value(text)

    def sees_not(self, *words: str) -> None:
        for text in words:
            expect(self.page.locator("body")).not_to_contain_text(text, use_inner_text=True)

    def follows(self, link: str, within: Locator | None = None) -> None:
        """A click on the link with these words."""
        self.follows_in((within or self.page.locator("body")).get_by_role("link", name=link).first)

    def follows_in(self, link: Locator) -> None:
        with self.page.expect_navigation():
            link.click()

    def presses(self, button: str) -> None:
        """A click on the button with exactly these words; it sends a form."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).click()

    def heading(self) -> str:
        """The number or name in the heading of the page."""
        return self.page.locator("h1 .id").inner_text()

    def history(self) -> list[str]:
        """What happened, from the beginning: who did what."""
        lines = self.section("What happened").locator(".timeline > li > p:first-child")
        return lines.evaluate_all("""lines => lines.map(line => {
            const who = line.querySelector("strong")
            return `${who.textContent} ${who.nextSibling.textContent.trim()}`
        }).reverse()""")

    def row(self, about: str, under: str = "") -> Locator:
        """A row of a list, of the only one on the page or of that under a heading."""
        place = self.section(under) if under else self.page
        return place.get_by_role("row").filter(has_text=about)

    def unfolds(self, summary: str, within: Locator | None = None) -> None:
        (within or self.page).locator("summary", has_text=summary).click()

    def sees_photos(self, count: int) -> None:
        """So many pictures, and every one of them arrives."""
        pictures = self.page.locator(".photos img")
        expect(pictures).to_have_count(count)
        for picture in pictures.all():
            picture.scroll_into_view_if_needed()
            expect(picture).to_have_js_property("complete", True)
            expect(picture).not_to_have_js_property("naturalWidth", 0)

    def saves(self, link: str) -> Path:
        """The file that the browser keeps when the link is clicked."""
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=link).click()
        return download.value.path()

    def presses_twice(self, button: str) -> None:
        """An impatient double click."""
        here = self.page.url
        self.page.get_by_role("button", name=button, exact=True).dblclick()
        expect(self.page).not_to_have_url(here)

    def presses_again(self, button: str) -> None:
        """A second click while the answer to the first, which has reached the server, is slow in coming."""
        arrived: list[Route] = []

        def lose_the_first_answer(route: Route) -> None:
            if route.request.is_navigation_request() and route.request.method == "POST":
                arrived.append(route)
                if len(arrived) == 1:
                    route.fetch(max_redirects=0)
                    return
            route.continue_()

        self.page.route("**/*", lose_the_first_answer)
        place = self.page.get_by_role("button", name=button, exact=True).bounding_box()
        middle = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
        here = self.page.url
        with self.page.expect_request(lambda request: request.is_navigation_request()):
            self.page.mouse.click(*middle)
        self.page.mouse.click(*middle)
        expect(self.page).not_to_have_url(here)
        self.page.unroute_all(behavior="ignoreErrors")
        assert len(arrived) == 2

    @contextmanager
    def refused(self, status: int) -> Iterator[None]:
        """What is done here is answered with this status, which the console mentions."""
        words = f"responded with a status of {status}"
        with self.page.expect_console_message(lambda message: words in message.text):
            yield
        self.trouble = [line for line in self.trouble if words not in line]

    def fits_the_screen(self) -> None:
        """Nothing has to be scrolled sideways."""
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        screen = self.page.viewport_size["width"]  # innerWidth grows with what sticks out
        assert wide <= screen, f"{self.page.url} is {wide} pixels wide on a screen of {screen}"

    # -- filling in -------------------------------------------------------------------------------

    def fills_in(self, answers: dict[str, Any], within: Locator | None = None) -> None:
        """Every field by its label: text, a choice by its words, a box by True or False, files by path."""
        place = within or self.page.locator("main")
        for label, answer in answers.items():
            self.answers(place, labelled(label), answer)

    def answers(self, place: Locator, label: re.Pattern[str], answer: Any) -> None:
        single = place.get_by_label(label).and_(
            self.page.locator("input:not([type=radio]), select, textarea")
        )
        field = single.or_(place.get_by_role("group", name=label))
        kind = field.evaluate("""field => {
            const folded = field.closest("details:not([open])")
            if (folded) folded.open = true
            return field.type
        }""")
        if kind == "fieldset":
            field.get_by_label(answer, exact=True).check()
        elif kind == "checkbox":
            field.set_checked(answer)
        elif kind == "select-one":
            field.select_option(label=answer)
        elif kind == "file":
            field.set_input_files(answer)
        else:
            field.fill(str(answer))

    def fills_rows(self, *rows: dict[str, Any]) -> None:
        """The rows of the table on the page, from the first."""
        for number, answers in enumerate(rows):
            self.fills_in(answers, within=self.page.locator("table.rows tbody tr").nth(number))

    def counts(self, serial_number: str, finding: str) -> Locator:
        """What was found of one motor on the count sheet; gives its part of the sheet, to say more about it."""
        row = self.page.get_by_role("group").filter(has_text=serial_number)
        row.get_by_label(finding, exact=True).check()
        return row

    def adds_unlisted(self, answers: dict[str, Any]) -> None:
        """A motor that arrived though it is not on the list."""
        rows = self.page.get_by_role("group").filter(has_text="Not on the list")
        self.fills_in(answers, within=rows.locator(".fields").first)

    # -- pictures ---------------------------------------------------------------------------------

    def picture(self, name: str) -> None:
        """Keep the page as it looks on a desk and on a phone, if pytest was asked to (--screenshots)."""
        if self.pictures is None:
            return
        size = self.page.viewport_size
        for shape in (SCREEN, PHONE):
            self.page.set_viewport_size(shape)
            height = self.page.evaluate("scrollTo(0, 0); document.documentElement.scrollHeight")
            self.page.set_viewport_size(shape | {"height": height})  # so that nothing sticks midway
            self.page.screenshot(path=self.pictures / f"{name}-{shape['width']}.png")
        self.page.set_viewport_size(size)


# Parts of pages that follow what is typed, and what asks for them where no script does.
ASKED_FOR = {"Preliminary verdict": "Judge what is filled in", "By the rules": "Show the proposal"}


class Scriptless(Desk):
    """A desk whose browser runs no scripts: what would follow as one types is asked for with a button."""

    def sees(self, *words: str, under: str = "") -> None:
        for heading, button in ASKED_FOR.items():
            asks = self.page.get_by_role("button", name=self.word(button), exact=True)
            if under in (heading, self.word(heading)) and asks.count():
                self.presses(self.word(button))
        super().sees(*words, under=under)


class AtTheDoor(Desk):
    """A desk at which everybody comes in by the form, and signs out when they go."""

    def comes(self, person: User) -> None:
        if self.page.url == "about:blank":
            self.page.goto(self.address)
        self.signs_in(person)

    def leaves(self) -> None:
        self.signs_out()
