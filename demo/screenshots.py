"""Pictures of the demo factory for the guide and the README, taken by a browser of a server on this database."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler, get_internal_wsgi_application
from PIL import Image

from demo.stage import DEMO_PASSWORD
from guide.pictures import SHOTS, Shot

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = settings.BASE_DIR / "static" / "guide"
LANGUAGES = {"zh_Hans": "zh-hans", "en": "en"}
QUALITY = 72


class NoBrowser(Exception):
    """Playwright or Chromium is not installed."""


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server on this database, in another thread."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(StaticFilesHandler(get_internal_wsgi_application()))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


@contextmanager
def browsing() -> Iterator["Page"]:
    """A page of a browser without a window and without a past."""
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if chromium is None:
        raise NoBrowser("Chromium is missing: sudo apt install chromium, and the tools of development")
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            "", executable_path=chromium, args=["--no-sandbox"], reduced_motion="reduce"
        )
        with closing(context):
            yield context.new_page()


def take(names: list[str], folder: Path = FOLDER) -> Iterator[Path]:
    """Take the pictures of these names, or all, in each language; gives each file when it is written."""
    wanted = [shot for shot in SHOTS if not names or shot.name in names]
    with serving() as address, browsing() as page:
        for place, language in LANGUAGES.items():
            (folder / place).mkdir(parents=True, exist_ok=True)
            for shot in wanted:
                path = folder / place / f"{shot.name}.webp"
                written(picture_of(page, address, shot, language), path)
                yield path


def picture_of(page: "Page", address: str, shot: Shot, language: str) -> bytes:
    """One picture as PNG, of somebody who has just signed in."""
    width, height = shot.size
    page.set_viewport_size({"width": width, "height": height})
    page.context.clear_cookies()
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address}])
    sign_in(page, address, shot.username)
    open_page(page, address, shot)
    picture: bytes = page.screenshot(animations="disabled", caret="hide")
    return picture


def sign_in(page: "Page", address: str, username: str) -> None:
    """As everybody of the demo does, all with one password."""
    page.goto(f"{address}/login/")
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(DEMO_PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def open_page(page: "Page", address: str, shot: Shot) -> None:
    """The page that the picture shows, as far down as it begins."""
    page.goto(address + (shot.path or "/"))
    if shot.task:
        page.locator(f"#{shot.task} .work > li a").first.click()
        page.wait_for_load_state()
    if shot.mark:
        page.locator(shot.mark).first.evaluate("element => element.scrollIntoView({block: 'start'})")


def written(picture: bytes, path: Path) -> None:
    """As small as words stay readable."""
    with Image.open(BytesIO(picture)) as image:
        image.convert("RGB").save(path, quality=QUALITY, method=6)
