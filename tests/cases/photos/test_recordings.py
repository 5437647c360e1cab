"""Videos and sounds: the container is walked to its last byte, and what it says of place and device is gone."""

import struct
from contextlib import suppress

import pytest

from aftersales.kit.recordings import FRAMES, SECONDS, NotARecording, as_recording
from tests.cases.photos.test_hostile import MEMORY, five_seconds, peak

PLACE = b"+36.2048+117.9512/"


def box(name, *inside):
    content = b"".join(inside)
    return struct.pack(">I4s", 8 + len(content), name) + content


def full(name, *inside, flags=0):
    return box(name, struct.pack(">I", flags), *inside)


def u32(*numbers):
    return struct.pack(f">{len(numbers)}I", *numbers)


def track(handler=b"vide", codec=b"avc1", flags=1, samples=b""):
    """A track whose samples, if any, begin at the first byte of the data."""
    tables = full(b"stsz", u32(0, 1, len(samples))), full(b"stsc", u32(1, 1, 1, 1)), full(b"stco", u32(1, 44))
    described = full(b"stsd", u32(1), box(codec, bytes(78)))
    where = box(b"dinf", full(b"dref", u32(1), full(b"url ", flags=flags)))
    return box(
        b"trak",
        full(b"tkhd", u32(3_900_000_000, 3_900_000_001), bytes(72)),
        box(
            b"mdia",
            full(b"mdhd", u32(3_900_000_000, 3_900_000_001), bytes(12)),
            full(b"hdlr", bytes(4), handler, bytes(12)),
            box(b"minf", where, box(b"stbl", described, *(tables if samples else ()))),
        ),
    )


def mp4(*tracks, brand=b"isom", more=b"", data=b"\0" * 400, top=b""):
    """A video as a phone records it, whose data begin at byte 44."""
    kind = box(b"ftyp", brand, bytes(4), b"isommp42", bytes(8), b"mp41")
    head = full(b"mvhd", u32(3_900_000_000, 3_900_000_001), bytes(88))
    return kind + box(b"mdat", data) + top + box(b"moov", head, *(tracks or (track(),)), more)


def size_of(number):
    return struct.pack(">Q", number | 1 << 56)


def element(key, *inside):
    content = b"".join(inside)
    return bytes.fromhex(key) + size_of(len(content)) + content


def webm(codec=b"V_VP8", doctype=b"webm", more=b"", unknown=False):
    tracks = element("1654ae6b", element("ae", element("86", codec)))
    info = element("1549a966", element("4d80", b"HUAWEI P60"), element("7ba9", PLACE))
    cluster = element("1f43b675", element("e7", b"\0"), element("a3", bytes(60)))
    inside = info + tracks + cluster + more
    head = element("1a45dfa3", element("4282", doctype))
    if unknown:
        return head + bytes.fromhex("18538067") + b"\x01" + b"\xff" * 7 + inside
    return head + element("18538067", inside)


def amr(frames=50):
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * frames


GOOD = {
    "a video": (lambda: mp4(), "mp4"),
    "a video of an iPhone": (
        lambda: mp4(track(codec=b"hvc1"), track(b"soun", b"mp4a"), brand=b"qt  "),
        "mov",
    ),
    "a video of an old phone": (
        lambda: mp4(track(codec=b"s263"), track(b"soun", b"samr"), brand=b"3gp4"),
        "3gp",
    ),
    "a sound": (lambda: mp4(track(b"soun", b"mp4a"), brand=b"M4A "), "m4a"),
    "a sound that calls itself a video": (lambda: mp4(track(b"soun", b"mp4a")), "m4a"),
    "a video of a browser": (lambda: webm(), "webm"),
    "one that it was still recording": (lambda: webm(unknown=True), "webm"),
    "a sound of a browser": (lambda: webm(b"A_OPUS"), "weba"),
    "a sound of WeChat": (lambda: amr(), "amr"),
    "a video of 30 MB": (lambda: mp4(data=bytes(31_000_000)), "mp4"),
    "a hidden track of many runs": (lambda: mp4(track(), hidden(1, 400, 2**31), data=bytes(1000)), "mp4"),
}
LARGE = "a video of 30 MB"


@pytest.mark.parametrize("what", GOOD)
def test_what_phones_record_is_kept(what):
    made, ending = GOOD[what]
    data = made()
    with five_seconds():
        kept = as_recording(data)
    assert kept.ending == ending
    assert len(kept.data) == len(data)


REFUSED = {
    "a page behind the head of a video": lambda: (
        box(b"ftyp", b"isom", bytes(4)) + b"<html><script>alert(1)</script>"
    ),
    "a video with something behind it": lambda: mp4() + b"PK\x03\x04",
    "an unknown box": lambda: mp4(top=box(b"evil", b"<script>")),
    "a box longer than the file": lambda: mp4()[:-30] + u32(4_000_000),
    "half a video": lambda: mp4()[:-50],
    "no tracks": lambda: mp4(box(b"free")),
    "subtitles alone": lambda: mp4(track(b"subt", b"stpp")),
    "a codec that nobody knows": lambda: mp4(track(codec=b"evil")),
    "data that lie elsewhere": lambda: mp4(track(flags=0)),
    "boxes twenty deep": lambda: mp4(more=nested(20)),
    "thirty thousand boxes": lambda: mp4(more=box(b"free") * 30_000),
    "a box of size one without its size": lambda: mp4() + struct.pack(">I4s", 1, b"mdat"),
    "a flash video": lambda: b"FLV\x01\x05" + bytes(200),
    "an avi": lambda: b"RIFF" + bytes(4) + b"AVI " + bytes(200),
    "a matroska film": lambda: webm(doctype=b"matroska"),
    "a webm with a file in it": lambda: webm(more=element("1941a469", b"MZ")),
    "a webm with an unknown element": lambda: webm(more=element("1a2b3c4d", b"x")),
    "half a webm": lambda: webm()[:-20],
    "a webm of an unknown codec": lambda: webm(b"V_EVIL"),
    "half a frame": lambda: amr()[:-3],
    "a page behind the head of a sound": lambda: b"#!AMR\n<html><script>alert(1)</script>",
    "a sound of hours": lambda: b"#!AMR\n" + b"\x7c" * (FRAMES * SECONDS + 1),
    "nothing": lambda: b"",
    "nine tracks": lambda: mp4(*[track()] * 9),
    "millions of boxes": lambda: mp4(top=box(b"free") * 3_000_000),
    "millions of boxes in the list of codecs": lambda: mp4(
        box(
            b"trak",
            full(b"hdlr", bytes(4), b"vide", bytes(12)),
            full(b"stsd", u32(1), box(b"avc1") * 3_000_000),
        )
    ),
    "a hidden track that overwrites all of it again and again": lambda: mp4(
        track(), hidden(20_000_000, 20_000, 1), data=bytes(21_000_000)
    ),
    "millions of elements": lambda: webm(more=b"\xec\x80" * 14_000_000),
    "millions of elements in a cluster without an end": lambda: webm(
        more=bytes.fromhex("1f43b67501") + b"\xff" * 7 + b"\xa3\x80" * 13_000_000
    ),
    "millions of elements in the head of a webm": lambda: element("1a45dfa3", b"\xec\x80" * 14_000_000),
    "millions of silent frames": lambda: b"#!AMR\n" + b"\x7c" * 30_000_000,
    "31 MB": lambda: mp4(data=bytes(31 * 1024 * 1024)),
}


def hidden(size, chunks, first):
    """A track of something else, of samples of this size, each at the same place."""
    tables = full(b"stsz", u32(size, chunks)), full(b"stsc", u32(20_000), u32(first, 1, 1) * 20_000)
    where = full(b"stco", u32(chunks), u32(44) * chunks)
    head = full(b"hdlr", bytes(4), b"meta", bytes(12))
    described = full(b"stsd", u32(1), box(b"mebx", bytes(78)))
    return box(b"trak", box(b"mdia", head, box(b"minf", box(b"stbl", described, *tables, where))))


ALL = {what: made for what, (made, _ending) in GOOD.items()} | REFUSED


def nested(depth):
    return box(b"moof", nested(depth - 1)) if depth else b""


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_recording_is_refused(what):
    data = REFUSED[what]()
    with five_seconds(), pytest.raises(NotARecording):
        as_recording(data)


@pytest.mark.parametrize(
    "what",
    [
        what if "million" in what or what == LARGE else pytest.param(what, marks=pytest.mark.long)
        for what in ALL
    ],
)
def test_none_takes_more_than_300_megabytes(what, tmp_path):
    path = tmp_path / "recording"
    path.write_bytes(ALL[what]())
    assert peak("recordings.as_recording", path) < MEMORY


def test_there_are_forty_of_them():
    assert len(ALL) >= 40


def test_half_a_header_anywhere_is_refused_and_never_an_error():
    for whole in (mp4(), webm(), webm(unknown=True), amr(3)):
        for end in range(1, len(whole) - 1, 7):
            with suppress(NotARecording):
                as_recording(whole[:end])


def test_place_device_and_day_are_gone():
    apple = box(b"meta", full(b"hdlr", bytes(20)), box(b"ilst", PLACE))
    said = mp4(more=box(b"udta", box(b"\xa9xyz", PLACE)) + apple, top=box(b"uuid", b"HUAWEI", PLACE))
    kept = as_recording(said).data
    assert PLACE in said
    assert PLACE not in kept
    assert b"HUAWEI" not in kept
    assert u32(3_900_000_000) not in kept
    assert kept.count(b"free") == 3


def test_the_track_of_an_iphone_that_tells_the_place_second_by_second_is_silenced():
    said = mp4(track(), track(b"meta", b"mebx", samples=PLACE), data=PLACE + bytes(400), brand=b"qt  ")
    assert said[44 : 44 + len(PLACE)] == PLACE
    kept = as_recording(said).data
    assert PLACE not in kept
    assert b"mebx" in said
    assert kept.count(b"trak") == 1


def test_what_a_webm_says_of_itself_is_gone():
    tags = element("1254c367", PLACE)
    kept = as_recording(webm(more=tags)).data
    assert PLACE not in kept
    assert b"HUAWEI" not in kept
