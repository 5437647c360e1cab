"""Large pictures at the size that is kept, in little memory: 50 megapixels take 150 MB as plain colours, and twice that
by the common way, which has them in memory more than once.

WebP and AVIF are asked of the libraries that come with Pillow, which can make them smaller while they are decoded;
Pillow itself cannot. Whatever cannot be decoded raises one of many errors, ValueError where it is ours.
"""

import ctypes
import io
import struct
from collections.abc import Callable
from typing import NamedTuple

from PIL import Image

ORIENTATION = 0x0112  # of Exif
STRIP = 128  # rows of the smaller picture

Size = tuple[int, int]


class Decoded(NamedTuple):
    """A picture in plain colours, little larger than asked for, and how it lies, as Exif counts it."""

    picture: Image.Image
    orientation: int = 1


def demand(condition: object) -> None:
    if not condition:
        raise ValueError


def within(size: Size, most: int) -> None:
    """Refuse more pixels than this."""
    demand(0 < size[0] * size[1] <= most)


def fitted(size: Size, side: int) -> Size:
    """This size in the same proportions, its longer side no longer than this."""
    times = min(1.0, side / max(size))
    return max(1, round(size[0] * times)), max(1, round(size[1] * times))


def shrunk(size: Size, side: int, rows: Callable[[int, int], Image.Image]) -> Image.Image:
    """What ``rows`` gives from one row to another, a whole number of times smaller if it is much too large.

    Strip by strip, so that the large one is in memory only once.
    """
    times = max(1, max(size) // side)
    fresh = Image.new("RGB", (-(-size[0] // times), -(-size[1] // times)))
    for top in range(0, fresh.height, STRIP):
        strip = rows(top * times, min((top + STRIP) * times, size[1]))
        fresh.paste(strip.convert("RGB").reduce(times), (0, top))
    return fresh


def of_pillow(picture: Image.Image, side: int) -> Decoded:
    """A picture that Pillow has opened."""
    picture.load()
    orientation = picture.getexif().get(ORIENTATION, 1)
    whole = shrunk(picture.size, side, lambda top, end: picture.crop((0, top, picture.width, end)))
    return Decoded(whole, orientation)


def heif(data: bytes, side: int, most: int) -> Decoded:
    """The picture of an iPhone; its decoder turns it upright, and gives one byte a colour."""
    import pi_heif

    found = pi_heif.open_heif(data)
    within(found.size, most)
    pixels, stride, (width, height) = memoryview(found.data), found.stride, found.size
    mode = found.mode.upper()  # colours that are multiplied by their transparency are close enough

    def rows(top: int, end: int) -> Image.Image:
        part = bytes(pixels[top * stride : end * stride])
        return Image.frombytes(mode, (width, end - top), part, "raw", mode, stride, 1)

    return Decoded(shrunk((width, height), side, rows))


# -- WebP: libwebp, decode.h ---------------------------------------------------------------------------

Number = ctypes.c_int
WEBP = 0x0200  # of the interface; libwebp refuses another
RGB = 0


class Features(ctypes.Structure):
    """WebPBitstreamFeatures."""

    width: int
    height: int
    _fields_ = [
        *((name, Number) for name in ("width", "height", "has_alpha", "has_animation", "format")),
        ("pad", Number * 5),
    ]


class Output(ctypes.Structure):
    """WebPDecBuffer, of whose union the plain colours are what is asked for."""

    pixels: int
    stride: int
    size: int
    _fields_ = [
        *((name, Number) for name in ("colours", "width", "height", "is_external")),
        ("pixels", ctypes.c_void_p),
        ("stride", Number),
        ("size", ctypes.c_size_t),
        ("planes", ctypes.c_uint8 * 56),
        ("pad", Number * 4),
        ("memory", ctypes.c_void_p),
    ]


class Options(ctypes.Structure):
    """WebPDecoderOptions."""

    use_scaling: int
    scaled_width: int
    scaled_height: int
    _fields_ = [
        *((name, Number) for name in ("no_filter", "plain_upsampling", "use_cropping", "left", "top")),
        *((name, Number) for name in ("crop_width", "crop_height")),
        *((name, Number) for name in ("use_scaling", "scaled_width", "scaled_height")),
        *((name, Number) for name in ("threads", "dithering", "flip", "alpha_dithering")),
        ("pad", Number * 5),
    ]


class Config(ctypes.Structure):
    """WebPDecoderConfig."""

    input: Features
    output: Output
    options: Options
    _fields_ = [("input", Features), ("output", Output), ("options", Options)]


def webp(data: bytes, side: int, most: int) -> Decoded:
    """A WebP that does not move: the library refuses one that does."""
    from PIL import _webp

    library, length, config = ctypes.CDLL(_webp.__file__), ctypes.c_size_t(len(data)), Config()
    demand(library.WebPInitDecoderConfigInternal(ctypes.byref(config), WEBP))
    demand(library.WebPGetFeaturesInternal(data, length, ctypes.byref(config.input), WEBP) == 0)
    size = config.input.width, config.input.height
    within(size, most)
    config.options.use_scaling = 1
    config.options.scaled_width, config.options.scaled_height = wanted = fitted(size, side)
    demand(library.WebPDecode(data, length, ctypes.byref(config)) == 0)
    return Decoded(plain(config.output.pixels, config.output.stride, wanted), orientation_of_webp(data))


def plain(pixels: int, stride: int, size: Size) -> Image.Image:
    """The picture that lies there, three bytes a pixel."""
    last = stride * (size[1] - 1) + 3 * size[0]
    found = ctypes.string_at(pixels, last) + bytes(stride - 3 * size[0])
    return Image.frombytes("RGB", size, found, "raw", "RGB", stride, 1)


def orientation_of_webp(data: bytes) -> int:
    at = 12
    while at + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, at)
        if name == b"EXIF":
            exif = Image.Exif()
            exif.load(data[at + 8 : at + 8 + length])
            return int(exif.get(ORIENTATION, 1))
        at += 8 + length + (length & 1)
    return 1


# -- AVIF: libavif 1, avif.h ---------------------------------------------------------------------------


class Decoder(ctypes.Structure):
    """avifDecoder, as far as its first result."""

    image: int
    _fields_ = [("settings", Number * 11), ("image", ctypes.c_void_p)]


class Colours(ctypes.Structure):
    """avifRGBImage, and some room for what a later version may add."""

    depth: int
    format: int
    pixels: int
    stride: int
    _fields_ = [
        *((name, Number) for name in ("width", "height", "depth", "format", "up", "down", "plainly")),
        *((name, Number) for name in ("ignore_alpha", "premultiplied", "is_float", "threads")),
        ("pixels", ctypes.c_void_p),
        ("stride", Number),
        ("later", ctypes.c_uint8 * 64),
    ]


ROOM = 512  # bytes of avifDiagnostics, which takes 256
SETTLED = b"1."  # the versions of which this is true


def avif(data: bytes, side: int, most: int) -> Decoded:
    """The first picture of an AVIF; how large it is and how it lies tells Pillow."""
    from PIL import _avif

    with Image.open(io.BytesIO(data), formats=("AVIF",)) as source:
        within(source.size, most)
        size, orientation = source.size, source.getexif().get(ORIENTATION, 1)
    library = ctypes.CDLL(_avif.__file__)
    library.avifVersion.restype = ctypes.c_char_p
    library.avifDecoderCreate.restype = ctypes.POINTER(Decoder)
    demand(library.avifVersion().startswith(SETTLED))
    decoder = library.avifDecoderCreate()
    demand(decoder)
    demand(library.avifDecoderSetIOMemory(decoder, data, ctypes.c_size_t(len(data))) == 0)
    demand(library.avifDecoderParse(decoder) == 0)
    demand(library.avifDecoderNextImage(decoder) == 0)
    image, wanted = ctypes.c_void_p(decoder.contents.image), fitted(size, side)
    if wanted != size:
        demand(library.avifImageScale(image, *wanted, ctypes.create_string_buffer(ROOM)) == 0)
    return Decoded(in_colours(library, image, wanted), orientation)


def in_colours(library: ctypes.CDLL, image: ctypes.c_void_p, size: Size) -> Image.Image:
    colours = Colours()
    library.avifRGBImageSetDefaults(ctypes.byref(colours), image)
    colours.depth, colours.format = 8, RGB
    demand(library.avifRGBImageAllocatePixels(ctypes.byref(colours)) == 0)
    demand(library.avifImageYUVToRGB(image, ctypes.byref(colours)) == 0)
    return plain(colours.pixels, colours.stride, size)
