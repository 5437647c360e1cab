"""Any text, from where it is typed to every paper and file, and back on the page."""

import html
import io

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from aftersales.kit.text import clean, printable
from cases.models import Case
from satisfaction.models import Response
from slips.actions import print_copies
from slips.models import Slip
from slips.rendering import document_of
from tests.actors import after_sales, manager, salesperson
from tests.cases.intake.test_registering import filled
from tests.factories import case_at, motor_at, printer, registered
from tests.returns.test_printing import rendered
from tests.satisfaction.factories import ALL_GOOD, link, survey, target_of

pytestmark = pytest.mark.django_db

TEXTS = {
    "what a phone types": "噪声大👍🏽，👨\u200d👩\u200d👧 1\ufe0f\u20e3 ❤️ 🇨🇳",
    "what Word pastes": "一行\x0b二行\u2028三行\u2029四行\x0c\ufeff五行\u00ad\u200b",
    "what breaks a file": "电\0机\ufffe\uffff\x1b[31m\x7f\U0001ffff",
    "what turns a line round": "应付\u202e100\u202c 元 \u2067שלום\u2069 مرحبا",
    "what few fonts have": "ภาษาไทย हिन्दी ⌀12 ẞ \U000f0000 䶮𫗧𠮷",
    "what is markup": "<b>&lt;\u0331</b> \"'& {{ x }} {% y %} \\u202e",
}


def squeezed(text):
    return "".join(text.split())


def words_of(data):
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


def shown(text):
    """A text as paper shows it, without what a PDF does not give back: joiners, and the order of some scripts."""
    return {
        c
        for c in squeezed(printable(clean(text))[0])
        if c == "〓" or c.isascii() or "\u4e00" <= c <= "\u9fff"
    }


def content(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content) if response.streaming else response.content


def cells_of(data):
    return {str(cell) for row in load_workbook(io.BytesIO(data)).worksheets[0].values for cell in row}


@pytest.mark.parametrize("name", TEXTS)
def test_a_problem_is_entered_printed_exported_and_read_back(name, browse):
    text = TEXTS[name]
    registered("260315-0042")
    said = {"serial_number": "260315-0042", "cause": "factory", "in_warranty": "yes", "unknown_reason": text}
    answer = browse(salesperson()).post("/cases/new/", filled(problem=text, submit="1", **said))
    assert answer.status_code == 302
    case = Case.objects.get()
    assert case.problem == clean(text)
    slip = Slip.objects.get(kind="FK")
    assert shown(text) <= set(words_of(document_of(slip)))
    for paper in (printer(), printer("针式", paper="241")):
        (page, *_more) = rendered(print_copies([(slip.pk, [1])], paper, by=after_sales()))
        assert shown(text) <= set(page)
    browser = browse(manager())
    page = html.unescape(browser.get(case.get_absolute_url()).content.decode())
    assert all(line in page for line in clean(text).split("\n"))
    assert clean(text) in cells_of(content(browser.get("/ledgers/feedback/excel/")))
    assert content(browser.get("/ledgers/feedback/pdf/")).startswith(b"%PDF")


@pytest.mark.parametrize("name", TEXTS)
def test_a_customer_answers_over_a_link_whatever_the_telephone_sends(name, browse):
    text = TEXTS[name]
    _, url = link(target_of(survey()))
    assert Client().post(url, ALL_GOOD | {"comments": text, "respondent": text[:30]}).status_code == 302
    assert Response.objects.get().comments == clean(text)
    assert shown(text) <= set(words_of(document_of(Slip.objects.get(kind="MY"))))
    browser = browse(manager())
    assert clean(text) in cells_of(content(browser.get("/ledgers/survey/excel/")))
    assert content(browser.get("/ledgers/survey/pdf/")).startswith(b"%PDF")


STORED = "噪声\ufffe大\x0b\uffff\u202e100👍\u2028轴承"


def test_what_was_stored_before_it_was_cleaned_breaks_no_file_and_turns_no_figure(browse):
    case = case_at("submitted")
    Case.objects.filter(pk=case.pk).update(problem=STORED)
    browser = browse(manager())
    assert clean(STORED) in cells_of(content(browser.get("/ledgers/feedback/excel/")))
    slip = Slip.objects.get()
    Slip.objects.filter(pk=slip.pk).update(facts=slip.facts | {"symptom": STORED})
    words = words_of(document_of(Slip.objects.get()))
    assert f"噪声大100{printable('👍')[0]}轴承" in words


def test_a_damaged_slip_spoils_its_own_cells_of_a_ledger_alone(browse):
    for _ in range(2):
        motor_at("ready_to_ship")
    damaged, whole = Slip.objects.filter(kind="FX").order_by("pk")
    Slip.objects.filter(pk=damaged.pk).update(facts={"total": "x"})
    browser = browse(manager())
    cells = cells_of(content(browser.get("/ledgers/repair/excel/")))
    assert {damaged.number, whole.number, "unreadable"} <= cells
    words = words_of(content(browser.get("/ledgers/repair/pdf/")))
    assert damaged.number in words
    assert whole.number in words
    assert "unreadable" in browser.get("/ledgers/repair/").content.decode()
