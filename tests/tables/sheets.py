"""Tables as people send them, and what the product reads of them."""

import csv
import io

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
