"""What an address may carry: any text as a part of its path, and no character that a database refuses."""

from collections.abc import Callable
from functools import cache
from urllib.parse import quote, unquote

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import register_converter, reverse


class AnyText:
    """A part of a path that is any text, such as a serial number with a slash or a lone dot.

    What would end the part, or lead browsers to another folder, is escaped once more than the rest: servers
    and browsers undo one escape and see no slash.
    """

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        """Raises ValueError, which is "no such page", for what no text of the database has in it."""
        text = unquote(value)
        if "\x00" in text:
            raise ValueError(value)
        return text

    def to_url(self, value: object) -> str:
        text = str(value).replace("%", "%25").replace("/", "%2F")
        return text.replace(".", "%2E") if text in {".", ".."} else text


DIGITS = 18  # of a key; a 19th would not fit into every table


class Key:
    """A part of a path that is the key of a row."""

    regex = "[0-9]+"

    def to_python(self, value: str) -> int:
        """Raises ValueError, which is "no such page", for what no table has room for."""
        if len(value) > DIGITS:
            raise ValueError(value)
        return int(value)

    def to_url(self, value: int | str) -> str:
        return str(value)


register_converter(Key, "key")
register_converter(AnyText, "text")

SOME_KEY, SOME_TEXT = 1234567890, "some-text"
LEFT = "!$&'()*+,;=/~:@"  # what an address of Django's has as it is


@cache
def addresses(url_name: str, **args: str) -> Callable[[int], str]:
    """Gives the address of a page by the key of its row: asked of the URLs once for all rows."""
    before, after = reverse(url_name, kwargs={"pk": SOME_KEY} | args).split(str(SOME_KEY))
    return lambda key: f"{before}{key:d}{after}"


@cache
def addresses_of_text(url_name: str) -> Callable[[str], str]:
    """The same of a page that a text leads to, such as a serial number."""
    before, after = reverse(url_name, args=[SOME_TEXT]).split(SOME_TEXT)
    return lambda text: f"{before}{quote(AnyText().to_url(text), safe=LEFT)}{after}"


class NoNullMiddleware:
    """The null character is in no address: PostgreSQL keeps none, and a query with one is an error there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")
        request.COOKIES = {name: text for name, text in request.COOKIES.items() if "\x00" not in text}
        return self.get_response(request)
