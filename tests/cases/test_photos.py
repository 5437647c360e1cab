"""Photos of nameplates and damage: what is no picture is refused, and what is kept is nothing but a picture."""

import io
import os
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from aftersales.guards import Blocked
from cases.models import Case, Photo
from cases.photos import BYTES, MOST, SIDE, clean, keep, path_of
from tests.actors import engineer, salesperson
from tests.cases.test_registering import filled
from tests.factories import case_at, customer


def picture(kind="JPEG", size=(60, 40), mode="RGB", **options):
    """A small picture."""
    image = Image.new(mode, size, 0)
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def upload(data, name="铭牌.jpg"):
    return SimpleUploadedFile(name, data)


def cleaned(data):
    return Image.open(io.BytesIO(clean(upload(data))))


# -- what is kept -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "MPO"])
def test_every_picture_is_kept_as_a_jpeg(kind):
    image = cleaned(picture(kind))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (60, 40))


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1", "I;16"])
def test_whatever_the_colours_of_a_png_it_is_kept(mode):
    assert cleaned(picture("PNG", mode=mode)).mode == "RGB"


def test_a_picture_for_the_press_is_kept_for_the_screen():
    assert cleaned(picture("JPEG", mode="CMYK")).mode == "RGB"


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
    image = cleaned(data)
    assert not image.getexif()
    assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(image.info)
    assert image.size == (40, 60)
    assert b"HUAWEI" not in clean(upload(data))


def test_a_large_picture_is_made_smaller():
    assert max(cleaned(picture(size=(5000, 3000))).size) == SIDE


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
    kept = clean(upload(data))
    assert b"script" not in kept
    assert b"php" not in kept
    assert b"PK\x03\x04" not in kept


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
    "a pdf": lambda: b"%PDF-1.7\n1 0 obj<<>>endobj",
    "a program": lambda: b"\x7fELF" + b"\0" * 300,
    "nothing": lambda: b"",
    "zeros": lambda: b"\0" * 4096,
}


def test_half_a_photo_is_refused_even_after_a_slip_was_printed(monkeypatch):
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    with pytest.raises(Blocked):
        clean(upload(REFUSED["a truncated png"](), "half.png"))


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_photo_is_refused_by_name(what):
    with pytest.raises(Blocked, match=r"附件\.jpg is not a photo"):
        clean(upload(REFUSED[what](), "附件.jpg"))


def test_sixteen_megabytes_are_refused_without_being_read():
    file = upload(b"")
    file.size = BYTES + 1
    with pytest.raises(Blocked):
        clean(file)


# -- with the case ------------------------------------------------------------------------------------


@pytest.fixture
def album(settings, tmp_path):
    """An empty folder for the pictures of one test."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "photos"


@pytest.mark.django_db(transaction=True)
def test_a_photo_is_on_disk_once_it_is_in_the_database(album):
    case = case_at("draft")
    with transaction.atomic():
        (photo,) = keep(case, [upload(picture())], salesperson())
        assert not album.exists()
    assert Image.open(path_of(photo)).format == "JPEG"
    assert [path.suffix for path in album.iterdir()] == [".jpg"]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_file(album):
    case = case_at("draft")
    with pytest.raises(Blocked), transaction.atomic():
        keep(case, [upload(picture()), upload(b"no picture")], salesperson())
    assert not Photo.objects.exists()
    assert not album.exists()


@pytest.mark.django_db(transaction=True)
def test_a_crash_right_after_the_commit_loses_no_picture(album, browse, monkeypatch):
    with monkeypatch.context() as crash:
        crash.setattr("cases.photos.path_of", lambda photo: None)  # which would move it
        (photo,) = keep(case_at("submitted"), [upload(picture())], salesperson())
    assert not album.exists()
    assert browse(engineer()).get(f"/photos/{photo.pk}/").status_code == 200
    assert (album / photo.file).exists()


@pytest.mark.django_db(transaction=True)
def test_what_was_never_committed_is_cleared_away_after_a_day(album):
    case = case_at("draft")
    with transaction.atomic():
        keep(case, [upload(picture())], salesperson())
        transaction.set_rollback(True)
    (left,) = (album.parent / "incoming").iterdir()
    keep(case, [upload(picture())], salesperson())
    assert left.exists()  # it may still be under way
    os.utime(left, (1, 1))
    keep(case, [upload(picture())], salesperson())
    assert not left.exists()
    assert len(list(album.iterdir())) == Photo.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_clearing_away_spares_what_is_committed(album):
    case = case_at("draft")
    (photo,) = keep(case, [upload(picture())], salesperson())
    late = album.parent / "incoming" / photo.file
    path_of(photo).rename(late)  # as a crash leaves it
    os.utime(late, (1, 1))
    keep(case, [upload(picture())], salesperson())
    assert (album / photo.file).exists()


@pytest.mark.django_db
def test_a_case_keeps_a_dozen_photos(album):
    case = case_at("draft")
    Photo.objects.bulk_create(
        Photo(case=case, file=f"{n}.jpg", added_by=salesperson()) for n in range(MOST - 1)
    )
    with pytest.raises(Blocked, match="at most 12"):
        keep(case, [upload(picture())] * 2, salesperson())
    keep(case, [upload(picture())], salesperson())


@pytest.mark.django_db(transaction=True)
def test_of_several_photos_sent_at_once_one_that_is_none_stops_all(album, browse):
    case = case_at("draft")
    photos = [upload(picture()), upload(b"no picture", "附件.jpg")]
    browse(salesperson()).post(f"/cases/{case.pk}/photos/", {"photos": photos})
    assert not Photo.objects.exists()
    assert not album.exists()


@pytest.mark.django_db(transaction=True)
def test_a_photo_is_served_as_nothing_but_a_photo(album, browse):
    case = case_at("submitted")
    (photo,) = keep(case, [upload(picture())], salesperson())
    response = browse(engineer()).get(f"/photos/{photo.pk}/")
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert b"".join(response.streaming_content).startswith(b"\xff\xd8")


@pytest.mark.django_db
def test_a_photo_that_is_not_on_disk_is_not_found(album, browse):
    photo = Photo.objects.create(case=case_at("submitted"), file="lost.jpg", added_by=salesperson())
    assert browse(engineer()).get(f"/photos/{photo.pk}/").status_code == 404


@pytest.mark.django_db
def test_the_name_of_a_file_is_no_part_of_the_page(browse):
    case = case_at("draft")
    file = upload(b"no picture", "<b>x<b>.jpg")
    page = browse(salesperson()).post(f"/cases/{case.pk}/photos/", {"photos": [file]}, follow=True)
    assert "<b>x<b>" not in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_feedback_is_registered_with_its_photos_or_not_at_all(album, browse):
    customer()
    told = filled(photos=[upload(picture()), upload(b"no picture", "附件.jpg")])
    page = browse(salesperson()).post("/cases/new/", told)
    assert "附件.jpg is not a photo" in page.content.decode()
    assert not Case.objects.exists()
    assert not album.exists()
