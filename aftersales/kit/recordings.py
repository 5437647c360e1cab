"""A short video or sound that somebody sends: its container is walked to the last byte, and nothing is decoded.

What phones record is let in: MP4 and its kin (MOV, M4A, 3GP), WebM, AMR. What a container says beside picture and
sound (the place, the device, whose it is) is overwritten in place, so that nothing moves and all still plays.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple, TypeVar

BYTES = 30 * 1024 * 1024
MOST_BOXES = 20_000
MOST_SAMPLES = 200_000
MOST_TRACKS = 8
SHORTEST = 16  # bytes of an element of a cluster, on average
DEEPEST = 9
SECONDS = 600


class NotARecording(Exception):
    """It is no video or sound that a phone records."""


class Recording(NamedTuple):
    """What is kept of one, and the ending that its file gets."""

    ending: str
    data: bytes


def as_recording(data: bytes) -> Recording:
    """The recording without what it says of place and device. Raises ``NotARecording``."""
    if len(data) > BYTES:
        raise NotARecording
    try:
        if data[4:8] == b"ftyp":
            return from_boxes(bytearray(data))
        if data.startswith(EBML):
            return from_elements(bytearray(data))
        return from_frames(data)
    except (struct.error, IndexError, RecursionError) as error:
        raise NotARecording from error


def demand(condition: object) -> None:
    if not condition:
        raise NotARecording


Part = TypeVar("Part")


def few(parts: Iterable[Part]) -> list[Part]:
    """All of them, unless they are more than any phone writes: 30 MB hold millions."""
    found = list(islice(parts, MOST_BOXES + 1))
    demand(len(found) <= MOST_BOXES)
    return found


# -- MP4 and its kin: boxes in boxes (ISO 14496-12) ---------------------------------------------------

CONTAINERS = frozenset(
    (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"dinf", b"edts", b"moof", b"traf", b"mvex")
)
SAYS_MORE = frozenset((b"udta", b"meta", b"uuid", b"ilst", b"keys"))
DATED = frozenset((b"mvhd", b"tkhd", b"mdhd"))
TOP = frozenset((
    b"ftyp", b"styp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"free", b"skip", b"wide", b"pdin", b"uuid",
    b"meta", b"udta", b"prft", b"emsg",
))  # fmt: skip
VIDEO = frozenset((
    b"avc1", b"avc3", b"hvc1", b"hev1", b"mp4v", b"s263", b"h263", b"vp08", b"vp09", b"av01", b"jpeg", b"dvh1", b"dvhe",
))  # fmt: skip
SOUND = frozenset(
    (b"mp4a", b"samr", b"sawb", b"alac", b"Opus", b"ac-3", b"ec-3", b"sowt", b"lpcm", b"twos", b"ulaw")
)
OF_HANDLER = {b"vide": VIDEO, b"soun": SOUND}
BRANDS = {b"qt  ": "mov", b"M4A ": "m4a", b"3gp": "3gp", b"3g2": "3gp"}


class Box(NamedTuple):
    """Where a box and what it holds begin, and where it ends."""

    name: bytes
    start: int
    inside: int
    end: int


def boxes(data: bytearray, start: int, end: int) -> Iterator[Box]:
    """The boxes of a stretch, which they fill exactly."""
    while start < end:
        demand(end - start >= 8)
        size, name = struct.unpack_from(">I4s", data, start)
        inside = start + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, inside)
            inside += 8
        elif size == 0:
            size = end - start
        demand(inside <= start + size <= end)
        yield Box(name, start, inside, start + size)
        start += size


def every_box(data: bytearray, start: int, end: int, depth: int = 0) -> Iterator[Box]:
    """The boxes of a stretch and of what is in them."""
    demand(depth <= DEEPEST)
    for box in boxes(data, start, end):
        yield box
        if box.name in CONTAINERS:
            yield from every_box(data, box.inside, box.end, depth + 1)


def from_boxes(data: bytearray) -> Recording:
    top = few(boxes(data, 0, len(data)))
    names = [box.name for box in top]
    demand(TOP.issuperset(names) and names.count(b"moov") == 1)
    demand(b"mdat" in names or b"moof" in names)
    found = few(every_box(data, 0, len(data)))
    heads = [box for box in found if box.name == b"hdlr"]
    kinds = {bytes(data[box.inside + 8 : box.inside + 12]) for box in heads}
    demand(kinds & OF_HANDLER.keys())
    tracks = [box for box in found if box.name == b"trak"]
    demand(len(tracks) <= MOST_TRACKS)
    for track in tracks:
        look_at_track(data, track)
    for box in found:
        hush(data, box)
    return Recording(ending_of(data, b"vide" in kinds), bytes(data))


def ending_of(data: bytearray, moves: bool) -> str:
    brand = bytes(data[8:12])
    named = BRANDS.get(brand) or BRANDS.get(brand[:3]) or "mp4"
    return "m4a" if named == "mp4" and not moves else named


def look_at_track(data: bytearray, track: Box) -> None:
    """A track is video or sound of a known kind, all of it in this file; one of anything else is silenced."""
    inner: dict[bytes, Box] = {}
    for box in every_box(data, track.inside, track.end):
        inner.setdefault(box.name, box)  # MOV has a second handler, of where the data lie
    demand(inner.keys() >= {b"hdlr", b"stsd"})
    head = inner[b"hdlr"].inside
    known = OF_HANDLER.get(bytes(data[head + 8 : head + 12]))
    if known is None:
        silence(data, inner)
        data[track.start + 4 : track.start + 8] = b"free"
        return
    described = inner[b"stsd"]
    entries = few(boxes(data, described.inside + 8, described.end))
    demand(entries and all(box.name in known for box in entries))
    if references := inner.get(b"dref"):
        whole = few(boxes(data, references.inside + 8, references.end))
        demand(all(data[box.inside + 3] & 1 for box in whole))


def silence(data: bytearray, inner: dict[bytes, Box]) -> None:
    """Overwrite the samples of a track: phones write the place second by second into one of their own."""
    if not inner.keys() >= {b"stsz", b"stsc"} or not inner.keys() & {b"stco", b"co64"}:
        return
    sizes, runs = sizes_of(data, inner[b"stsz"]), sorted(runs_of(data, inner[b"stsc"]))
    firsts = [first for first, _many in runs]
    sample, left = 0, len(data)
    for number, start in enumerate(offsets_of(data, inner), 1):
        run = bisect_right(firsts, number) - 1
        count = runs[run][1] if run >= 0 else 0
        length = sum(sizes[sample : sample + count])
        left -= length
        demand(left >= 0 and start + length <= len(data))
        data[start : start + length] = bytes(length)
        sample += count


def sizes_of(data: bytearray, box: Box) -> list[int]:
    same, count = struct.unpack_from(">II", data, box.inside + 4)
    demand(count <= MOST_SAMPLES)
    return [same] * count if same else list(struct.unpack_from(f">{count}I", data, box.inside + 12))


def runs_of(data: bytearray, box: Box) -> list[tuple[int, int]]:
    """From which chunk on there are how many samples in each."""
    (count,) = struct.unpack_from(">I", data, box.inside + 4)
    demand(count <= MOST_BOXES)
    return [struct.unpack_from(">II", data, box.inside + 8 + 12 * row) for row in range(count)]


def offsets_of(data: bytearray, inner: dict[bytes, Box]) -> tuple[int, ...]:
    box, sign = (inner[b"co64"], "Q") if b"co64" in inner else (inner[b"stco"], "I")
    (count,) = struct.unpack_from(">I", data, box.inside + 4)
    demand(count <= MOST_BOXES)
    return struct.unpack_from(f">{count}{sign}", data, box.inside + 8)


def hush(data: bytearray, box: Box) -> None:
    """Make free space of a box that says more than picture and sound, and forget when it was recorded."""
    if box.name in SAYS_MORE or box.name in (b"free", b"skip", b"wide"):
        data[box.start + 4 : box.start + 8] = b"free"
        data[box.inside : box.end] = bytes(box.end - box.inside)
    elif box.name in DATED:
        length = 16 if data[box.inside] == 1 else 8
        data[box.inside + 4 : box.inside + 4 + length] = bytes(length)


# -- WebM: elements in elements (EBML) ----------------------------------------------------------------

EBML = b"\x1a\x45\xdf\xa3"
SEGMENT, CLUSTER, INFO, TRACKS, TAGS, ATTACHED, CUES = (
    0x18538067, 0x1F43B675, 0x1549A966, 0x1654AE6B, 0x1254C367, 0x1941A469, 0x1C53BB6B,
)  # fmt: skip
CHAPTERS, SEEK, ENTRY, CODEC, DOCTYPE, VOID = 0x1043A770, 0x114D9B74, 0xAE, 0x86, 0x4282, 0xEC
TITLE, DATE, MUXER, WRITER, NAME, FILE = 0x7BA9, 0x4461, 0x4D80, 0x5741, 0x536E, 0x7384
NESTED = frozenset((SEGMENT, INFO, TRACKS, ENTRY))
LEVEL_ONE = frozenset((CLUSTER, INFO, TRACKS, TAGS, CUES, CHAPTERS, SEEK, VOID, 0xBF))
AFTER_CLUSTER = LEVEL_ONE - {VOID, 0xBF}
SPEAKS = frozenset((TAGS, CHAPTERS, TITLE, DATE, MUXER, WRITER, NAME, FILE, VOID))
CODECS = (
    b"V_VP8",
    b"V_VP9",
    b"V_AV1",
    b"V_MPEG4/ISO/AVC",
    b"A_OPUS",
    b"A_VORBIS",
    b"A_AAC",
    b"A_PCM/FLOAT/IEEE",
)


class Element(NamedTuple):
    """An element of WebM: where its content begins and ends."""

    key: int
    start: int
    inside: int
    end: int


def number_at(data: bytearray, at: int, keep_mark: bool) -> tuple[int, int]:
    """A number of one to eight bytes, whose length its first bits tell, and how long it is; -1: unknown."""
    length = 9 - data[at].bit_length()
    demand(length <= 8 and at + length <= len(data))
    value = int.from_bytes(data[at : at + length], "big")
    if keep_mark:
        return value, length
    bare = value & ((1 << 7 * length) - 1)
    return (-1 if bare == (1 << 7 * length) - 1 else bare), length


def elements(data: bytearray, start: int, end: int) -> Iterator[Element]:
    while start < end:
        key, length = number_at(data, start, keep_mark=True)
        size, more = number_at(data, start + length, keep_mark=False)
        inside = start + length + more
        if size < 0:
            demand(key in (SEGMENT, CLUSTER))
            size = (end if key == SEGMENT else end_of_cluster(data, inside, end)) - inside
        demand(inside + size <= end)
        yield Element(key, start, inside, inside + size)
        start = inside + size


def end_of_cluster(data: bytearray, start: int, end: int) -> int:
    """Where the next element of the first level begins, after a cluster whose length nobody wrote down."""
    began, steps = start, 0
    while start < end:
        key, length = number_at(data, start, keep_mark=True)
        if key in AFTER_CLUSTER:
            return start
        steps += 1
        demand(steps < MOST_BOXES or steps * SHORTEST <= start - began)
        size, more = number_at(data, start + length, keep_mark=False)
        demand(size >= 0)
        start += length + more + size
    demand(start == end)
    return end


def from_elements(data: bytearray) -> Recording:
    head, *rest = few(elements(data, 0, len(data)))
    kinds = {element.key: element for element in few(elements(data, head.inside, head.end))}
    demand(DOCTYPE in kinds and bytes(data[kinds[DOCTYPE].inside : kinds[DOCTYPE].end]) == b"webm")
    demand([element.key for element in rest if element.key != VOID] == [SEGMENT])
    found = few(every_element(data, rest))
    keys = {element.key for element in found}
    demand(keys >= {CLUSTER, TRACKS, CODEC} and ATTACHED not in keys)
    codecs = [bytes(data[each.inside : each.end]) for each in found if each.key == CODEC]
    demand(all(codec in CODECS for codec in codecs))
    for element in found:
        if element.key in SPEAKS:
            data[element.inside : element.end] = bytes(element.end - element.inside)
    return Recording("webm" if any(map(moves, codecs)) else "weba", bytes(data))


def moves(codec: bytes) -> bool:
    return codec.startswith(b"V_")


def every_element(data: bytearray, found: list[Element]) -> Iterator[Element]:
    for element in found:
        yield element
        if element.key == SEGMENT:
            inner = few(elements(data, element.inside, element.end))
            demand(all(one.key in LEVEL_ONE for one in inner))
            yield from every_element(data, inner)
        elif element.key in NESTED:
            yield from every_element(data, few(elements(data, element.inside, element.end)))


# -- AMR: frames of a voice (RFC 4867) ----------------------------------------------------------------

HEADS = {
    b"#!AMR\n": (12, 13, 15, 17, 19, 20, 26, 31, 5, 0, 0, 0, 0, 0, 0, 0),
    b"#!AMR-WB\n": (17, 23, 32, 36, 40, 46, 50, 58, 60, 5, 0, 0, 0, 0, 0, 0),
}
FRAMES = 50  # a second


def from_frames(data: bytes) -> Recording:
    head = next((head for head in HEADS if data.startswith(head)), b"")
    demand(head)
    lengths, at, count = HEADS[head], len(head), 0
    while at < len(data) and count <= SECONDS * FRAMES:
        demand(data[at] & 0x83 == 0)
        at += 1 + lengths[data[at] >> 3 & 15]
        count += 1
    demand(at == len(data) and 0 < count <= SECONDS * FRAMES)
    return Recording("amr", data)
