"""A file as browsers play it: in the stretches that they ask for. Without them no video can be wound forward."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
CHUNK = 64 * 1024


def file_in_ranges(
    request: HttpRequest, path: Path, content_type: str
) -> HttpResponse | StreamingHttpResponse:
    """The file, or the one stretch asked for; 416 where there is no such stretch.

    Nobody keeps it on the way, it runs nothing where it is opened by itself, and it is what it says it is.
    """
    size = path.stat().st_size
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if asked and any(asked.groups()):
        response = stretch(path, size, asked[1], asked[2], content_type)
    else:
        response = FileResponse(path.open("rb"), content_type=content_type)
    response["Accept-Ranges"] = "bytes"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def stretch(
    path: Path, size: int, first: str, last: str, content_type: str
) -> HttpResponse | StreamingHttpResponse:
    """From the first byte to the last one, or the last so many bytes where only their number is given."""
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(bytes_of(path, start, end + 1), status=206, content_type=content_type)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Length"] = str(end + 1 - start)
    return response


def bytes_of(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (chunk := file.read(min(CHUNK, end - start))):
            start += len(chunk)
            yield chunk
