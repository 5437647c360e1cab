"""Texts of the past are mapped once by synonyms; the rest is the keeper's."""

import pytest
from django.core.management import call_command

from catalogue.actions import merge, say_what_it_means
from catalogue.models import Failure
from catalogue.queries import alike, failures_proposed
from catalogue.starting import begin
from catalogue.texts import map_texts, uncoded
from tests.actors import inspector, warehouse
from tests.factories import appraised, drafted, fresh, motor_at
from workflow.guards import Blocked, Forbidden

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def starting_catalogue():
    begin()


def code(name):
    return Failure.objects.get(code=name)


def said(text):
    """A motor whose signed appraisal says its defect in words."""
    return appraised(motor_at("received"), "repair_free", defect=text)


def test_three_spellings_get_one_code_and_keep_their_texts(capsys):
    motors = [said("轴承异响"), said("轴承有异响"), said("轴承噪音大"), said("怪声")]
    call_command("catalogue")
    assert "motor: 3 got a code, 1 texts are left" in capsys.readouterr().out
    assert [(motor := fresh(m)).failure and motor.failure.code for m in motors] == ["N01"] * 3 + [None]
    assert [fresh(motor).appraisal.defect for motor in motors[:2]] == ["轴承异响", "轴承有异响"]
    assert fresh(motors[0]).appraisal.failure is None  # the sheet is as it was signed


def test_what_is_left_is_listed_by_how_often_it_stands():
    for text in ("怪声", "颜色不对", "怪声", "轴承异响"):
        said(text)
    map_texts()
    assert uncoded() == [("怪声", 3), ("颜色不对", 2)]  # motors, and one corrective action each


def test_an_appraisal_that_nobody_has_signed_is_no_text_of_the_past():
    drafted(motor_at("received"), defect="怪声")
    assert uncoded() == []


def test_the_keeper_says_once_what_a_text_means(browse):
    motors = [said("怪声"), said("怪声")]
    page = browse(inspector()).post(
        "/catalogue/texts/", {"text": "怪声", "failure": "N08 异响部位未明", "synonym": "on"}, follow=True
    )
    assert "Given the code N08: 3." in page.content.decode()
    assert [fresh(motor).failure.code for motor in motors] == ["N08", "N08"]
    assert failures_proposed(["怪声"])[0].code == "N08"


def test_an_unknown_code_is_refused(browse):
    said("怪声")
    page = browse(inspector()).post("/catalogue/texts/", {"text": "怪声", "failure": "Q99"})
    assert "There is no such code in use." in page.content.decode()
    assert uncoded() == [("怪声", 2)]


def test_nobody_else_keeps_the_catalogue(browse):
    browser = browse(warehouse())
    assert browser.get("/catalogue/texts/").status_code == 403
    assert (
        browser.post(
            f"/register/failures/{code('N08').pk}/merge/", {"into": "N01", "why": "同一现象"}
        ).status_code
        == 403
    )
    with pytest.raises(Forbidden):
        say_what_it_means("怪声", code("N08"), synonym=False, by=warehouse())


# -- merged -------------------------------------------------------------------------------------------


def test_a_merged_code_counts_as_the_other_and_hands_over_its_words(browse):
    browse(inspector()).post(
        f"/register/failures/{code('N08').pk}/merge/", {"into": "N01", "why": "同一现象"}
    )
    assert set(alike(code("N08"))) == set(alike(code("N01"))) == {code("N01").pk, code("N08").pk}
    assert failures_proposed(["噪声大"])[0].code == "N01"


def test_a_chain_of_merged_codes_counts_as_its_end():
    merge(code("N08"), code("N03"), by=inspector(), why="同一现象")
    merge(code("N03"), code("N01"), by=inspector(), why="同一现象")
    assert code("N08").stands_for == code("N01")
    assert len(alike(code("N08"))) == 3


@pytest.mark.parametrize(("one", "other"), [("N01", "N01"), ("N08", "N01"), ("N01", "N08")])
def test_a_code_is_merged_once_and_into_one_in_use(one, other):
    merge(code("N08"), code("N03"), by=inspector(), why="同一现象")
    with pytest.raises(Blocked):
        merge(code(one), code(other), by=inspector(), why="同一现象")
