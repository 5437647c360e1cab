"""A picture that somebody sends becomes a fresh JPEG: the picture alone, without place, camera or anything hidden.

A baseline JPEG is decoded at the size that is kept, so that even 200 megapixels cost little. Whatever else is decoded
in a process of its own, which has little memory and few seconds: those decoders are large and written in C.
"""

import io
import resource
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PIL import Image, ImageFile, ImageOps

SIDE = 2560  # pixels of the longer side that is kept
BYTES = 30 * 1024 * 1024
BASELINE = 210_000_000  # pixels; decoded at a fraction of it
PROGRESSIVE = 64_000_000  # pixels; all of it is in memory before the first row is known
OTHERS = 50_000_000  # pixels; one of 169 megapixels fits in a few kilobytes
SCANS = 32  # of a progressive JPEG; a cheap one has 10, one of 4,000 takes a quarter of a minute
SCAN = b"\xff\xda"
ORIENTATION = 0x0112  # of Exif
STRIP = 128  # rows of the smaller picture
MEMORY = 310 * 1024 * 1024  # bytes of addresses of the process that decodes
PATIENCE = 5  # seconds
SPARING = {"MALLOC_ARENA_MAX": "1"}  # else each thread of a decoder reserves 64 MB

Image.MAX_IMAGE_PIXELS = BASELINE


class NotAPicture(Exception):
    """It cannot be read as a picture, or only at a price that nobody pays."""


def as_jpeg(data: bytes) -> bytes:
    """The picture, upright and at most ``SIDE`` pixels long. Raises ``NotAPicture``."""
    if len(data) > BYTES:
        raise NotAPicture
    if data.startswith(b"\xff\xd8"):
        return attempted(lambda: from_jpeg(data))
    return confined(data)


def attempted(decode: Callable[[], bytes]) -> bytes:
    """What a decoder makes of it; they raise nearly anything."""
    try:
        return decode()
    except NotAPicture:
        raise
    except (OSError, SyntaxError, ValueError, RuntimeError, EOFError, MemoryError, ArithmeticError) as error:
        raise NotAPicture from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, LookupError, TypeError) as error:
        raise NotAPicture from error


def from_jpeg(data: bytes) -> bytes:
    """A JPEG, of which phones' kinds with a second picture keep the first."""
    if data.count(SCAN) > SCANS:
        raise NotAPicture
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as source:
        most = PROGRESSIVE if source.info.get("progressive") else BASELINE
        refuse_beyond(most, source)
        wanted = SIDE / max(source.size)
        source.draft("RGB", (int(source.width * wanted) or 1, int(source.height * wanted) or 1))
        return encoded(source)


def from_others(data: bytes) -> bytes:
    """PNG and WebP, and HEIC and AVIF where a decoder is installed; nothing that moves."""
    formats = ["PNG", "WEBP", *heif()]
    with Image.open(io.BytesIO(data), formats=formats) as source:
        refuse_beyond(OTHERS, source)
        if source.format in ("PNG", "WEBP") and getattr(source, "n_frames", 1) > 1:
            raise NotAPicture
        return encoded(source)


def heif() -> list[str]:
    """The formats of iPhones, if they can be read here."""
    with suppress(ImportError):
        import pi_heif

        pi_heif.register_heif_opener()
        return ["HEIF", "AVIF"]
    return ["AVIF"]


def refuse_beyond(most: int, picture: Image.Image) -> None:
    if picture.width * picture.height > most:
        raise NotAPicture


def encoded(picture: Image.Image) -> bytes:
    """The picture made smaller and turned then turned upright: the other way round takes the memory of it twice."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # printing a slip turns it on for the whole process
    picture.load()
    orientation = picture.getexif().get(ORIENTATION, 1)
    fresh = smaller(picture)
    fresh.thumbnail((SIDE, SIDE))
    fresh.getexif()[ORIENTATION] = orientation
    buffer = io.BytesIO()
    bare(ImageOps.exif_transpose(fresh)).save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def smaller(picture: Image.Image) -> Image.Image:
    """The picture in plain colours and, if it is much too large, a whole number of times smaller.

    Strip by strip, so that the large one is in memory only once.
    """
    times = max(1, max(picture.size) // SIDE)
    size = (-(-picture.width // times), -(-picture.height // times))
    fresh = Image.new("RGB", size)
    for top in range(0, size[1], STRIP):
        box = (0, top * times, picture.width, min((top + STRIP) * times, picture.height))
        strip = picture.crop(box).convert("RGB")
        fresh.paste(strip.reduce(times), (0, top))
    return fresh


def bare(picture: Image.Image) -> Image.Image:
    """The picture without what it knows of itself."""
    fresh = Image.new("RGB", picture.size)
    fresh.paste(picture)
    return fresh


def confined(data: bytes) -> bytes:
    """What a process of its own makes of it, which knows nothing of us. Raises ``NotAPicture``."""
    command = [sys.executable, "-m", "aftersales.kit.pictures"]
    root = Path(__file__).resolve().parents[2]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=data, capture_output=True, timeout=PATIENCE, check=True, cwd=root, env=SPARING
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise NotAPicture from error
    return done.stdout


def main() -> int:
    """Decode what comes in, within limits; exit status 1 where it is no picture."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    try:
        sys.stdout.buffer.write(attempted(lambda: from_others(sys.stdin.buffer.read())))
    except NotAPicture:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
