"""四.2: how a motor arrived is seen, so its photos are sent beside its line of the count, and are its own."""

import pytest

from cases.models import Photo
from cases.statuses import Stage
from returns.models import Handover
from tests.actors import dispatcher
from tests.cases.photos.test_photos import album, picture, upload  # noqa: F401  (a fixture)
from tests.returns.test_long_lists import listed, sent_count

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("album")]


@pytest.fixture
def two():
    case = listed(2)
    return case, list(case.motors.all())


def test_a_photo_beside_a_line_belongs_to_its_motor(two, browse):
    case, (first, second) = two
    sent = sent_count(case) | {
        f"photos-of-{second.pk}": upload(picture()),
        "photos": upload(picture(size=(9, 9))),
    }
    assert browse(dispatcher()).post(f"/cases/{case.pk}/count/", sent).status_code == 302
    assert {photo.motor for photo in Photo.objects.all()} == {None, second}
    assert set(Photo.objects.values_list("case", "stage")) == {(case.pk, Stage.RECEIPT)}
    assert second.events.filter(verb="add_photos").exists()
    assert not first.events.filter(verb="add_photos").exists()


def test_it_is_kept_through_an_error_and_may_be_taken_away(two, browse):
    case, (first, _second) = two
    clerk, url = browse(dispatcher()), f"/cases/{case.pk}/count/"
    page = clerk.post(url, sent_count(case) | {"carrier": "", f"photos-of-{first.pk}": upload(picture())})
    photo, field = Photo.objects.get(), f"photo-of-{first.pk}"
    assert f'name="{field}" value="{photo.pk}"' in page.content.decode()
    page = clerk.post(url, sent_count(case) | {field: photo.pk, "drop": photo.pk})
    assert f'name="{field}"' not in page.content.decode()
    assert clerk.post(url, sent_count(case) | {field: photo.pk}).status_code == 302
    assert first.photos.get() == photo


def test_what_is_no_photo_is_said_beside_its_line_and_nothing_is_counted(two, browse):
    case, (first, _second) = two
    sent = sent_count(case) | {f"photos-of-{first.pk}": upload(b"broken", "损坏.heic")}
    page = browse(dispatcher()).post(f"/cases/{case.pk}/count/", sent)
    assert "损坏.heic is not a photo" in page.content.decode()
    assert not Handover.objects.exists()


def test_a_photo_of_a_motor_of_another_case_is_not_taken_over(two, browse):
    case, _motors = two
    other = listed(1).motors.get()
    sent = sent_count(case) | {f"photos-of-{other.pk}": upload(picture())}
    browse(dispatcher()).post(f"/cases/{case.pk}/count/", sent)
    assert not other.photos.exists()


def test_a_long_sheet_has_no_more_files_than_a_server_takes(browse):
    page = browse(dispatcher()).get(f"/cases/{listed(101).pk}/count/").content.decode()
    assert page.count('type="file"') == 1
