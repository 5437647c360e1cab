"""Labels of motors, 60 × 40 mm, drawn at 203 dpi and scanned back."""

import shutil
import subprocess

import pytest
from PIL import Image

from tests.actors import dispatcher
from tests.factories import arrived, case_at, motor_at, parcel_received, printer

pytestmark = pytest.mark.django_db

zxingcpp = pytest.importorskip("zxingcpp")


def pages(answer, folder):
    """The pages of a PDF as a label printer of 203 dpi has them: black and white."""
    assert answer.status_code == 200
    (folder / "labels.pdf").write_bytes(answer.content)
    tool = shutil.which("pdftoppm") or pytest.skip("poppler is not installed")
    subprocess.run([tool, "-r", "203", "-mono", "labels.pdf", "label"], cwd=folder, check=True)  # noqa: S603
    return [Image.open(file).convert("L") for file in sorted(folder.glob("label-*"))]


def scanned(page):
    return [found.text for found in zxingcpp.read_barcodes(page)]


def test_the_label_of_a_motor_is_scanned_back_from_a_picture_at_203_dpi(browse, tmp_path, settings):
    motor = motor_at("repairing")
    (page,) = pages(browse(dispatcher()).get(f"/motors/{motor.pk}/label/"), tmp_path)
    assert page.size == (480, 320) or [round(side / 203 * 25.4) for side in page.size] == [60, 40]
    assert scanned(page) == [settings.SITE_URL.rstrip("/") + motor.get_absolute_url()]


def test_a_whole_parcel_gets_its_labels_at_once_also_what_has_no_case(browse, tmp_path):
    case = case_at("awaiting_receipt")
    number = case.motors.get().serial_number
    unknown = arrived("990101-0001", product_id=None, other_model="Z2-11")
    parcel = parcel_received(arrived(number), unknown)
    both = pages(browse(dispatcher()).get(f"/parcels/{parcel.pk}/labels/"), tmp_path)
    assert [scanned(page)[0].rsplit("/", 3)[-3:-1] for page in both] == [
        ["motors", str(case.motors.get().pk)],
        ["parcels", str(parcel.pk)],
    ]


def test_the_labels_of_a_parcel_stand_on_sheets_of_a4_and_each_is_scanned_back(browse, tmp_path):
    lines = [arrived(f"990101-{n:04d}", product_id=None, other_model="Z2-11") for n in range(23)]
    parcel = parcel_received(*lines)
    sheets = pages(browse(dispatcher()).get(f"/parcels/{parcel.pk}/labels/?paper=a4"), tmp_path)
    assert [[round(side / 203 * 25.4) for side in sheet.size] for sheet in sheets] == [[210, 297]] * 2
    assert [len(scanned(sheet)) for sheet in sheets] == [21, 2]


def test_a_case_has_the_labels_of_its_motors(browse, tmp_path):
    case = case_at("in_process")
    assert len(pages(browse(dispatcher()).get(f"/cases/{case.pk}/labels/"), tmp_path)) == 1
    assert browse(dispatcher()).get(f"/cases/{case_at('authorised').pk}/labels/").status_code == 404


def test_a_printer_that_is_out_of_place_prints_a_label_that_is_scanned_back_all_the_same(browse, tmp_path):
    motor, browser = motor_at("repairing"), browse(dispatcher())
    (usual,) = pages(browser.get(f"/motors/{motor.pk}/label/"), tmp_path)
    printer("标签机", paper="60", shift_x=2, shift_y=1)
    (moved,) = pages(browser.get(f"/motors/{motor.pk}/label/"), tmp_path)
    corner, there = (zxingcpp.read_barcodes(page)[0].position.top_left for page in (usual, moved))
    assert there.x - corner.x == pytest.approx(16, abs=1)  # dots, of which eight are a millimetre
    assert there.y - corner.y == pytest.approx(8, abs=1)
    assert scanned(moved) == scanned(usual)
