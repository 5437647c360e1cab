"""A print is logged, its copies are counted, and the paper comes after that; the document itself never changes."""

import datetime as dt
import uuid
from functools import partial
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from aftersales.kit import store
from aftersales.kit.jobs import ATTEMPTS, JobState
from cases.models import Case
from demo.specimens import specimen
from slips.actions import print_copies, use_from_now_on
from slips.kinds import KINDS
from slips.models import PrintedCopy, PrinterProfile, PrintJob, Slip
from slips.paper import Sheet
from slips.printing import leaves_of
from slips.queries import printer_of, shift_of_labels, slips_to_print
from slips.rendering import document_of, render_print, sweep
from tests.actors import (
    admin,
    after_sales,
    assessment,
    coordinator,
    dispatcher,
    engineer,
    manager,
    salesperson,
)
from tests.factories import case_at, motor_at, on_paper, printer
from tests.threads import Meeting, at_once
from workflow.guards import Blocked, Forbidden
from workflow.models import Dossier

pytestmark = pytest.mark.django_db


@pytest.fixture
def handover_slip(db):
    case_at("in_process")
    return Slip.objects.get(kind="JJ")


def copies_of(job):
    return [(copy.slip.kind, copy.number, copy.nth) for copy in job.copies.select_related("slip")]


def rendered(job):
    assert render_print(job)
    return pages_of_print(job)


def pages_of_print(job, error=""):
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.DONE, error)
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(store.read(job.sha256))).pages]


def submitted(slips, **said):
    return {"key": uuid.uuid4(), "slip": [slip.pk for slip in slips], "profile": printer().pk} | said


# -- what is logged -----------------------------------------------------------------------------------


def test_a_print_says_who_when_where_and_which_copies(handover_slip):
    at = dt.datetime(2026, 11, 24, 2, 5, tzinfo=dt.UTC)
    job = on_paper([(handover_slip.pk, [3, 1])], printer(), by=coordinator(), at=at)
    assert (job.printed_by, job.printed_at, job.profile) == (coordinator(), at, printer())
    assert copies_of(job) == [("JJ", 1, 1), ("JJ", 3, 1)]


def test_from_the_second_print_on_the_paper_says_how_often(handover_slip):
    first = print_copies([(handover_slip.pk, [1, 2])], printer(), by=coordinator())
    second = print_copies([(handover_slip.pk, [2])], printer(), by=dispatcher())
    third = print_copies([(handover_slip.pk, [2])], printer(), by=coordinator())
    assert not any("补打" in page for page in rendered(first))
    assert ["补打1" in page for page in rendered(second)] == [True]
    assert ["补打2" in page and "第二联" in page for page in rendered(third)] == [True]
    assert copies_of(third) == [("JJ", 2, 3)]


def test_a_carbonless_form_is_one_page_that_names_all_copies(handover_slip):
    needles = printer("针式 241-3", paper="241")
    pages = rendered(print_copies([(handover_slip.pk, [1, 2, 3])], needles, by=coordinator()))
    assert len(pages) == 1
    assert all(label in pages[0] for label in ("第一联", "第二联", "第三联"))


def test_a_double_click_prints_once(handover_slip, browse):
    said = submitted([handover_slip], copies=[1, 2, 3])
    browser = browse(coordinator())
    first, second = (browser.post("/slips/print/", said) for _ in range(2))
    assert first.url == second.url == f"/prints/{PrintJob.objects.get().pk}/"
    assert PrintedCopy.objects.count() == 3


def test_only_copies_that_were_never_printed_are_ticked_at_first(handover_slip, browse):
    print_copies([(handover_slip.pk, [1, 3])], printer(), by=coordinator())
    form = browse(coordinator()).get(handover_slip.get_absolute_url()).context["form"]
    assert form["copies"].value() == [2]


def test_without_a_copy_nothing_is_printed_and_the_page_says_so(handover_slip, browse):
    response = browse(coordinator()).post("/slips/print/", submitted([handover_slip]))
    assert response.status_code == 200
    assert response.context["form"].errors["copies"] == ["This field is required."]
    assert not PrintJob.objects.exists()


@pytest.mark.parametrize("slips", [[], ["x"], ["-1"], ["9" * 30], [10**6]])
def test_what_is_no_slip_is_not_printed(slips, browse, db):
    response = browse(coordinator()).post("/slips/print/", {"slip": slips, "key": uuid.uuid4()})
    assert (response.status_code, response.url) == (302, "/slips/")


def test_five_hundred_slips_are_the_most(handover_slip):
    with pytest.raises(Blocked, match="500"):
        print_copies([(handover_slip.pk, [1])] * 501, printer(), by=coordinator())


# -- who may ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [engineer, assessment])
def test_who_may_not_see_the_amounts_does_not_print_them(who, browse, db):
    motor_at("ready_to_ship")
    slip = Slip.objects.get(kind="FX")
    with pytest.raises(Forbidden):
        print_copies([(slip.pk, [1])], printer(), by=who())
    assert browse(who()).get(slip.get_absolute_url()).context["form"] is None
    assert not PrintJob.objects.exists()


def test_a_salesperson_does_not_print_the_slips_of_colleagues(handover_slip, stranger):
    Dossier.objects.filter(pk=handover_slip.dossier_id).update(author=manager(), owner=None)
    with pytest.raises(Forbidden):
        print_copies([(handover_slip.pk, [1])], printer(), by=salesperson())
    with pytest.raises(Forbidden):
        print_copies([(handover_slip.pk, [1])], printer(), by=stranger)


def test_the_pdf_of_a_print_is_for_who_printed_it_and_fetching_it_again_is_no_print(
    handover_slip, browse, django_capture_on_commit_callbacks
):
    said = submitted([handover_slip], copies=[1])
    with django_capture_on_commit_callbacks(execute=True):
        page = browse(coordinator()).post("/slips/print/", said).url
    assert "Open the PDF" in browse(coordinator()).get(page).content.decode()
    for _ in range(2):
        assert browse(coordinator()).get(f"{page}pdf/").content.startswith(b"%PDF")
    assert browse(dispatcher()).get(page).status_code == 404
    assert browse(dispatcher()).get(f"{page}pdf/").status_code == 404
    assert PrintedCopy.objects.count() == 1


def test_a_person_keeps_the_printer_once_chosen_for_good(handover_slip, browse):
    laser, needles = printer(), printer("针式 241-3", paper="241")
    assert printer_of(coordinator()) == laser
    browse(coordinator()).post(
        "/slips/print/", submitted([handover_slip], copies=[1], profile=needles.pk, remember="on")
    )
    assert printer_of(coordinator()) == needles
    assert printer_of(dispatcher()) == laser
    needles.active = False
    needles.save()
    assert printer_of(coordinator()) == laser


# -- what waits ---------------------------------------------------------------------------------------


def test_who_keeps_the_first_copy_is_asked_to_print_until_somebody_has(handover_slip):
    assert handover_slip in slips_to_print(coordinator())
    assert handover_slip not in slips_to_print(dispatcher())
    print_copies([(handover_slip.pk, [2])], printer(), by=dispatcher())
    assert handover_slip not in slips_to_print(coordinator())


def test_what_became_void_is_not_to_be_printed():
    case_at("authorised")  # the manager's opinion is a second revision
    assert [slip.revision for slip in slips_to_print(after_sales()).filter(kind="FK")] == [1]


def test_all_that_waits_is_printed_in_one_go(browse, django_capture_on_commit_callbacks):
    for _ in range(3):
        case_at("in_process")
    browser = browse(coordinator())
    page = browser.get("/slips/waiting/")
    slips = page.context["slips"]
    assert {slip.kind for slip in slips} == {"JJ"}
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/slips/print/", submitted(slips, by_recipient="yes"))
    job = PrintJob.objects.get()
    assert (job.total, job.done, job.state) == (3, 3, "done")
    assert not slips_to_print(coordinator()).exists()


# -- a batch ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by_recipient", "order"),
    [
        (False, ["1存根", "1发运员", "1售后服务部", "2存根", "2发运员", "2售后服务部"]),
        (True, ["1存根", "2存根", "1发运员", "2发运员", "1售后服务部", "2售后服务部"]),
    ],
)
def test_a_batch_is_one_pdf_slip_by_slip_or_recipient_by_recipient(by_recipient, order, db):
    for _ in range(2):
        case_at("in_process")
    slips = Slip.objects.filter(kind="JJ").order_by("pk")
    wanted = [(slip.pk, [1, 2, 3]) for slip in slips]
    pages = rendered(print_copies(wanted, printer(), by=coordinator(), by_recipient=by_recipient))
    assert [read(page, [slip.number for slip in slips]) for page in pages] == order


def read(page, numbers):
    """Which slip a page is of, and for whom its label says it is."""
    label = {"第一联": "存根", "第二联": "发运员", "第三联": "售后服务部"}
    (copy,) = [recipient for ordinal, recipient in label.items() if ordinal in page]
    (place,) = [place for place, number in enumerate(numbers, 1) if number in page]
    return f"{place}{copy}"


# -- the document -------------------------------------------------------------------------------------


def test_a_slip_opened_again_is_the_same_document_whatever_has_changed(handover_slip, browse):
    first = browse(coordinator()).get(f"/slips/{handover_slip.pk}/pdf/").content
    customer = Case.objects.get(pk=handover_slip.dossier_id).customer
    customer.name = "青岛海纳（更名）"
    customer.save()
    issuer = handover_slip.issued_by
    issuer.name = "王立新（改名）"
    issuer.save()
    again = browse(manager()).get(f"/slips/{handover_slip.pk}/pdf/").content
    assert first == again
    slip = Slip.objects.get(pk=handover_slip.pk)
    assert slip.sealed() == slip.digest == handover_slip.digest
    assert store.read(slip.document) == first


def test_a_document_is_made_again_byte_by_byte_when_its_file_is_gone(handover_slip):
    first = document_of(handover_slip)
    store.path_of(handover_slip.document).unlink()
    assert document_of(handover_slip) == first


def test_another_document_is_never_shown_in_the_place_of_a_lost_one(handover_slip, browse):
    Slip.objects.filter(pk=handover_slip.pk).update(document="0" * 64)
    response = browse(coordinator()).get(f"/slips/{handover_slip.pk}/pdf/")
    assert response.status_code == 409
    assert "restore it from the backup" in response.content.decode()


def test_looking_at_a_slip_is_no_print_and_shows_no_copy(handover_slip, browse):
    data = browse(coordinator()).get(f"/slips/{handover_slip.pk}/pdf/").content
    (page,) = ("".join(page.extract_text().split()) for page in PdfReader(BytesIO(data)).pages)
    assert "第一联" not in page
    assert not PrintedCopy.objects.exists()
    assert handover_slip in slips_to_print(coordinator())


def test_a_void_slip_has_a_second_document_that_says_so():
    case_at("submitted")
    slip = Slip.objects.get()
    in_force = document_of(slip)
    case_at("authorised")
    Slip.objects.filter(pk=slip.pk).update(
        voided_by=manager(), voided_at=timezone.now(), void_reason="已由新修订取代"
    )
    void = document_of(Slip.objects.get(pk=slip.pk))
    assert "作废" in "".join(PdfReader(BytesIO(void)).pages[0].extract_text().split())
    assert store.read(Slip.objects.get(pk=slip.pk).document) == in_force


# -- what goes wrong ----------------------------------------------------------------------------------


def test_a_character_that_no_font_has_does_not_keep_a_slip_from_the_paper(handover_slip):
    Slip.objects.filter(pk=handover_slip.pk).update(facts=handover_slip.facts | {"remark": "异响\U000f0000"})
    (page,) = rendered(print_copies([(handover_slip.pk, [1])], printer(), by=coordinator()))
    assert "异响〓" in page
    assert "〓=U+F0000" in page


def test_a_print_that_kills_its_renderers_is_given_up(handover_slip):
    job = print_copies([(handover_slip.pk, [1])], printer(), by=coordinator())
    PrintJob.objects.update(attempts=ATTEMPTS)
    assert sweep() == (1, pytest.approx(0, abs=10))
    job.refresh_from_db()
    assert (job.state, job.sha256) == ("failed", "")


def test_a_print_whose_file_is_lost_says_so(handover_slip, browse):
    job = print_copies([(handover_slip.pk, [1])], printer(), by=coordinator())
    rendered(job)
    store.path_of(job.sha256).unlink()
    response = browse(coordinator()).get(f"/prints/{job.pk}/pdf/")
    assert (response.status_code, b"%PDF" in response.content) == (409, False)


# -- printers -----------------------------------------------------------------------------------------


def test_there_are_printers_from_the_beginning(db):
    papers = {profile.paper for profile in PrinterProfile.objects.all()}
    assert papers <= {"A4", "A5", "241"}


def test_the_administrator_describes_a_printer(browse):
    said = {
        "name": "发运 LQ-635K", "paper": "241", "shift_x": "1.5", "shift_y": "-2",
        "colours_of_3": "白 红  黄", "colours_of_4": "白 红 蓝 黄", "active": "on", "plies": "4",
    }  # fmt: skip
    assert browse(admin()).post("/printers/new/", said).status_code == 302
    profile = PrinterProfile.objects.get(name="发运 LQ-635K")
    assert (profile.sheet.impact, profile.sheet.shift_x, profile.sheet.colours_of(3)[1]) == (True, 1.5, "红")
    wrong = said | {"name": "x", "colours_of_3": "白 红", "shift_x": "1e9"}
    errors = browse(admin()).post("/printers/new/", wrong).context["form"].errors
    assert set(errors) == {"colours_of_3", "shift_x"}
    assert browse(coordinator()).get(f"/printers/{profile.pk}/").status_code == 403


def test_on_a_printer_of_labels_no_slip_is_printed_and_its_labels_are_moved_as_it_needs(
    handover_slip, browse
):
    rolls = printer("标签机", paper="60", shift_x=2, shift_y=-1)
    with pytest.raises(Blocked):
        print_copies([(handover_slip.pk, [1])], rolls, by=coordinator())
    browser = browse(coordinator())
    form = browser.get(handover_slip.get_absolute_url()).context["form"]
    assert rolls not in form.fields["profile"].queryset
    assert browser.post("/printers/", {"printer": rolls.pk}).status_code == 404
    assert shift_of_labels() == (2, -1)
    assert browser.get(f"/printers/{rolls.pk}/calibration/").content[:5] == b"%PDF-"


# -- two at once --------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_prints_of_a_copy_that_are_made_at_once_are_its_first_and_its_second(monkeypatch):
    case_at("in_process")
    slip = Slip.objects.get(kind="JJ")
    jobs = [print_copies([(slip.pk, [2])], printer(), by=who) for who in (coordinator(), dispatcher())]
    Meeting(monkeypatch, "slips.rendering.numbered")
    at_once(*(partial(render_print, job) for job in jobs))
    sweep()  # the one that came second is made again
    assert sorted(PrintedCopy.objects.values_list("nth", flat=True)) == [1, 2]
    reprints = ["补打1" in page for job in jobs for page in pages_of_print(job)]
    assert sorted(reprints) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_a_print_is_rendered_by_one_of_two_sweeps_alone():
    case_at("in_process")
    slip = Slip.objects.get(kind="JJ")
    for number in (1, 2, 3):
        print_copies([(slip.pk, [number])], printer(), by=coordinator())
    outcomes = at_once(sweep, sweep)
    assert sum(prints for prints, _documents in outcomes) == 3
    assert set(PrintJob.objects.values_list("state", "attempts")) == {("done", 1)}


def test_a_person_may_choose_the_default_printer_on_the_page_of_printers(browse, db):
    needles = printer("针式 241-3", paper="241")
    use_from_now_on(printer(), by=coordinator())
    browse(coordinator()).post("/printers/", {"printer": needles.pk})
    assert printer_of(coordinator()) == needles
    assert browse(coordinator()).post("/printers/", {"printer": "9" * 40}).status_code == 404


def test_the_fourth_copy_of_a_return_slip_goes_through_three_part_paper_a_second_time():
    sheet = Sheet("241", plies=3)
    labels = KINDS["TH"].labels()
    made = [[label.number for label in labels[some]] for some in sheet.passes(len(labels))]
    assert made == [[1, 2, 3], [4]]
    leaves = leaves_of(specimen("TH"), labels, sheet, {})
    assert [("财务" in overlay, "第四联" in overlay) for _rank, (_body, overlay) in leaves] == [
        (True, False), (False, True),
    ]  # fmt: skip
