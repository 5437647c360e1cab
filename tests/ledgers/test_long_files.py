"""A ledger that is too long for a request: asked for, made in the background, fetched, and one day deleted."""

import datetime as dt
import io
import re
from dataclasses import replace

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from aftersales.kit import store
from aftersales.kit.jobs import LEASE, JobState
from aftersales.kit.ledger.exports import FORMATS, prepare_next
from aftersales.models import LedgerFile
from slips.actions import print_copies
from slips.models import PrintJob, Slip
from slips.rendering import document_of, render_print
from tests.actors import another_salesperson, finance, manager, salesperson, warehouse
from tests.factories import case_at, printer
from tests.ledgers.test_ledgers import content, taken_back
from tests.returns.printed import pages_of
from tests.returns.test_sheets import words_of
from tests.work import work_off

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_rows_are_long(monkeypatch):
    """What else takes thousands of rows: more than one is made in the background, two at a time."""
    for ending, kind in FORMATS.items():
        monkeypatch.setitem(FORMATS, ending, replace(kind, at_once=1))
    monkeypatch.setattr("aftersales.kit.ledger.files.AT_ONCE", 2)
    monkeypatch.setattr("aftersales.kit.ledger.files.PART", 2)


def asked(browser, key="feedback", name="excel", query=""):
    """The file that the person gets who says that they want it."""
    there = browser.post(f"/ledgers/{key}/{name}/{query}")
    return LedgerFile.objects.get(pk=re.fullmatch(r"/ledger-files/(\d+)/", there.url)[1])


def fetched(browser, file):
    return content(browser.get(f"/ledger-files/{file.pk}/content/"))


def rows_of(data):
    return [list(row) for row in load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)]


def cases(count, **facts):
    return [case_at("submitted", **facts).number for _ in range(count)]


# -- asked for and fetched ----------------------------------------------------------------------------


def test_a_long_ledger_is_offered_prepared_and_fetched(browse):
    numbers = cases(5)
    browser = browse(manager())
    assert "more than 1 rows" in content(browser.get("/ledgers/feedback/excel/?sort=number_order")).decode()
    assert not LedgerFile.objects.exists()  # to look is not to ask
    file = asked(browser, query="?sort=number_order")
    waiting = content(browser.get(file.get_absolute_url())).decode()
    assert "The file is being prepared" in waiting
    assert browser.get(f"/ledger-files/{file.pk}/content/").url == file.get_absolute_url()
    work_off("ledgers", "prints")
    assert "Open the file" in content(browser.get(file.get_absolute_url())).decode()
    assert [row[0] for row in rows_of(fetched(browser, file))[1:]] == numbers
    assert content(browser.get("/ledgers/")).decode().count(file.get_absolute_url()) == 1


def test_a_short_ledger_needs_no_waiting_and_nothing_is_asked_for(browse):
    cases(1)
    there = browse(manager()).post("/ledgers/feedback/excel/")
    assert len(rows_of(content(there))) == 2
    assert not LedgerFile.objects.exists()


def test_who_asks_twice_waits_for_one_file(browse):
    cases(2)
    browser = browse(manager())
    assert asked(browser) == asked(browser)
    assert asked(browser, query="?sort=number_order") != asked(browser)
    assert asked(browse(salesperson())) != asked(browser)


def test_the_page_says_how_far_a_file_is(browse, monkeypatch):
    cases(5)
    browser, seen = browse(manager()), []
    file = asked(browser)
    make = FORMATS["xlsx"].make

    def watched(selection, progress):
        def looked(done, total):
            progress(done, total)
            seen.append(content(browser.get(file.get_absolute_url())).decode())

        return make(selection, looked)

    monkeypatch.setitem(FORMATS, "xlsx", replace(FORMATS["xlsx"], make=watched))
    prepare_next()
    assert [re.search(r"\d of \d rows", html)[0] for html in seen] == [
        "2 of 5 rows",
        "4 of 5 rows",
        "5 of 5 rows",
    ]


def test_a_file_speaks_the_language_of_whoever_asked(browse, in_chinese):
    cases(2)
    file = asked(browse(manager()))
    LedgerFile.objects.filter(pk=file.pk).update(language="en")
    work_off("ledgers", "prints")
    assert rows_of(fetched(browse(manager()), file))[0][:2] == ["Number", "Status"]
    chinese = asked(browse(manager()))
    work_off("ledgers", "prints")
    assert rows_of(fetched(browse(manager()), chinese))[0][:2] == ["编号", "状态"]


# -- for whoever asked --------------------------------------------------------------------------------


def test_nobody_else_gets_at_a_file(browse):
    cases(2)
    file = asked(browse(manager()))
    work_off("ledgers", "prints")
    for url in (f"/ledger-files/{file.pk}/", f"/ledger-files/{file.pk}/content/"):
        assert browse(finance()).get(url).status_code == 404
    assert file.get_absolute_url() not in content(browse(finance()).get("/ledgers/")).decode()


def test_a_file_has_the_rows_that_whoever_asked_may_see(browse):
    theirs = cases(2, salesperson=another_salesperson(), by=another_salesperson())
    own = cases(2)
    file = asked(browse(salesperson()))
    work_off("ledgers", "prints")
    found = {row[0] for row in rows_of(fetched(browse(salesperson()), file))}
    assert found >= set(own)
    assert not found & set(theirs)


def test_a_file_has_no_amounts_for_whom_they_are_not(browse):
    taken_back("1186.50"), taken_back("1186.50")
    for person, knows in ((finance(), True), (warehouse(), False)):
        file = asked(browse(person), "return")
        paper = asked(browse(person), "return", "pdf")
        work_off("ledgers", "prints")
        assert any(1186.5 in row for row in rows_of(fetched(browse(person), file))) == knows
        assert ("1,186.50" in text_of(fetched(browse(person), paper))) == knows


def test_who_has_lost_the_right_meanwhile_gets_no_file(browse):
    cases(2)
    browser = browse(manager())
    file = asked(browser)
    manager().grants.all().delete()
    work_off("ledgers", "prints")
    file.refresh_from_db()
    assert (file.state, file.sha256) == (JobState.FAILED, "")
    assert browser.get(file.get_absolute_url()).status_code == 404


# -- on paper -----------------------------------------------------------------------------------------


def text_of(data):
    return "\n".join(pages_of(data))


def test_a_long_printed_ledger_is_one_document_with_pages_that_are_numbered_through(browse):
    for price in ("100", "200", "400", "800", "1600"):
        taken_back(price)
    browser = browse(finance())
    file = asked(browser, "return", "pdf")
    work_off("ledgers", "prints")
    document = fetched(browser, file)
    assert numbers_at_the_foot(document) == ["Page1/3", "Page2/3", "Page3/3"]
    text = text_of(document)
    assert re.findall(r"Page(\d+/\d+)", text) == ["1/3", "2/3", "3/3"]
    assert [text.count(f"{price}.00") for price in ("1,600", "800", "400")] == [
        2,
        2,
        2,
    ]  # the price, the amount
    assert text.count("5rows") == 1
    assert text.count("3,100.00") == 3  # the month, its customer, all


def numbers_at_the_foot(document):
    """What stands in the right corner at the bottom of each page, read as people read it."""
    words, sizes = words_of(document)
    return [
        "".join(word for at, x, y, _x2, _y2, word in words if at == page and x > 265 and y > 196)
        for page in range(len(sizes))
    ]


# -- crashes and age ----------------------------------------------------------------------------------


def test_a_file_whose_maker_has_died_is_made_by_another(browse):
    cases(2)
    file = asked(browse(manager()))
    for minutes, made in ((9, 0), (11, 1)):
        at = timezone.now() - dt.timedelta(minutes=minutes)
        LedgerFile.objects.update(claim="0" * 32, claimed_at=at)
        assert prepare_next(LEASE) == made
    file.refresh_from_db()
    assert file.kept
    assert (file.done, file.total) == (2, 2)


def test_a_lost_file_is_asked_for_again(browse):
    cases(2)
    browser = browse(manager())
    file = asked(browser, query="?sort=number_order")
    work_off("ledgers", "prints")
    file.refresh_from_db()
    store.drop(file.sha256, "xlsx")
    there = browser.get(f"/ledger-files/{file.pk}/content/")
    assert there.url == "/ledgers/feedback/?sort=number_order"
    assert "Ask for it again" in content(browser.get(there.url)).decode()


def long_ago(days):
    return timezone.now() - dt.timedelta(days=days)


def test_files_are_deleted_after_thirty_days_and_the_page_says_so(browse):
    cases(2)
    browser = browse(manager())
    files = [asked(browser, query=query) for query in ("", "?sort=number_order")]
    work_off("ledgers", "prints")
    for file, days in zip(files, (31, 29), strict=True):
        LedgerFile.objects.filter(pk=file.pk).update(asked_at=long_ago(days))
        file.refresh_from_db()
    work_off("ledgers", "prints")
    old, young = files
    assert not store.path_of(old.sha256, "xlsx").exists()
    assert store.read(young.sha256, "xlsx")
    assert "no longer kept" in content(browser.get(old.get_absolute_url())).decode()
    assert browser.get(f"/ledger-files/{old.pk}/content/").url == old.get_absolute_url()
    assert len(rows_of(fetched(browser, young))) == 3


def test_the_paper_of_old_prints_is_deleted_and_what_they_were_stays_on_record(browse):
    case_at("in_process")
    slip = Slip.objects.filter(kind="JJ").get()
    document = document_of(slip)
    old, young = (print_copies([(slip.pk, [1])], printer(), by=manager()) for _ in range(2))
    render_print(old), render_print(young)
    PrintJob.objects.filter(pk=old.pk).update(printed_at=long_ago(31))
    work_off("ledgers", "prints")
    for job in (old, young):
        job.refresh_from_db()
    assert len(old.sha256) == 64
    assert (old.kept, young.kept) == (False, True)
    assert not store.path_of(old.sha256).exists()
    assert store.read(young.sha256)
    assert document_of(slip) == document
    browser = browse(manager())
    assert "no longer kept" in content(browser.get(old.get_absolute_url())).decode()
    assert browser.get(f"/prints/{old.pk}/pdf/").url == old.get_absolute_url()
    log = asked(browser, "print")
    work_off("ledgers", "prints")
    assert any(old.sha256 in row for row in rows_of(fetched(browser, log)))


def test_the_same_file_is_kept_for_as_long_as_anybody_may_fetch_it(browse):
    files = [
        LedgerFile.objects.create(
            user=manager(), ledger="feedback", ending="xlsx", language="en", state=JobState.DONE,
            sha256=store.keep(b"the same", "xlsx"), asked_at=long_ago(days),
        )
        for days in (40, 20)
    ]  # fmt: skip
    work_off("ledgers", "prints")
    assert store.read(files[1].sha256, "xlsx") == b"the same"
    LedgerFile.objects.update(asked_at=long_ago(40))
    work_off("ledgers", "prints")
    assert not store.path_of(files[1].sha256, "xlsx").exists()


def test_what_still_waits_is_never_deleted_for_its_age(browse):
    cases(2)
    file = asked(browse(manager()))
    LedgerFile.objects.update(asked_at=long_ago(40), claim="0" * 32, claimed_at=timezone.now())
    work_off("ledgers", "prints")
    file.refresh_from_db()
    assert (file.state, file.expired_at) == (JobState.PENDING, None)
