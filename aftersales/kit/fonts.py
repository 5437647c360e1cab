"""What printing needs of the system: shared libraries, fonts, and which font draws what."""

import ctypes
import logging
import re
import subprocess
from collections.abc import Iterable
from functools import cache

logger = logging.getLogger(__name__)

LIBRARIES = {  # shared library -> its Debian package
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",  # without it a slip takes 12 s instead of 0.2 s
}
FONTS = {  # font family -> its Debian package
    "WenQuanYi Micro Hei": "fonts-wqy-microhei",
    "Noto Sans CJK SC": "fonts-noto-cjk",  # the rare characters of names
}

# Micro Hei maps these characters to blank or broken glyphs: 38 ℃ would print as 38, 1½ as 1/.
BROKEN_GLYPHS = "℃℉½¾\u212bⅤⅩ∼‾ˊˋǎǐǒǔǘǚǜ"


OUTLINES = ("TrueType", "CFF")  # fonts that Pango draws with
UNSEEN = (
    "a",
    "200c-200d",
    "fe00-fe0f",
    "e0100-e01ef",
)  # line ends, joiners and selectors of a variant need no glyph
PRIVATE = (
    "e000-f8ff",
    "f0000-10ffff",
)  # every font draws something else there, and nobody knows what was meant


def avoid_broken_glyphs(html: str) -> str:
    """The page with what Micro Hei draws wrongly marked for the other font."""
    return re.sub(f"[{BROKEN_GLYPHS}]", r'<span class="noto">\g<0></span>', html)


@cache
def drawn() -> bytes:
    """For every code point whether some font of this system draws it, and it means the same everywhere: 1, else 0.

    The fonts are those that fontconfig offers in place of ours, and so those that WeasyPrint falls back on.
    """
    families = f"{','.join(FONTS)}:lang=zh-cn"
    command = ["fc-match", "--sort", "--format", "%{fontformat} %{charset}\n", families]
    try:
        fonts = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as problem:
        logger.warning("Nobody knows what the fonts lack, so it is printed as boxes: %s", problem)
        return b"\1" * 0x110000
    flags = bytearray(0x110000)
    for font in fonts.splitlines():
        kind, *spans = font.split(" ")
        if kind in OUTLINES:
            mark(flags, spans)
    mark(flags, UNSEEN)
    mark(flags, PRIVATE, b"\0")
    return bytes(flags)


def mark(flags: bytearray, spans: Iterable[str], flag: bytes = b"\1") -> None:
    """Set the flags of code points that are written as fontconfig writes them: 41 or 4e00-9fff."""
    for span in filter(None, spans):
        first, _, last = span.partition("-")
        start, end = int(first, 16), int(last or first, 16) + 1
        flags[start:end] = flag * (end - start)


def missing_system_support() -> list[str]:
    """The Debian packages that printing needs and this system lacks; empty when all is well."""
    libraries = [package for library, package in LIBRARIES.items() if not load(library)]
    return libraries + [package for family, package in FONTS.items() if not has_font(family)]


def load(library: str) -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(library)
    except OSError:
        return None


def has_font(family: str) -> bool:
    """Whether fontconfig, which WeasyPrint asks too, knows a font family."""
    fontconfig = load("libfontconfig.so.1")
    if fontconfig is None:
        return False
    for name in ("FcNameParse", "FcObjectSetCreate", "FcFontList"):
        getattr(fontconfig, name).restype = ctypes.c_void_p
    pattern = ctypes.c_void_p(fontconfig.FcNameParse(family.encode()))
    properties = ctypes.c_void_p(fontconfig.FcObjectSetCreate())
    found = fontconfig.FcFontList(None, pattern, properties)
    return bool(found) and ctypes.cast(found, ctypes.POINTER(ctypes.c_int))[0] > 0
