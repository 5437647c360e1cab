"""Photos are sent one by one and kept through every error, until they are added to a case or a motor."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.models import Case, Photo
from cases.photos.uploads import KEPT, MOST, keep, path_of
from tests.actors import another_salesperson, engineer, inspector, manager, salesperson
from tests.cases.intake.test_registering import filled
from tests.cases.photos.test_photos import album, picture, upload  # noqa: F401  (a fixture)
from tests.cases.photos.test_recordings import mp4
from tests.factories import case_at, customer, motor_at
from workflow.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("album")]


def sent(browser, *files, **form):
    return browser.post("/photos/", {"photos": list(files)} | form)


def keys(page):
    return [photo.pk for photo in page.context["chosen"].photos]


def test_a_photo_is_kept_as_soon_as_it_is_chosen(browse):
    page = sent(browse(salesperson()), upload(picture()))
    (photo,) = Photo.objects.all()
    assert (photo.case, photo.added_by) == (None, salesperson())
    assert f'name="photo" value="{photo.pk}"' in page.content.decode()
    assert path_of(photo).exists()
    assert not Event.objects.exists()


def test_nobody_else_sees_it_before_it_is_added(browse):
    sent(browse(salesperson()), upload(picture()))
    photo = Photo.objects.get()
    assert browse(salesperson()).get(f"/photos/{photo.pk}/").status_code == 200
    assert browse(manager()).get(f"/photos/{photo.pk}/").status_code == 404


def test_nobody_adds_what_somebody_else_has_sent(browse):
    customer()
    sent(browse(salesperson()), upload(picture()))
    browse(another_salesperson()).post("/cases/new/", filled(photo=Photo.objects.get().pk))
    assert Case.objects.get().photos.count() == 0
    assert Photo.objects.get().case is None


def test_a_good_photo_beside_a_bad_one_is_kept(browse):
    page = sent(browse(salesperson()), upload(picture()), upload(b"broken", "IMG_0001.HEIC"))
    assert Photo.objects.count() == 1
    assert "IMG_0001.HEIC is not a photo" in page.content.decode()


@pytest.mark.parametrize("button", ["submit", "preview", "save"])
def test_what_came_with_a_form_is_kept_through_its_errors(browse, button):
    customer()
    browser = browse(salesperson())
    wrong = filled(customer_name="无此客户", photos=[upload(picture()), upload(picture())])
    page = browser.post("/cases/new/", wrong | {button: "1"})
    assert (Photo.objects.count(), Case.objects.count()) == (2, 0)
    again = filled(photo=keys(page))
    browser.post("/cases/new/", again)
    assert Case.objects.get().photos.count() == 2
    assert list(Case.objects.get().events.values_list("verb", flat=True)) == ["create", "add_photos"]


def test_what_was_taken_away_is_not_added(browse):
    customer()
    browser = browse(salesperson())
    first, second = keys(sent(browser, upload(picture()), upload(picture())))
    page = browser.post("/cases/new/", filled(photo=[first, second], drop=first))
    assert keys(page) == [second]
    assert not Case.objects.exists()


def test_two_forms_with_the_same_photo_add_it_once(browse):
    customer()
    browser = browse(salesperson())
    (key,) = keys(sent(browser, upload(picture())))
    browser.post("/cases/new/", filled(photo=key))
    browser.post("/cases/new/", filled(photo=key, problem="另一台"))
    assert [case.photos.count() for case in Case.objects.order_by("pk")] == [1, 0]


def test_a_browser_asks_which_of_its_photos_are_still_to_be_added(browse):
    browser = browse(salesperson())
    first, second = keys(sent(browser, upload(picture()), upload(picture())))
    case = case_at("draft")
    browser.post(
        f"/cases/{case.pk}/add_photos/", {"photo": first, "key": "12345678-1234-5678-1234-567812345678"}
    )
    assert keys(browser.get(f"/photos/?photo={first}&photo={second}&photo=x&photo=999999")) == [second]


def test_what_nobody_adds_is_let_go_of_after_some_days(browse):
    browser = browse(salesperson())
    sent(browser, upload(picture()))
    old = Photo.objects.get()
    Photo.objects.update(added_at=timezone.now() - KEPT - dt.timedelta(hours=1))
    sent(browser, upload(picture()))
    assert not Photo.objects.filter(pk=old.pk).exists()
    assert not path_of(old).exists()
    assert Photo.objects.count() == 1


def test_nobody_fills_the_disk_with_what_is_never_added(monkeypatch):
    monkeypatch.setattr("cases.photos.uploads.MOST", 3)
    for _n in range(5):
        keep(upload(picture()), salesperson())
    assert Photo.objects.count() == 3 < MOST


def test_who_registers_no_feedback_and_photographs_nothing_sends_nothing(browse):
    assert sent(browse(manager()), upload(picture())).status_code == 403


# -- motors -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "stage"), [("expected", "receipt"), ("received", "appraisal"), ("repairing", "repair")]
)
def test_a_motor_has_photos_of_its_own_with_the_work_they_tell_of(browse, state, stage):
    motor = motor_at(state)
    browser = browse(engineer())
    form = {"photos": [upload(picture())], "key": "12345678-1234-5678-1234-567812345678"}
    page = browser.post(f"/motors/{motor.pk}/add_photos/", form, follow=True)
    photo = motor.photos.get()
    assert (photo.case, photo.stage) == (motor.case, stage)
    assert f"/photos/{photo.pk}/" in page.content.decode()
    assert motor.events.filter(verb="add_photos").get().data["photos"] == 1
    assert f"/photos/{photo.pk}/" not in browser.get(motor.case.get_absolute_url()).content.decode()


def test_a_photo_is_added_with_the_inspection(browse):
    motor = motor_at("inspecting")
    browser = browse(inspector())
    (key,) = keys(sent(browser, upload(picture())))
    page = browser.get(f"/motors/{motor.pk}/pass_inspection/")
    form = {
        "photo": key,
        "findings": "空载电流 0.42 A，合格",
        "version": motor.version,
        "key": page.context["form"]["key"].value(),
    }
    assert browser.post(f"/motors/{motor.pk}/pass_inspection/", form).status_code == 302
    assert (motor.photos.get().stage, motor.inspections.count()) == ("inspection", 1)


def test_a_photo_is_kept_when_the_inspection_lacks_its_findings(browse):
    motor = motor_at("inspecting")
    form = {
        "photos": [upload(picture())],
        "version": motor.version,
        "key": "12345678-1234-5678-1234-567812345678",
    }
    page = browse(inspector()).post(f"/motors/{motor.pk}/fail_inspection/", form)
    assert (len(keys(page)), motor.inspections.count()) == (1, 0)


# -- videos and sounds --------------------------------------------------------------------------------


def test_a_video_is_played_in_stretches_and_else_only_downloaded(browse):
    case = case_at("submitted")
    browser = browse(salesperson())
    form = {"photos": [upload(mp4(), "noise.mp4")], "key": "12345678-1234-5678-1234-567812345678"}
    page = browser.post(f"/cases/{case.pk}/add_photos/", form, follow=True).content.decode()
    photo = case.photos.get()
    assert f'<video src="/photos/{photo.pk}/" controls' in page
    whole = b"".join(browser.get(f"/photos/{photo.pk}/").streaming_content)
    for asked, start, end in (("bytes=0-9", 0, 10), ("bytes=20-", 20, None), ("bytes=-7", -7, None)):
        answer = browser.get(f"/photos/{photo.pk}/", headers={"Range": asked})
        assert answer.status_code == 206
        assert b"".join(answer.streaming_content) == whole[start:end]
        assert answer["Content-Range"].endswith(f"/{len(whole)}")
        assert answer["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer["Content-Security-Policy"]
    assert browser.get(f"/photos/{photo.pk}/", headers={"Range": "bytes=999999-"}).status_code == 416
    assert browser.get(f"/photos/{photo.pk}/", headers={"Range": "pages=1"}).status_code == 200


def test_the_paper_prints_pictures_alone(browse):
    case = case_at("draft")
    form = {
        "photos": [upload(mp4(), "noise.mp4"), upload(picture())],
        "key": "12345678-1234-5678-1234-567812345678",
    }
    browse(salesperson()).post(f"/cases/{case.pk}/add_photos/", form)
    from workflow.actions import perform

    perform(case, "submit", by=salesperson())
    assert len(case.slips.get().facts["photos"]) == 1
