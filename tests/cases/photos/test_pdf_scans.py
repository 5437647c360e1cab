"""Office scanners make PDFs: a signed paper is kept as it was sent, once it is known to be pages and nothing else."""

import time
import zlib
from functools import cache
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

from aftersales.kit import pdf_scans
from aftersales.kit.pdf_scans import Fault, NotAScan, pages_of
from cases.models import Case, Photo
from cases.photos.uploads import keep, path_of
from slips.models import Slip
from tests.actors import (
    after_sales,
    another_after_sales,
    dispatcher,
    engineer,
    inspector,
    manager,
    salesperson,
)
from tests.cases.intake.test_registering import filled
from tests.cases.photos.test_photos import album, picture, upload  # noqa: F401  (a fixture)
from tests.factories import case_at, count, customer, drafted, fresh, motor_at, sign
from workflow.actions import perform

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("album")]


@cache
def scanned(pages=1):
    """What an office scanner sends: a picture a page."""
    sheets = [Image.new("L", (620, 877), 255 - n) for n in range(pages)]
    buffer = BytesIO()
    sheets[0].save(buffer, "PDF", save_all=True, append_images=sheets[1:], resolution=75)
    return buffer.getvalue()


def written(change):
    """A page, and what ``change`` makes of its document."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    change(writer)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def by_hand(*objects, trailer="/Root 1 0 R"):
    """A file of these objects, numbered from 1."""
    data, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        said = content if isinstance(content, bytes) else content.encode()
        data += b"%d 0 obj\n%s\nendobj\n" % (number, said)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = f"trailer\n<< /Size {len(objects) + 1} {trailer} >>\nstartxref\n{len(data)}\n%%EOF\n"
    return bytes(data) + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + end.encode()


CATALOG, PAGES = "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %s >>"


def stream(data, filters="/FlateDecode"):
    head = f"<< /Length {len(data)} /Filter {filters} >>\nstream\n"
    return head.encode() + data + b"\nendstream"


@cache
def zeros():
    """200 MB of zeros in 200 KB."""
    packer = zlib.compressobj(1)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()


def bomb_of_objects():
    """Ten thousand objects said to stand in one stream that unpacks to far more than anybody has use for."""
    packed = zeros()
    holder = f"<< /Type /ObjStm /N 10000 /First 100 /Length {len(packed)} /Filter /FlateDecode >>\nstream\n"
    data = b"%PDF-1.7\n"
    at = len(data)
    data += b"3 0 obj\n" + holder.encode() + packed + b"\nendstream\nendobj\n"
    places = [b"\0\0\0\0\0", b"\2\0\3\0\0", b"\2\0\3\0\1", b"\1" + at.to_bytes(2, "big") + b"\0\0"]
    table = b"".join(places)
    start = len(data)
    head = f"4 0 obj\n<< /Type /XRef /Size 4 /W [1 2 2] /Root 1 0 R /Length {len(table)} >>\nstream\n"
    return data + head.encode() + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def nested(deep):
    return by_hand(CATALOG, PAGES, PAGE % ("/Deep " + "[" * deep + "]" * deep))


def action(kind, **said):
    return DictionaryObject(
        {NameObject("/S"): NameObject(kind)}
        | {NameObject(f"/{key}"): TextStringObject(value) for key, value in said.items()}
    )


def opening(kind, **said):
    return lambda writer: writer._root_object.update({NameObject("/OpenAction"): action(kind, **said)})


def on_the_page(name, thing):
    return lambda writer: writer.pages[0].update({NameObject(name): thing})


def protected(**options):
    return written(lambda writer: writer.encrypt(algorithm="RC4-128", **options))


KEPT = {
    "a scan of one page": (lambda: scanned(), 1),
    "a scan of seven pages": (lambda: scanned(7), 7),
    "as many pages as are kept": (lambda: scanned(100), 100),
    "a page that opens at its width": (lambda: written(opening("/GoTo")), 1),
    "an address that one may follow": (
        lambda: written(on_the_page("/Annots", ArrayObject([action("/URI", URI="https://example.com/")]))),
        1,
    ),
    "200 MB of white that nobody unpacks": (
        lambda: by_hand(CATALOG, PAGES, PAGE % "/Contents 4 0 R", stream(zeros())),
        1,
    ),
}
REFUSED = {
    "a name without a file": (lambda: b"%PDF-", Fault.UNREADABLE),
    "the first half of one": (lambda: scanned()[: len(scanned()) // 2], Fault.UNREADABLE),
    "a picture that says it is one": (lambda: b"%PDF-1.7\n" + picture(), Fault.UNREADABLE),
    "no page": (lambda: by_hand(CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>"), Fault.UNREADABLE),
    "a page of no size": (lambda: by_hand(CATALOG, PAGES, PAGE.replace("595", "0") % ""), Fault.UNREADABLE),
    "pages that hold each other": (
        lambda: by_hand(
            CATALOG, PAGES.replace("3 0 R", "3 0 R 3 0 R"), "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"
        ),
        Fault.UNREADABLE,
    ),
    "one page more": (lambda: scanned(101), Fault.LONG),
    "10,000 pages": (
        lambda: by_hand(CATALOG, f"<< /Type /Pages /Kids [{'3 0 R ' * 10_000}] /Count 10000 >>", PAGE % ""),
        Fault.LONG,
    ),
    "10,000 pages that say they are one": (
        lambda: by_hand(CATALOG, f"<< /Type /Pages /Kids [{'3 0 R ' * 10_000}] /Count 1 >>", PAGE % ""),
        Fault.LONG,
    ),
    "100,000 objects": (lambda: by_hand(CATALOG, PAGES, PAGE % "", *["null"] * 100_000), Fault.LONG),
    "larger than is kept": (lambda: scanned() + bytes(pdf_scans.BYTES), Fault.LARGE),
    "a password": (lambda: protected(user_password="geheim"), Fault.PROTECTED),
    "a password of the author alone": (
        lambda: protected(user_password="", owner_password="geheim"),
        Fault.PROTECTED,
    ),
    "a program when it is opened": (lambda: written(opening("/JavaScript", JS="app.alert(1)")), Fault.ACTIVE),
    "a program beside its pages": (
        lambda: by_hand(
            CATALOG.replace(" >>", " /Names << /JavaScript << /Names [(a) 4 0 R] >> >> >>"),
            PAGES,
            PAGE % "",
            "<< /S /JavaScript /JS (app.alert(1)) >>",
        ),
        Fault.ACTIVE,
    ),
    "a program on the page": (
        lambda: written(on_the_page("/AA", DictionaryObject({NameObject("/O"): action("/JavaScript")}))),
        Fault.ACTIVE,
    ),
    "a program that nothing refers to": (
        lambda: by_hand(CATALOG, PAGES, PAGE % "", "<< /S /JavaScript /JS (app.alert(1)) >>"),
        Fault.ACTIVE,
    ),
    "a program under another spelling": (
        lambda: by_hand(CATALOG, PAGES, PAGE % "/AA << /O << /S /Java#53cript /J#53 (1) >> >>"),
        Fault.ACTIVE,
    ),
    "something that is started": (lambda: written(opening("/Launch", F="calc.exe")), Fault.ACTIVE),
    "a form that is sent away": (
        lambda: written(opening("/SubmitForm", F="http://example.com")),
        Fault.ACTIVE,
    ),
    "a file of another machine": (
        lambda: written(opening("/GoToR", F="\\\\example.com\\share")),
        Fault.ACTIVE,
    ),
    "another file in it": (lambda: written(lambda w: w.add_attachment("a.exe", b"MZ")), Fault.ACTIVE),
    "a bomb": (bomb_of_objects, Fault.UNREADABLE),
    "brackets without end": (lambda: nested(100_000), Fault.UNREADABLE),
}


@pytest.mark.parametrize("what", KEPT)
def test_a_scan_is_kept_to_the_last_byte_with_the_number_of_its_pages(what):
    make, pages = KEPT[what]
    data = make()
    photo = keep(upload(data, "签字.pdf"), salesperson())
    assert (photo.ending, photo.pages, photo.size) == ("pdf", pages, len(data))
    assert path_of(photo).read_bytes() == data


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_scan_is_refused_with_the_reason_and_in_a_few_seconds(what):
    make, fault = REFUSED[what]
    data, begun = make(), time.monotonic()
    with pytest.raises(NotAScan) as refusal:
        pages_of(data)
    assert refusal.value.fault == fault
    assert time.monotonic() - begun < pdf_scans.PATIENCE


def test_why_a_scan_is_not_kept_stands_beside_the_field_and_what_was_typed_stays(browse):
    customer()
    browser = browse(salesperson())
    page = browser.post("/cases/new/", filled(photos=[upload(protected(user_password="x"), "合同.pdf")]))
    text = page.content.decode()
    assert "合同.pdf: the PDF is protected" in text
    assert filled()["problem"] in text
    assert not Case.objects.exists()


def test_a_scan_is_kept_through_the_errors_of_a_form_as_photos_are(browse):
    customer()
    browser = browse(salesperson())
    wrong = filled(customer_name="无此客户", photos=[upload(scanned(3), "发货单.pdf")])
    page = browser.post("/cases/new/", wrong)
    (photo,) = page.context["chosen"].photos
    assert "PDF, 3 pages" in page.content.decode()
    browser.post("/cases/new/", filled(photo=photo.pk))
    assert Case.objects.get().photos.get() == photo


def test_it_is_downloaded_and_never_opened_among_our_pages(browse):
    photo = keep(upload(scanned(), "签字.pdf"), salesperson())
    answer = browse(salesperson()).get(f"/photos/{photo.pk}/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{photo.pk}.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert browse(manager()).get(f"/photos/{photo.pk}/").status_code == 404


def test_a_signature_on_paper_is_shown_by_a_pdf(browse):
    motor = drafted(motor_at("received"))
    for department in ("after_sales", "engineering", "production"):
        sign(motor, department)
    browser, url = browse(after_sales()), f"/motors/{motor.pk}/sign_on_paper/"
    form = browser.get(url).context["form"]
    sent = {name: form[name].value() for name in ("version", "key")}
    sent |= {"signature": f"quality {inspector().pk}", "photos": upload(scanned(2), "鉴定记录.pdf")}
    assert browser.post(url, sent).status_code == 302
    signature = fresh(motor).appraisal.signatures.get(department="quality")
    assert (signature.scan.pages, signature.scan.motor_id) == (2, motor.pk)
    assert "PDF, 2 pages" in browser.get(f"/motors/{motor.pk}/").content.decode()


def test_a_count_signed_on_paper_is_shown_by_a_pdf(browse):
    counted = count(case_at("awaiting_receipt"))
    paper = keep(upload(scanned(), "交接单.pdf"), dispatcher())
    signer = another_after_sales()
    perform(counted, "sign_on_paper", by=dispatcher(), signer_id=signer.pk, scan_id=paper.pk)
    assert Slip.objects.filter(kind="JJ").count() == 1
    page = browse(dispatcher()).get(f"/handovers/{counted.pk}/").content.decode()
    assert f'href="/photos/{paper.pk}/" class="scan" download' in page


def test_a_video_shows_no_paper(browse):
    from tests.cases.photos.test_recordings import mp4

    motor = drafted(motor_at("received"))
    inspector()
    browser, url = browse(after_sales()), f"/motors/{motor.pk}/sign_on_paper/"
    form = browser.get(url).context["form"]
    sent = {name: form[name].value() for name in ("version", "key")}
    sent |= {"signature": f"quality {inspector().pk}", "photos": upload(mp4(), "签字.mp4")}
    page = browser.post(url, sent)
    assert "Add a photo or scan" in str(page.context["form"].non_field_errors())


def test_a_document_in_a_pdf_proves_a_date_and_is_not_printed_on_the_slip():
    photo = keep(upload(scanned(), "送货单.pdf"), engineer())
    assert photo in Photo.objects.papers()
    assert photo not in Photo.objects.pictures()
