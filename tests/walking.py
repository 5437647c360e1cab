"""Every kind of page that a person comes to from the worklist by links alone, and the links on it that refuse them."""

import re
from collections import Counter
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

LINK = re.compile(r"<a\b[^>]*?\bhref=\"([^\"]*)\"")
REFUSED = {403, 404, 405, 500}


def links_on(page: str, html: str) -> list[str]:
    """The addresses of this site to which a page leads, each once; another look at the same page is none."""
    found = {}
    for href in LINK.findall(html):
        whole = urlsplit(urljoin(page, unescape(href)))
        if not whole.netloc and whole.path != urlsplit(page).path:
            found[whole.path + (f"?{whole.query}" if whole.query else "")] = None
    return list(found)


def name_of(link: str) -> str:
    """The kind of page that an address leads to."""
    try:
        return resolve(urlsplit(link).path).view_name
    except Resolver404:
        return ""


def dead_links(browser: Client, each: int) -> list[tuple[str, str, int]]:
    """(page, link, status) of what refuses somebody who follows links; so many pages of each kind are opened."""
    opened: Counter[str] = Counter()
    waiting, dead = [("", "/")], []
    while waiting:
        page, link = waiting.pop(0)
        name = name_of(link)
        if opened[name] >= each and name:
            continue
        opened[name] += 1
        answer = browser.get(link)
        if answer.status_code in REFUSED:
            dead.append((page, link, answer.status_code))
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            waiting += [(link, further) for further in links_on(link, answer.content.decode())]
    return dead
