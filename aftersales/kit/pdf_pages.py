"""Pages of PDFs that are there already: put together, and laid over one another. pypdf is imported at the first."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter
    from pypdf.generic import PdfObject, StreamObject


def merge(parts: Sequence[bytes], pages: Iterable[tuple[int, int]]) -> bytes:
    """One PDF of pages, each given as (which part, which page of it), both from 0.

    Copies keep sharing the contents of their body.
    """
    from pypdf import PdfReader, PdfWriter

    readers = [PdfReader(BytesIO(part)) for part in parts]
    writer = PdfWriter()
    for part, page in pages:
        writer.add_page(readers[part].pages[page])
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def overprinted(parts: Sequence[bytes], over: bytes) -> bytes:
    """The parts as one PDF, with the first page of ``over`` laid over the first page of them all, and so on."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    writer = PdfWriter()
    for part in parts:
        writer.append(BytesIO(part))
    lids = PdfReader(BytesIO(over)).pages
    save = stream("q", writer)
    for number, (page, lid) in enumerate(zip(writer.pages, lids, strict=True)):
        name = f"/over{number}"
        contents = [save, page.raw_get("/Contents"), stream(f"Q {name} Do", writer)]
        page[NameObject("/Contents")] = ArrayObject(contents)
        resources = page["/Resources"].get_object()
        assert isinstance(resources, DictionaryObject)
        forms = resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object()
        forms[NameObject(name)] = writer._add_object(as_form(lid, writer))
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def stream(operators: str, writer: "PdfWriter") -> "PdfObject":
    """Operators as a part of the contents of pages."""
    from pypdf.generic import StreamObject

    part = StreamObject()
    part.set_data(operators.encode())
    return writer._add_object(part)


def as_form(page: "PageObject", writer: "PdfWriter") -> "StreamObject":
    """A page as something that can be drawn on a page of another document."""
    from pypdf.generic import NameObject, StreamObject

    form = StreamObject()
    contents = page.get_contents()
    assert contents is not None
    form.set_data(contents.get_data())
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = page.mediabox.clone(writer)
    form[NameObject("/Resources")] = page["/Resources"].clone(writer)
    return form
