"""Pictures made to hurt or merely odd: each is refused, or nothing but a picture, within 5 s and 300 MB."""

import io
import os
import subprocess
import sys
import zlib
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from aftersales.kit.pictures import NotAPicture, as_jpeg
from tests.cases.photos.test_photos import SCRIPT, bomb, chunk, claiming, gps, picture

SAMPLES = Path(__file__).parent / "samples"
MEMORY = 300 * 1024  # KB
HIDDEN = (b"script", b"HUAWEI", b"Exif", b"http://ns.adobe.com", b"ICC_PROFILE", b"GPS", b"PK\x03\x04")


def scans(count):
    """A progressive JPEG that is drawn over and over again."""
    data = picture(size=(2000, 2000), progressive=True, quality=50)
    at = data.rindex(b"\xff\xda")
    return data[:at] + data[at:-2] * count + b"\xff\xd9"


@cache
def large(kind, width, height, mode="RGB", **options):
    buffer = io.BytesIO()
    Image.new(mode, (width, height), 0).save(buffer, kind, **options)
    return buffer.getvalue()


@cache
def png(width, height, bits=8, colour=2, row=b"", interlaced=0):
    """A PNG of zeros, in a few kilobytes."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([bits, colour, 0, 0, interlaced])
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    packer = zlib.compressobj(9)
    line = b"\0" * (1 + width * channels * bits // 8)
    rows = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + row + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def sample(name):
    return (SAMPLES / name).read_bytes()


KEPT = {
    "108 megapixels": lambda: large("JPEG", 12_000, 9_000),
    "200 megapixels": lambda: large("JPEG", 16_384, 12_288),
    "50 megapixels that load bit by bit": lambda: large("JPEG", 8_160, 6_120, progressive=True),
    "a grey picture": lambda: picture(mode="L"),
    "48 megapixels as a PNG": lambda: png(8_000, 6_000),
    "48 megapixels with transparency": lambda: png(8_000, 6_000, colour=6),
    "50 megapixels as a WebP": lambda: sample("large.webp"),
    "50 megapixels as an AVIF": lambda: sample("large.avif"),
    "50 megapixels of an iPhone": lambda: sample("large.heic"),
    "a PNG of sixteen bits": lambda: png(600, 400, bits=16, colour=6),
    "a picture of one pixel": lambda: picture(size=(1, 1)),
    "a strip of paper": lambda: picture(size=(6_000, 1)),
    "a WebP": lambda: picture("WEBP", size=(400, 300)),
    "an AVIF": lambda: picture("AVIF", size=(400, 300)),
    "an iPhone's picture": lambda: sample("upright.heic"),
    "an iPhone's picture with a description": lambda: sample("described.heic"),
    "place and camera": lambda: picture(exif=gps()),
    "place in a PNG": lambda: picture("PNG", exif=gps()),
    "place in a WebP": lambda: picture("WEBP", exif=gps()),
    "a script behind it": lambda: picture() + SCRIPT,
    "a zip behind it": lambda: picture("PNG") + b"PK\x03\x04" * 1000,
    "a script in its comment": lambda: picture(comment=SCRIPT),
    "XMP": lambda: picture(xmp=b"<x:xmpmeta>http://ns.adobe.com script</x:xmpmeta>"),
}
REFUSED = {
    "a JPEG of 4,000 scans": lambda: scans(4_000),
    "a JPEG of 40 scans": lambda: scans(40),
    "a progressive JPEG of 100 megapixels": lambda: large("JPEG", 10_000, 10_000, progressive=True),
    "a JPEG of 240 megapixels": lambda: large("JPEG", 20_000, 12_000),
    "a JPEG that claims 65,535 each way": lambda: claimed(),
    "a PNG of 169 megapixels": bomb,
    "a PNG of 56 megapixels": lambda: png(8_000, 7_000, colour=0),
    "a WebP of 52 megapixels": lambda: sample("too_large.webp"),
    "an AVIF of 52 megapixels": lambda: sample("too_large.avif"),
    "a HEIC of 52 megapixels": lambda: sample("too_large.heic"),
    "a PNG that claims to be huge": lambda: claiming(2**31 - 1, 2**31 - 1),
    "a PNG with text that unpacks to 200 MB": lambda: png(8, 8, row=unpacking()),
    "a PNG of nothing but its head": lambda: claiming(7_000, 7_000),
    "a moving picture": lambda: moving(),
    "half a HEIC": lambda: sample("upright.heic")[:900],
    "a HEIC whose sizes lie": lambda: sample("upright.heic").replace(
        b"ispe\0\0\0\0", b"ispe\0\0\0\0\x7f\xff", 1
    ),
    "the head of a HEIC": lambda: sample("upright.heic")[:40] + b"\xff" * 4000,
    "half an AVIF": lambda: picture("AVIF", size=(400, 300))[:200],
    "a drawing": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "a TIFF": lambda: picture("TIFF"),
    "a GIF": lambda: picture("GIF", mode="P"),
    "a PDF": lambda: b"%PDF-1.7\n1 0 obj<<>>endobj",
    "a page that begins like a picture": lambda: b"\xff\xd8\xff\xe0<script>alert(1)</script>",
    "31 MB": lambda: picture() + bytes(31 * 1024 * 1024),
}


def claimed():
    data = bytearray(picture())
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    return bytes(data)


@cache
def unpacking():
    packed = zlib.compress(b"A" * 200_000_000, 9)
    return b"".join(chunk(b"zTXt", b"Comment\0\0" + packed) for _ in range(3))


def moving():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def test_there_are_forty_of_them():
    assert len(KEPT) + len(REFUSED) >= 40


@contextmanager
def five_seconds():
    """Of processors, of this process and those it starts: a machine that has much else to do says nothing."""
    before = spent()
    yield
    assert spent() - before < 5


def spent():
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@pytest.mark.parametrize("what", KEPT)
def test_of_what_is_odd_the_picture_alone_is_kept(what):
    data = KEPT[what]()
    with five_seconds():
        kept = as_jpeg(data)
    image = Image.open(io.BytesIO(kept))
    assert (image.format, image.mode) == ("JPEG", "RGB")
    assert max(image.size) <= 2560
    assert [word for word in HIDDEN if word in kept] == []
    assert not image.getexif()


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_made_to_hurt_is_refused_soon(what):
    data = REFUSED[what]()
    with five_seconds(), pytest.raises(NotAPicture):
        as_jpeg(data)


MEASURE = """
import sys
from aftersales.kit import pictures, recordings
with open(sys.argv[1], "rb") as file:
    data = file.read()
try:
    {how}(data)
except BaseException:
    pass
print([line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")][0])
"""


def peak(how, path):
    """The memory that a process of its own takes for this picture at most, in KB."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", MEASURE.format(how=how), path], capture_output=True, check=True, cwd=Path.cwd()
    )
    return int(done.stdout)


WORST = (
    "200 megapixels", "50 megapixels that load bit by bit", "48 megapixels with transparency",
    "50 megapixels as a WebP", "50 megapixels as an AVIF", "50 megapixels of an iPhone",
    "a PNG with text that unpacks to 200 MB",
)  # fmt: skip


@pytest.mark.parametrize(
    "what", [pytest.param(what, marks=() if what in WORST else pytest.mark.long) for what in KEPT | REFUSED]
)
def test_none_takes_more_than_300_megabytes(what, tmp_path):
    """Of the server's own process, and of that which decodes whatever is no JPEG."""
    path = tmp_path / "picture"
    data = {**KEPT, **REFUSED}[what]()
    path.write_bytes(data)
    assert peak("pictures.as_jpeg", path) < MEMORY
    if not data.startswith(b"\xff\xd8"):
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", CONFINED, path], capture_output=True, check=False, cwd=Path.cwd()
        )
        assert not done.stdout.strip() or int(done.stdout) < MEMORY


CONFINED = """
import os, sys
from aftersales.kit import pictures
sys.stdin = open(sys.argv[1])
out, sys.stdout = sys.stdout, open(os.devnull, "w")
pictures.main()
print([line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")][0], file=out)
"""
