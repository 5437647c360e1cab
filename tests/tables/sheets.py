"""Tables as people send them, and what the product reads of them."""

import csv
import io
import struct
import zipfile

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from aftersales.kit.spreadsheets import UnreadableSheet
from aftersales.kit.tables.headings import Layout
from aftersales.kit.tables.looking import Look
from aftersales.kit.tables.uploads import choose_layout, read
from aftersales.models import TableUpload


def workbook(*rows):
    """A spreadsheet as Excel saves it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def csv_of(rows):
    """The same as a CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def file(data, name="清单.xlsx"):
    return SimpleUploadedFile(name, data)


def look(kind, data, user, subject=None, **said):
    """A look at a file, or at a text as it was pasted."""
    pasted = isinstance(data, str)
    tables = read(kind, data.encode() if pasted else data, pasted)
    upload = TableUpload(kind=kind.key, user=user, pasted=pasted)
    choose_layout(upload, kind, tables)
    if upload.layout is None:
        raise UnreadableSheet("the person is asked for the columns")
    table = tables[upload.sheet]
    return Look(kind, table, Layout.restored(upload.layout, table), user, subject, said)


def rows_of(found):
    return [row for batch in found.batches() for row in batch.rows]


def send(browser, url, data=None, **facts):
    """Send a table, from its first page to the preview."""
    files = {"upload": file(data)} if isinstance(data, bytes) else {"pasted": data or ""}
    return browser.post(url, files | facts, follow=True)


def decide(browser, page, choice):
    """Decide on the table that the page shows."""
    url = page.redirect_chain[-1][0] if page.redirect_chain else page.request["PATH_INFO"]
    return browser.post(url, {"choice": choice}, follow=True)


def text(page):
    return page.content.decode()


# -- books that are not of Excel's newer kind ---------------------------------------------------------


def opendocument(*rows, name="清单"):
    """A sheet as LibreOffice saves it. A cell is a text, or a pair of its attributes and its text."""
    cells = "".join(
        f"<table:table-row {kind}>{''.join(map(ods_cell, row))}</table:table-row>" for kind, *row in rows
    )
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"' for prefix in NAMESPACES
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="{name}">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": MIME, "META-INF/manifest.xml": MANIFEST, "content.xml": content})


NAMESPACES = ("office", "table", "text")
MIME = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/></manifest:manifest>'
)


def ods_cell(cell):
    attributes, said = ('office:value-type="string"', cell) if isinstance(cell, str) else cell
    if said is None:
        return f"<table:{attributes}/>"
    return f"<table:table-cell {attributes}><text:p>{said}</text:p></table:table-cell>"


def zipped(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, text in parts.items():
            archive.writestr(path, text)
    return buffer.getvalue()


def old_workbook(*rows, hidden=(), small=True, beside=b"", of_book=b""):
    """A sheet as Excel saved it until 2003 (BIFF8).

    A cell is a text, a number, an error as bytes: its code, or the result of a formula: eight bytes.

    A small book lies in sectors of 64 bytes within another stream.
    """
    sheet = biff(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    sheet += beside
    for number in hidden:
        sheet += biff(0x208, struct.pack("<HHHHHHI", number, 0, 9, 0, 0, 0, 0x20))
    for row, cells in enumerate(rows):
        sheet += b"".join(old_cell(row, column, cell) for column, cell in enumerate(cells))
    head = (
        biff(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
        + biff(0x42, struct.pack("<H", 1200))
        + of_book
    )
    bound = biff(0x85, struct.pack("<IHBB", 0, 0, 1, 1) + "A".encode("utf-16-le"))
    start = struct.pack("<I", len(head) + len(bound) + 4)
    book = head + bound[:4] + start + bound[8:] + biff(0xA) + sheet + biff(0xA)
    return compound(book if small else book.ljust(4096, b"\0"))


def biff(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def old_cell(row, column, cell):
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(cell, bytes):
        result = cell if len(cell) == 8 else b"\2\0" + cell + b"\0\0\0\xff\xff"
        return biff(0x6, place + result + bytes(8))
    if isinstance(cell, str):
        return biff(0x204, place + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))
    return biff(0x203, place + struct.pack("<d", cell))


FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(stream):
    """A compound file with one stream, "Workbook", which lies within the root where it is small."""
    small = len(stream) < 4096
    parts = [padded(stream, 512)]
    count = len(parts[0]) // 512
    chain = [TABLE, END, *chained(2, count)]
    mini = chained(0, -(-len(stream) // 64)) if small else []
    if small:
        chain.append(END)
        parts.append(struct.pack("<128I", *mini, *[FREE] * (128 - len(mini))))
    root = entry("Root Entry", 5, 2 if small else END, len(padded(stream, 64)) if small else 0, child=1)
    book = entry("Workbook", 2, 0 if small else 2, len(stream))
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096,
        2 + count if small else END, int(small), END, 0, 0,
    )  # fmt: skip
    head += struct.pack("<108I", *[FREE] * 108)
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    return head + table + padded(root + book, 512) + b"".join(parts)


def large_compound(stream):
    """The same for one of more than 6.8 MB, whose tables of sectors do not all have a place in the head."""
    count = len(padded(stream, 512)) // 512
    tables = -(-(count + 130) // 126)
    begun = tables + 2
    chain = [*[TABLE] * tables, END, TABLE, *chained(begun, count)]
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, tables, tables, 0, 4096, END, 0, tables + 1, 1, 0,
    )  # fmt: skip
    head += struct.pack("<108I", *range(1, 109))
    table = struct.pack(f"<{tables * 128}I", *chain, *[FREE] * (tables * 128 - len(chain)))
    root = padded(entry("Root Entry", 5, END, 0, child=1) + entry("Workbook", 2, begun, len(stream)), 512)
    further = [*range(109, tables)]
    rest = struct.pack("<128I", *further, *[FREE] * (127 - len(further)), END)
    return head + table + root + rest + padded(stream, 512)


def chained(first, count):
    return [*range(first + 1, first + count), END]


def padded(data, size):
    return data.ljust(-(-len(data) // size) * size, b"\0")


def entry(name, kind, start, length, child=FREE):
    wide = name.encode("utf-16-le")
    ids = struct.pack("<III", FREE, FREE, child)
    return (
        wide.ljust(64, b"\0")
        + struct.pack("<HBB", len(wide) + 2, kind, 1)
        + ids
        + bytes(36)
        + struct.pack("<IQ", start, length)
    )
