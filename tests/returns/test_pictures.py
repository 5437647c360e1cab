"""Every slip on every paper looks like its approved picture; ``manage.py pictures`` says the same."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from PIL import Image, ImageChops

from demo import pictures
from demo.samples import SAMPLES
from slips.paper import PAPERS


def test_every_form_on_every_paper_looks_like_its_approved_picture(tmp_path):
    verdicts = pictures.compare(differences=tmp_path)
    assert [str(verdict) for verdict in verdicts if not verdict.good] == [], f"see {tmp_path}"
    names = {verdict.name for verdict in verdicts}
    assert {f"{prefix}-{paper}" for prefix in SAMPLES for paper in PAPERS} <= names


def approved(name):
    with Image.open(pictures.APPROVED / f"{name}.png") as file:
        return file.convert("L")


def test_a_form_that_moved_by_a_millimetre_is_noticed():
    before = approved("TH-A4")
    moved = ImageChops.offset(before, round(pictures.DPI / 25.4), 0)
    assert pictures.differing(before, moved) > pictures.TOLERANCE


def test_a_word_that_is_gone_is_noticed():
    before = approved("FX-241")
    after = before.copy()
    after.paste(255, (80, 60, 130, 80))
    assert pictures.differing(before, after) > pictures.TOLERANCE


def test_a_rounding_of_the_edges_of_letters_is_not():
    before = approved("JD-A4")
    assert pictures.differing(before, before.point(lambda grey: min(255, grey + 20))) == 0


def test_the_command_says_which_pictures_differ(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "pictures", lambda: iter([("TH-A4", approved("TH-A4"))]))
    call_command("pictures", "--approve", "--folder", str(tmp_path), stdout=StringIO())
    out = StringIO()
    call_command("pictures", "--folder", str(tmp_path), stdout=out)
    assert "1 pictures look like" in out.getvalue()
    monkeypatch.setattr(pictures, "pictures", lambda: iter([("TH-A4", approved("TH-A4").rotate(180))]))
    with pytest.raises(CommandError, match=r"TH-A4: .*% differs"):
        call_command("pictures", "--folder", str(tmp_path), "--differences", str(tmp_path / "seen"))
    assert (tmp_path / "seen" / "TH-A4.png").exists()
    monkeypatch.setattr(pictures, "pictures", lambda: iter([("new-A4", approved("TH-A4"))]))
    with pytest.raises(CommandError, match="never been approved"):
        call_command("pictures", "--folder", str(tmp_path))
