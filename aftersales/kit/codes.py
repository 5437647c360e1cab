"""The QR codes and barcodes on a picture, as texts; read on the server, where every phone can send a picture to."""

import io

from PIL import Image, ImageFilter

LONG = 200  # characters of a text that is worth looking at
SIDE = 2400  # pixels; what cannot be read at this size is too far away
SHARP = ImageFilter.UnsharpMask(4, 250)


def read_codes(jpeg: bytes) -> list[str]:
    """What the codes of a picture say, each once; nothing where no reader is installed."""
    try:
        import zxingcpp
    except ImportError:
        return []
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as source:
        source.draft("L", source.size)
        picture = source.convert("L")
    picture.thumbnail((SIDE, SIDE))
    formats = zxingcpp.barcode_formats_from_str("QRCode,Code128,DataMatrix")
    for attempt in (picture, picture.filter(SHARP)):
        found = zxingcpp.read_barcodes(attempt, formats=formats, try_invert=False)
        texts = dict.fromkeys(code.text.strip() for code in found)
        if plain := [text for text in texts if is_plain(text)]:
            return plain
    return []


def is_plain(text: str) -> bool:
    return 0 < len(text) <= LONG and text.isascii() and text.isprintable()
