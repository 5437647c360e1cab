"""The factory's browser without a mouse: Tab, Enter, Space, arrows and typing; and one always sees where one is.

desk = new_desk(Keyboard)
with desk.of(manager()) as zheng:
    zheng.searches("FK-2026-0001")
    zheng.presses("Authorise the return")
"""

import datetime as dt
import re
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser import AtTheDoor

FURTHEST = 300  # stops on the way to anything

WHERE = """goal => {
    const at = document.activeElement
    const twin = at.type === "radio" && goal.type === "radio" && at.name === goal.name && at.form === goal.form
    if (at === goal || twin) return "here"
    if (at === document.body) return "ahead"
    return at.compareDocumentPosition(goal) & Node.DOCUMENT_POSITION_FOLLOWING ? "ahead" : "behind"
}"""

HIDDEN = """() => {
    const at = document.activeElement
    if (at === document.body) return ""
    const ringed = place => {
        const style = getComputedStyle(place)
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none"
    }
    const places = [at, ...(at.labels ?? []), ...(at.closest("label") ? [at.closest("label")] : [])]
    const where = `${at.tagName} “${(at.innerText || at.name || at.title || "").trim().slice(0, 40)}”`
    if (!places.some(ringed)) return `${where} has no ring`
    const seen = places.some(place => {
        const box = place.getBoundingClientRect()
        const x = box.left + box.width / 2, y = box.top + Math.min(box.height / 2, 30)
        const top = document.elementFromPoint(x, y)
        return top && (place.contains(top) || top.contains(place) && top !== document.body)
    })
    return seen ? "" : `${where} is out of sight`
}"""


# What is looked up for a field that was left replaces others, the one that has the focus among them.
AFTERWARDS = f"""async goal => {{
    while (document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling"))
        await new Promise(done => setTimeout(done, 20))
    return goal.isConnected ? [({WHERE})(goal), ({HIDDEN})()] : null
}}"""


class Keyboard(AtTheDoor):
    """A desk whose mouse is broken. Where one would not see the focus is ``trouble``."""

    def reach(self, goal: Locator) -> None:
        """Tab there, forwards or back."""
        goal.wait_for(state="attached")
        passed: set[str] = set()
        where = goal.evaluate(WHERE)
        for _stop in range(FURTHEST):
            if where == "here":
                return
            passed.add(where)
            if len(passed) > 1:
                break
            self.page.keyboard.press("Tab" if where == "ahead" else "Shift+Tab")
            while not (found := goal.evaluate(AFTERWARDS)):
                pass  # it was replaced
            where, hidden = found
            if hidden:
                self.trouble.append(f"{self.page.url}: {hidden}")
        raise AssertionError(f"Tab does not lead to {goal} on {self.page.url}")

    def searches(self, text: str) -> None:
        """The key / leads to the search, from wherever one is."""
        with self.page.expect_navigation():
            self.page.keyboard.press("/")
            self.page.keyboard.type(text)
            self.page.keyboard.press("Enter")

    # -- instead of clicks ------------------------------------------------------------------------

    def follows_in(self, link: Locator) -> None:
        self.reach(link)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def presses(self, button: str) -> None:
        self.follows_in(self.page.get_by_role("button", name=button, exact=True))

    def unfolds(self, summary: str, within: Locator | None = None) -> None:
        self.reach((within or self.page).locator("summary", has_text=summary))
        self.page.keyboard.press("Enter")

    def counts(self, serial_number: str, finding: str) -> Locator:
        row = self.page.get_by_role("group").filter(has_text=serial_number)
        self.chooses(row.get_by_label(finding, exact=True))
        return row

    # -- filling in -------------------------------------------------------------------------------

    def answers(self, place: Locator, label: re.Pattern[str], answer: Any) -> None:
        single = place.get_by_label(label).and_(
            self.page.locator("input:not([type=radio]), select, textarea")
        )
        field = single.or_(place.get_by_role("group", name=label))
        self.opens(field)
        kind = field.evaluate("field => field.type")
        if kind == "fieldset":
            self.chooses(field.get_by_label(answer, exact=True))
        elif kind == "checkbox":
            self.ticks(field, answer)
        elif kind == "select-one":
            self.picks(field, answer)
        elif kind == "date":
            self.dates(field, answer)
        else:
            self.types(field, str(answer))

    def opens(self, field: Locator) -> None:
        """What is folded away."""
        folded = field.locator("xpath=ancestor::details[not(@open)]/summary")
        if folded.count():
            self.reach(folded.last)
            self.page.keyboard.press("Enter")

    def chooses(self, radio: Locator) -> None:
        """One of several: the arrows go from one to the next."""
        self.reach(radio)
        if radio.evaluate("radio => radio === document.activeElement"):
            self.page.keyboard.press("Space")
        for _choice in range(FURTHEST):
            if radio.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"The arrows do not lead to {radio}")

    def ticks(self, box: Locator, answer: bool) -> None:
        self.reach(box)
        if box.is_checked() != answer:
            self.page.keyboard.press("Space")

    def picks(self, select: Locator, answer: str) -> None:
        self.reach(select)
        steps = select.evaluate(
            "(field, label) => [...field.options].findIndex(one => one.label.trim() === label) - field.selectedIndex",
            answer,
        )
        for _step in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        expect(select.locator("option:checked")).to_have_text(answer)

    def dates(self, field: Locator, day: dt.date | str) -> None:
        """Month, day and year, as a browser in English asks for them."""
        self.reach(field)
        for _part in range(3):
            self.page.keyboard.press("ArrowLeft")
        self.page.keyboard.type(f"{dt.date.fromisoformat(str(day)):%m%d%Y}")

    def types(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)
