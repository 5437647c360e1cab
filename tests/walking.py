"""Every link of the pages that a person comes to, followed once."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.test import Client

LINK = re.compile(r"<a\b[^>]*?\bhref=\"([^\"]*)\"")
REFUSED = {403, 404, 500}


def links_on(page: str, html: str) -> list[str]:
    """The addresses of this site to which a page leads, each once; what only looks otherwise at the page is not one."""
    found = {}
    for href in LINK.findall(html):
        whole = urlsplit(urljoin(page, unescape(href)))
        if not whole.netloc and whole.path != urlsplit(page).path and whole.path.startswith("/"):
            found[whole.path + (f"?{whole.query}" if whole.query else "")] = None
    return list(found)


def dead_links(browser: Client, starts: list[str]) -> list[tuple[str, str, int]]:
    """(page, link, status) of every link on these pages that answers the person with a refusal."""
    answers: dict[str, int] = {}
    dead = []
    for page in starts:
        answer = browser.get(page)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            dead.append(("", page, answer.status_code))
            continue
        for link in links_on(page, answer.content.decode()):
            if link not in answers:
                answers[link] = browser.get(link).status_code
            if answers[link] in REFUSED:
                dead.append((page, link, answers[link]))
    return dead
