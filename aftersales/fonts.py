"""What printing needs of the system: shared libraries, fonts, and which font draws what."""

import ctypes
import re

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


def avoid_broken_glyphs(html: str) -> str:
    """The page with what Micro Hei draws wrongly marked for the other font."""
    return re.sub(f"[{BROKEN_GLYPHS}]", r'<span class="noto">\g<0></span>', html)


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
