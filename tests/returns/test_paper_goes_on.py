"""Whatever is wrong with one slip, or with the machine, the others are printed, and only what is printed counts."""

import datetime as dt
import errno
import os
from pathlib import Path

import pytest
from django.utils import timezone

from aftersales.kit import store
from aftersales.kit.jobs import ATTEMPTS, JobState
from aftersales.kit.queues import QUEUES
from aftersales.kit.worker import TROUBLE, Lane
from cases.models import Photo
from cases.photos.uploads import path_of, write
from slips.actions import print_copies
from slips.models import PrintedCopy, PrintJob, Slip
from slips.queries import slips_to_print
from slips.rendering import TRIED, document_of, documents_due, pending_documents, render_print, sweep
from tests.actors import after_sales, coordinator, salesperson
from tests.cases.photos.test_photos import picture
from tests.factories import case_at, printer
from tests.returns.test_printing import pages_of_print
from tests.work import to_do

pytestmark = pytest.mark.django_db


@pytest.fixture
def slips(db):
    """Three handover slips."""
    for _ in range(3):
        case_at("in_process")
    return list(Slip.objects.filter(kind="JJ").order_by("pk"))


def damage(slip):
    """Take the list out of a snapshot, so that its form cannot be filled."""
    change(slip, {name: fact for name, fact in slip.facts.items() if name != "motors"})


def change(slip, facts):
    Slip.objects.filter(pk=slip.pk).update(facts=facts)


def printed(job):
    render_print(job)
    job.refresh_from_db()
    return job


def wanted(slips, copies=(1,)):
    return print_copies([(slip.pk, list(copies)) for slip in slips], printer(), by=coordinator())


# -- one bad slip -------------------------------------------------------------------------------------


def test_one_bad_slip_fails_alone_and_the_print_says_which_and_why(slips, browse):
    bad = slips[1]
    damage(bad)
    job = printed(wanted(slips))
    assert (job.state, job.done) == (JobState.DONE, 3)
    text = "".join(page for page in pages_of_print(job, job.error))
    assert [slip.number in text for slip in slips] == [True, False, True]
    assert job.error == f"{bad.number}: KeyError: 'motors'"
    page = browse(coordinator()).get(job.get_absolute_url()).content.decode()
    assert "Not everything could be printed." in page
    assert job.error.replace("'", "&#x27;") in page
    assert "Open the PDF" in page
    assert PrintedCopy.objects.printed().count() == 2
    assert list(slips_to_print(coordinator())) == [bad]


def test_a_slip_that_cannot_be_drawn_fails_alone_too(slips, monkeypatch):
    """Laid out it was; the fault shows when the page is drawn."""
    from aftersales.kit import pdf

    write_pdf = pdf.write

    def faulty(document, finisher=None):
        if any(slips[1].number in text for text in words_of(document)):
            raise ZeroDivisionError("a box without a width")
        return write_pdf(document, finisher)

    monkeypatch.setattr(pdf, "write", faulty)
    job = printed(wanted(slips))
    assert job.error == f"{slips[1].number}: ZeroDivisionError: a box without a width"
    assert len(pages_of_print(job, job.error)) == 2


def words_of(document):
    for page in document.pages:
        for box in page._page_box.descendants():
            yield getattr(box, "text", "")


def test_one_bad_slip_keeps_no_other_from_its_document(slips):
    damage(slips[1])
    sweep()
    assert [bool(slip.document) for slip in Slip.objects.filter(kind="JJ").order_by("pk")] == [
        True,
        False,
        True,
    ]


# -- what counts --------------------------------------------------------------------------------------


def test_a_print_that_failed_does_not_count_as_the_first(slips, browse):
    bad, facts = slips[0], slips[0].facts
    damage(bad)
    job = wanted([bad], copies=[1, 2])
    assert bad not in slips_to_print(coordinator())
    assert printed(job).state == JobState.FAILED
    assert not PrintedCopy.objects.printed().exists()
    assert bad in slips_to_print(coordinator())
    change(bad, facts)
    page = browse(coordinator()).get(bad.get_absolute_url())
    assert page.context["form"]["copies"].value() == [1, 2, 3]
    assert all(place.last is None for place in page.context["copies"])
    again = printed(wanted([bad], copies=[1, 2]))
    assert not any("补打" in page for page in pages_of_print(again))
    assert set(PrintedCopy.objects.filter(job=again).values_list("nth", flat=True)) == {1}
    assert PrintedCopy.objects.filter(due_on__isnull=False).count() == 2


def test_a_print_that_nobody_has_made_yet_does_not_count_as_the_first(slips):
    earlier, later = wanted(slips[:1]), wanted(slips[:1])
    assert not any("补打" in page for page in pages_of_print(printed(later)))
    assert all("补打1" in page for page in pages_of_print(printed(earlier)))


def test_nobody_is_asked_for_a_copy_that_was_never_printed(slips):
    damage(slips[0])
    printed(wanted(slips[:1]))
    PrintedCopy.objects.filter(due_on__isnull=False).update(due_on="2026-01-01")
    assert not to_do(coordinator(), "acknowledge")


# -- a full disk --------------------------------------------------------------------------------------


@pytest.fixture
def full_disk(monkeypatch):
    """No file can be written until the fixture is called."""

    def no_room(_number):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("aftersales.kit.store.os.fsync", no_room)
    return monkeypatch.undo


def test_a_full_disk_ends_neither_the_worker_nor_a_print(slips, full_disk, settings, tmp_path, browse):
    settings.MEDIA_ROOT = tmp_path
    job = wanted(slips[:1])
    pause = Lane(QUEUES["prints"]).turn()
    assert pause == TROUBLE
    for _ in range(ATTEMPTS):
        with pytest.raises(OSError, match="No space left"):
            render_print(job)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.claim) == (JobState.PENDING, 0, None)
    assert "No space left on device" in browse(coordinator()).get(job.get_absolute_url()).content.decode()
    assert not any(path.is_file() for path in Path(tmp_path).rglob("*"))
    full_disk()
    settings.MEDIA_ROOT = tmp_path
    render_print(job)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (JobState.DONE, 1, "")


def test_control_a_print_that_fails_for_another_reason_is_given_up(slips, monkeypatch):
    monkeypatch.setattr("slips.rendering.print_pdf", lambda *_: 1 / 0)
    job = wanted(slips)
    for _ in range(ATTEMPTS + 1):
        render_print(job)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.FAILED, ATTEMPTS + 1)
    assert "ZeroDivisionError" in job.error
    assert set(slips) == set(slips_to_print(coordinator()))


# -- a part that is missing ---------------------------------------------------------------------------


@pytest.fixture
def with_photo(db):
    """A feedback slip with a photo of the nameplate, and the photo."""
    case = case_at("submitted")
    slip = Slip.objects.get()
    photo = Photo.objects.create(case=case, file=f"{slip.pk}.jpg", caption="铭牌", added_by=salesperson())
    write(path_of(photo), picture())
    change(slip, slip.facts | {"photos": [{"id": photo.pk, "caption": "铭牌"}]})
    return Slip.objects.get(), photo


@pytest.mark.parametrize("left", [None, b"", b"\xff\xd8\xff\xe0 half a picture"])
def test_a_slip_is_not_sealed_while_a_photo_of_it_is_missing(with_photo, left, browse):
    slip, photo = with_photo
    whole = path_of(photo).read_bytes()
    path_of(photo).unlink()
    if left is not None:
        path_of(photo).write_bytes(left)
    answer = browse(after_sales()).get(f"/slips/{slip.pk}/pdf/")
    assert answer.status_code == 409
    assert "照片 1 铭牌" in answer.content.decode()
    assert "照片 1 铭牌" in browse(after_sales()).get(slip.get_absolute_url()).content.decode()
    assert sweep() == (0, 0)
    assert slip in pending_documents()
    path_of(photo).write_bytes(whole)
    assert sweep() == (0, 0)  # not all the time
    assert documents_due() > timezone.now() + dt.timedelta(minutes=4)
    TRIED.clear()
    assert sweep() == (0, 1)
    assert "照片 1 铭牌" not in browse(after_sales()).get(slip.get_absolute_url()).content.decode()
    assert browse(after_sales()).get(f"/slips/{slip.pk}/pdf/").content.startswith(b"%PDF")


def test_another_server_without_the_photos_says_so_and_changes_nothing(
    with_photo, browse, settings, tmp_path
):
    slip, _photo = with_photo
    sealed, here = document_of(slip), settings.MEDIA_ROOT
    settings.MEDIA_ROOT = tmp_path
    assert browse(after_sales()).get(f"/slips/{slip.pk}/pdf/").status_code == 409
    settings.MEDIA_ROOT = here
    assert document_of(Slip.objects.get()) == sealed


def test_a_slip_without_its_photo_is_left_out_of_a_print_that_shows_photos(with_photo):
    slip, photo = with_photo
    path_of(photo).unlink()
    job = print_copies([(slip.pk, [1])], printer(), by=after_sales())
    assert printed(job).error == f"{slip.number}: missing on this server: 照片 1 铭牌"
    assert slip in slips_to_print(after_sales())
    on_needles = print_copies([(slip.pk, [1])], printer("针式", paper="241"), by=after_sales())
    assert printed(on_needles).state == JobState.DONE
    assert PrintJob.objects.filter(state=JobState.FAILED).get() == job
    assert store.read(on_needles.sha256).startswith(b"%PDF")
