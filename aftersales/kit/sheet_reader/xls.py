"""What calamine passes over in an old workbook (BIFF8): errors, formulas that nobody has worked out, hidden rows."""

import struct
from collections.abc import Iterator

from aftersales.kit.sheet_reader.besides import Besides, Place

ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
BOF, BOUNDSHEET, FORMULA_RECORD, BOOLERR, ROW = 0x809, 0x85, 0x6, 0x205, 0x208
UNCALCULATED = 0x5E  # the sheet was saved before it was worked out
ENGINE = 0x1C1  # what has worked out the book
HIDDEN = 0x20  # among the signs of a row
NO_NUMBER, ERROR = b"\xff\xff", 2  # in the result of a formula
EMPTY, ZERO = b"\3\0\0\0\0\0\xff\xff", bytes(8)  # as the result of one


def besides_in_xls(data: bytes) -> dict[str, Besides]:
    """Of an old workbook (BIFF8), by the name of the sheet."""
    stream = workbook_stream(data)
    names, worked_out = {}, False
    for _at, kind, body in records(stream, 0):
        worked_out |= kind == ENGINE
        if kind == BOUNDSHEET:
            start, length, wide = struct.unpack_from("<I", body)[0], body[6], body[7] & 1
            names[start] = body[8:].decode("utf-16-le" if wide else "latin-1")[:length]
    return {
        name: Besides(
            dict(old_errors(stream, start)) | open_formulas(stream, start, worked_out),
            list(old_hidden(stream, start)),
        )
        for start, name in names.items()
    }


def records(stream: bytes, at: int) -> Iterator[tuple[int, int, bytes]]:
    """The records from here to the end of the part: place, kind, content."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        depth += (kind == BOF) - (kind == 0xA)
        if depth <= 0:
            return
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def old_errors(stream: bytes, start: int) -> Iterator[tuple[Place, dict[str, str]]]:
    """The cells of a sheet that show an error."""
    for _at, kind, body in records(stream, start):
        code = error_code(kind, body)
        if code is not None:
            yield struct.unpack_from("<HH", body), {"error": ERRORS.get(code, "#N/A")}


def open_formulas(stream: bytes, start: int, worked_out: bool) -> dict[Place, dict[str, str]]:
    """The formulas of a sheet that nobody has worked out.

    A program that cannot work them out leaves all of them with an empty text, or says that it has not.
    """
    found = list(records(stream, start))
    results = {
        struct.unpack_from("<HH", body): body[6:14] for _at, kind, body in found if kind == FORMULA_RECORD
    }
    if any(kind == UNCALCULATED for _at, kind, _body in found):
        empty = {place for place, result in results.items() if result in (EMPTY, ZERO)}
    else:
        empty = set() if worked_out or set(results.values()) != {EMPTY} else set(results)
    return {place: {"formula": ""} for place in empty}


def old_hidden(stream: bytes, start: int) -> Iterator[int]:
    """The rows that the spreadsheet program does not show, from 0."""
    for _at, kind, body in records(stream, start):
        if kind == ROW and body[12] & HIDDEN:
            yield struct.unpack_from("<H", body)[0]


def error_code(kind: int, body: bytes) -> int | None:
    """The error of a cell, which was typed or is what its formula came to; None where it has none."""
    if kind == BOOLERR and body[7]:
        return body[6]
    if kind == FORMULA_RECORD and body[12:14] == NO_NUMBER and body[6] == ERROR:
        return body[8]
    return None


SMALL = 64  # bytes of a sector of a small stream


def workbook_stream(data: bytes) -> bytes:
    """The stream "Workbook" of a compound file, by its chain of sectors; a small one lies within another."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    entries_at, least, small_at = struct.unpack_from("<I4xII", data, 48)
    sectors = parts_of(data[size:], size)
    following = numbers(b"".join(sectors[table] for table in tables_of(data, sectors)))
    entries = parts_of(chained(sectors, following, entries_at), 128)
    entry = next((entry for entry in entries if name_of(entry) in ("Workbook", "Book")), None)
    if entry is None:
        return b""
    start, length = struct.unpack_from("<II", entry, 116)
    if length >= least:
        return chained(sectors, following, start)
    within = chained(sectors, following, struct.unpack_from("<I", entries[0], 116)[0])
    return chained(parts_of(within, SMALL), numbers(chained(sectors, following, small_at)), start)


def tables_of(data: bytes, sectors: list[bytes]) -> list[int]:
    """The sectors that say which follows which: the first in the head, more of a large file in a chain of their own."""
    tables = list(struct.unpack_from("<109I", data, 76))
    further, seen = struct.unpack_from("<I", data, 68)[0], set()
    while further < len(sectors) and further not in seen:
        seen.add(further)
        *more, further = numbers(sectors[further])
        tables += more
    return [table for table in tables if table < len(sectors)]


def parts_of(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


def numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack_from(f"<{len(data) // 4}I", data)


def name_of(entry: bytes) -> str:
    return entry[:64].decode("utf-16-le", "replace").split("\0")[0]


def chained(sectors: list[bytes], following: tuple[int, ...], start: int) -> bytes:
    """The sectors from one on, each of which says which follows it."""
    parts, seen = [], set()
    while start < len(following) and start not in seen:
        seen.add(start)
        parts.append(sectors[start])
        start = following[start]
    return b"".join(parts)
