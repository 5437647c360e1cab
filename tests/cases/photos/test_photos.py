"""Photos of nameplates and damage: what is no picture is refused, and what is kept is nothing but a picture."""

import io
import os
import struct
import uuid
import zlib
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from aftersales.kit.pictures import BYTES, SIDE
from cases.conditions import MOST_PHOTOS
from cases.models import Case, Photo
from cases.photos import actions
from cases.photos.uploads import Refused, cleaned, clear_away, keep, path_of
from tests.actors import after_sales, dispatcher, engineer, inspector, manager, salesperson
from tests.cases.intake.test_registering import filled
from tests.factories import case_at, customer
from tests.threads import at_once
from workflow.guards import Blocked
from workflow.models import Event


def picture(kind="JPEG", size=(60, 40), mode="RGB", **options):
    """A small picture."""
    image = Image.new(mode, size, 0)
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def upload(data, name="铭牌.jpg"):
    return SimpleUploadedFile(name, data)


def kept(data, name="铭牌.jpg"):
    """What is kept of it."""
    return cleaned(upload(data, name)).data


def opened(data):
    return Image.open(io.BytesIO(kept(data)))


def add_photos(case, files, *, by):
    """Sent, and added to a case; the photos of the case then."""
    actions.add_photos(case, [keep(file, by) for file in files], by=by)
    return list(case.photos.order_by("-pk")[: len(files)])


# -- what is kept -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "MPO"])
def test_every_picture_is_kept_as_a_jpeg(kind):
    image = opened(picture(kind))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (60, 40))


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1", "I;16"])
def test_whatever_the_colours_of_a_png_it_is_kept(mode):
    assert opened(picture("PNG", mode=mode)).mode == "RGB"


def test_a_picture_for_the_press_is_kept_for_the_screen():
    assert opened(picture("JPEG", mode="CMYK")).mode == "RGB"


def gps():
    exif = Image.Exif()
    exif[0x010F] = "HUAWEI"
    exif[0x0112] = 6  # turned by 90 degrees
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (36.0, 20.0, 5.0)
    return exif.tobytes()


def test_the_place_and_the_camera_are_dropped_but_the_picture_stands_upright():
    data = picture(exif=gps())
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)
    image = opened(data)
    assert not image.getexif()
    assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(image.info)
    assert image.size == (40, 60)
    assert b"HUAWEI" not in kept(data)


def test_a_large_picture_is_made_smaller():
    assert max(opened(picture(size=(5000, 3000))).size) == SIDE


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


SCRIPT = b"<script>alert(1)</script><?php system($_GET[0]); ?>PK\x03\x04"
TEXT = chunk(b"tEXt", b"Comment\0" + SCRIPT)
POLYGLOTS = {
    "a script after the picture": lambda: picture() + SCRIPT,
    "a script in a comment": lambda: picture(comment=SCRIPT),
    "a script in the text of a png": lambda: picture("PNG")[:33] + TEXT + picture("PNG")[33:],
    "a script in the exif": lambda: picture(exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0" + SCRIPT),
}


@pytest.mark.parametrize("what", POLYGLOTS)
def test_of_a_picture_that_is_also_something_else_the_picture_alone_is_kept(what):
    data = POLYGLOTS[what]()
    assert b"<script>" in data
    rest = kept(data)
    assert b"script" not in rest
    assert b"php" not in rest
    assert b"PK\x03\x04" not in rest


# -- what is refused ----------------------------------------------------------------------------------


def animated(kind):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue", "white")]
    buffer = io.BytesIO()
    frames[0].save(buffer, kind, save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def bomb():
    """A PNG of 169 megapixels in a few kilobytes."""
    width = height = 13_000
    rows = zlib.compress((b"\0" + b"\0" * (width // 8)) * height, 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def claiming(width, height):
    """A small PNG that claims to be huge."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


REFUSED = {
    "a gif": lambda: picture("GIF", mode="P"),
    "an animated gif": lambda: animated("GIF"),
    "an animated png": lambda: animated("PNG"),
    "an animated webp": lambda: animated("WEBP"),
    "a bitmap": lambda: picture("BMP"),
    "a tiff": lambda: picture("TIFF"),
    "an icon": lambda: picture("ICO"),
    "a postscript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n",
    "a vector drawing": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a truncated jpeg": lambda: picture(size=(400, 300))[:-2000],
    "a truncated png": lambda: picture("PNG", size=(400, 300))[:-60],
    "a jpeg's first bytes": lambda: picture()[:20],
    "a bomb": bomb,
    "a png that claims to be huge": lambda: claiming(2**31 - 1, 2**31 - 1),
    "a png that claims to be tall": lambda: claiming(1, 60_000_000),
    "a page": lambda: b"<html><script>alert(1)</script></html>",
    "a page with a picture's first bytes": lambda: b"\xff\xd8\xff\xe0<script>alert(1)</script>",
    "a program": lambda: b"\x7fELF" + b"\0" * 300,
    "nothing": lambda: b"",
    "zeros": lambda: b"\0" * 4096,
}


def test_half_a_photo_is_refused_even_after_a_slip_was_printed(monkeypatch):
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    with pytest.raises(Refused):
        kept(REFUSED["a truncated png"](), "half.png")


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_photo_is_refused_by_name(what):
    with pytest.raises(Refused, match=r"附件\.jpg is not a photo"):
        kept(REFUSED[what](), "附件.jpg")


def test_sixteen_megabytes_are_refused_without_being_read():
    file = upload(b"")
    file.size = BYTES + 1
    with pytest.raises(Refused):
        cleaned(file)


# -- with the case ------------------------------------------------------------------------------------


@pytest.fixture
def album(settings, tmp_path):
    """An empty folder for the pictures of one test."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "photos"


def send(browser, case, *files, key=None):
    """The page after somebody sent these pictures from the page of the case."""
    form = {"photos": list(files), "key": key or uuid.uuid4()}
    return browser.post(f"/cases/{case.pk}/add_photos/", form, follow=True)


def events(case):
    return case.events.filter(verb="add_photos")


@pytest.mark.django_db(transaction=True)
def test_a_photo_is_on_disk_once_it_is_in_the_database(album):
    case = case_at("draft")
    with transaction.atomic():
        (photo,) = add_photos(case, [upload(picture())], by=salesperson())
        assert not album.exists()
    assert Image.open(path_of(photo)).format == "JPEG"
    assert [path.suffix for path in album.iterdir()] == [".jpg"]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_file(album):
    case = case_at("draft")
    with pytest.raises(Refused), transaction.atomic():
        add_photos(case, [upload(picture()), upload(b"no picture")], by=salesperson())
    assert not Photo.objects.exists()
    assert not album.exists()


@pytest.mark.django_db(transaction=True)
def test_a_crash_right_after_the_commit_loses_no_picture(album, browse, monkeypatch):
    with monkeypatch.context() as crash:
        crash.setattr("cases.photos.uploads.path_of", lambda photo: None)  # which would move it
        (photo,) = add_photos(case_at("submitted"), [upload(picture())], by=salesperson())
    assert not album.exists()
    assert browse(engineer()).get(f"/photos/{photo.pk}/").status_code == 200
    assert (album / photo.file).exists()


@pytest.mark.django_db(transaction=True)
def test_what_was_never_committed_is_cleared_away_after_a_day(album):
    case = case_at("draft")
    with transaction.atomic():
        add_photos(case, [upload(picture())], by=salesperson())
        transaction.set_rollback(True)
    (left,) = (album.parent / "incoming").iterdir()
    add_photos(case, [upload(picture())], by=salesperson())
    assert left.exists()  # it may still be under way
    os.utime(left, (1, 1))
    add_photos(case, [upload(picture())], by=salesperson())
    assert not left.exists()
    assert len(list(album.iterdir())) == Photo.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_clearing_away_spares_what_is_committed(album):
    case = case_at("draft")
    (photo,) = add_photos(case, [upload(picture())], by=salesperson())
    late = album.parent / "incoming" / photo.file
    path_of(photo).rename(late)  # as a crash leaves it
    os.utime(late, (1, 1))
    add_photos(case, [upload(picture())], by=salesperson())
    assert (album / photo.file).exists()


@pytest.mark.django_db(transaction=True)
def test_several_may_clear_away_at_once(album):
    incoming = album.parent / "incoming"
    incoming.mkdir(parents=True)
    for n in range(600):
        (incoming / f"{n}.jpg").touch()
        os.utime(incoming / f"{n}.jpg", (1, 1))
    assert at_once(*[clear_away] * 6) == [None] * 6
    assert list(incoming.iterdir()) == []


@pytest.mark.django_db
def test_a_case_keeps_a_dozen_photos(album):
    case = case_at("draft")
    Photo.objects.bulk_create(
        Photo(case=case, file=f"{n}.jpg", added_by=salesperson()) for n in range(MOST_PHOTOS - 1)
    )
    with pytest.raises(Blocked, match="At most 12"):
        add_photos(case, [upload(picture())] * 2, by=salesperson())
    add_photos(case, [upload(picture())], by=salesperson())


@pytest.mark.django_db(transaction=True)
def test_of_several_photos_sent_at_once_the_good_ones_are_kept_and_the_others_named(album, browse):
    case = case_at("draft")
    photos = [upload(picture()), upload(b"no picture", "附件.heic")]
    page = send(browse(salesperson()), case, *photos)
    assert "附件.heic is not a photo" in page.content.decode()
    assert len(list(album.iterdir())) == case.photos.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_photo_is_served_as_nothing_but_a_photo(album, browse):
    case = case_at("submitted")
    (photo,) = add_photos(case, [upload(picture())], by=salesperson())
    response = browse(engineer()).get(f"/photos/{photo.pk}/")
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert b"".join(response.streaming_content).startswith(b"\xff\xd8")


# -- through the door ---------------------------------------------------------------------------------

BUTTON = 'action="/cases/{}/add_photos/"'


@pytest.mark.django_db
def test_the_timeline_says_who_added_how_many(album, browse):
    case = case_at("in_process")
    page = send(browse(after_sales()), case, upload(picture()), upload(picture()))
    event = events(case).get()
    assert (event.actor, event.data["photos"]) == (after_sales(), 2)
    words = " ".join(page.content.decode().split())
    assert "<strong>王立新</strong> Add photos" in words
    assert '<span class="soft small">Photos</span> 2' in words


@pytest.mark.django_db
def test_what_is_refused_leaves_neither_event_nor_version(album, browse):
    case = case_at("submitted")
    send(browse(salesperson()), case, upload(b"no picture"))
    assert (events(case).count(), case.photos.count(), Case.objects.get().version) == (0, 0, case.version)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["closed", "rejected", "withdrawn"])
def test_a_case_that_has_ended_takes_no_more_photos(album, browse, state):
    case = case_at(state)
    browser = browse(salesperson())
    assert BUTTON.format(case.pk) not in browser.get(case.get_absolute_url()).content.decode()
    assert send(browser, case, upload(picture())).status_code == 409
    assert not case.photos.exists()
    assert not events(case).exists()


@pytest.mark.django_db
def test_who_has_no_work_with_it_is_offered_no_button_and_let_in_at_none(album, browse):
    case = case_at("submitted")
    for who, may in ((manager, False), (salesperson, True), (inspector, True), (dispatcher, True)):
        browser = browse(who())
        page = browser.get(case.get_absolute_url()).content.decode()
        assert (BUTTON.format(case.pk) in page) == may, who
        assert send(browser, case, upload(picture())).status_code == (200 if may else 403), who
    assert case.photos.count() == 3


@pytest.mark.django_db
def test_a_double_click_adds_a_photo_once(album, browse):
    case = case_at("submitted")
    browser, key = browse(salesperson()), uuid.uuid4()
    for _click in range(2):
        assert send(browser, case, upload(picture()), key=key).status_code == 200
    assert (case.photos.count(), events(case).count()) == (1, 1)


@pytest.mark.django_db
def test_two_who_had_the_same_page_open_both_add_theirs(album, browse):
    case = case_at("submitted")
    for who in (salesperson, engineer):
        assert send(browse(who()), case, upload(picture())).status_code == 200
    assert case.photos.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_get_past_the_dozen(album):
    case = case_at("submitted")
    add_photos(case, [upload(picture())] * (MOST_PHOTOS - 1), by=salesperson())
    people = [salesperson(), engineer()]
    done = at_once(*(partial(add_photos, case, [upload(picture())], by=person) for person in people))
    assert sorted(type(result).__name__ for result in done) == ["Blocked", "list"]
    assert case.photos.count() == MOST_PHOTOS
    assert events(case).count() == 2


@pytest.mark.django_db
def test_a_full_case_says_so_instead_of_the_button(album, browse):
    case = case_at("submitted")
    Photo.objects.bulk_create(
        Photo(case=case, file=f"{n}.jpg", added_by=salesperson()) for n in range(MOST_PHOTOS)
    )
    page = browse(salesperson()).get(case.get_absolute_url()).content.decode()
    assert "At most 12 photos are kept" in page
    assert BUTTON.format(case.pk) not in page


@pytest.mark.django_db
@pytest.mark.parametrize("form", [{}, {"key": "x"}, {"key": uuid.UUID(int=7)}])
def test_a_form_without_photos_or_of_no_page_of_ours_changes_nothing(album, browse, form):
    case = case_at("submitted")
    answer = browse(salesperson()).post(f"/cases/{case.pk}/add_photos/", form, follow=True)
    assert answer.status_code == 200
    assert not events(case).exists()


@pytest.mark.django_db(transaction=True)
def test_photos_of_the_intake_are_on_record_like_later_ones(album, browse):
    customer()
    browser = browse(salesperson())
    browser.post("/cases/new/", filled())
    assert not Event.objects.filter(verb="add_photos").exists()
    browser.post("/cases/new/", filled(photos=[upload(picture())]))
    case = Case.objects.get(photos__isnull=False)
    assert list(case.events.values_list("verb", flat=True)) == ["create", "add_photos"]
    assert events(case).get().data["photos"] == 1


# -- on the page --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_photo_that_is_not_on_disk_is_not_found(album, browse):
    photo = Photo.objects.create(case=case_at("submitted"), file="lost.jpg", added_by=salesperson())
    assert browse(engineer()).get(f"/photos/{photo.pk}/").status_code == 404


@pytest.mark.django_db
def test_the_name_of_a_file_is_no_part_of_the_page(browse):
    case = case_at("draft")
    file = upload(b"no picture", "<b>x<b>.jpg")
    page = send(browse(salesperson()), case, file)
    assert "<b>x<b>" not in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_feedback_is_not_registered_without_a_photo_that_was_chosen_but_the_good_ones_stay(album, browse):
    customer()
    form = filled(photos=[upload(picture()), upload(b"no picture", "附件.jpg")])
    page = browse(salesperson()).post("/cases/new/", form)
    assert "附件.jpg is not a photo" in page.content.decode()
    assert not Case.objects.exists()
    (photo,) = Photo.objects.filter(case=None)
    assert f'name="photo" value="{photo.pk}"' in page.content.decode()
