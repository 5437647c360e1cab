"""From what people write to the code that they mean."""

import pytest

from catalogue.models import Failure
from catalogue.queries import failure_meant, failures_proposed, parts_of
from catalogue.starting import begin

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def starting_catalogue():
    begin()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("轴承异响", "N01"),
        ("轴承有异响", "N01"),
        ("轴承噪音大", "N01"),
        (" 轴 承 异 响 。", "N01"),
        ("噪声大，轴承异响", "N01"),  # the longest word in it
        ("噪声大", "N08"),
        ("绝缘低/对地击穿", "E05"),
        ("绝缘低", "E04"),
        ("Abnormal bearing noise", "N01"),
        ("客户说碳刷用完了还在转", "C03"),
        ("无故障", "X01"),  # what is denied is the word itself
        ("没有异响", None),
        ("并无明显异响", None),
        ("轴弯断轴", None),  # two codes of equal length
        ("颜色不对", None),
        ("响", None),
        ("", None),
    ],
)
def test_a_text_means_one_code_or_is_for_a_person(text, code):
    found = failure_meant(text)
    assert (found and found.code) == code


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("轴承响", "N01"),
        ("异响", "N08"),
        ("打火", "C01"),
        ("匝短", "E01"),
        ("n01", "N01"),
        ("bearing s", "M01"),
        ("运行两小时后冒烟，有糊味", "E02"),
    ],
)
def test_two_characters_are_enough_to_propose(typed, first):
    assert failures_proposed([typed])[0].code == first


@pytest.mark.parametrize("typed", ["", "响", " 响 ", "？！"])
def test_of_less_nothing_is_proposed(typed):
    assert failures_proposed([typed]) == []


def test_what_a_motor_of_this_family_cannot_have_is_not_proposed():
    assert [row.code for row in failures_proposed(["火花大"], "YY6314")] == []
    assert failures_proposed(["火花大"], "90SZ03")[0].code == "C01"


def test_a_retired_code_is_not_proposed_and_means_nothing():
    Failure.objects.filter(code="N01").update(active=False)
    assert "N01" not in [row.code for row in failures_proposed(["轴承异响"])]
    assert failure_meant("轴承异响").code != "N01"


def test_the_parts_of_a_code_are_those_that_fit_the_motor():
    bearing = Failure.objects.get(code="M01")
    assert [part.number for part in parts_of(bearing, "90SZ03")] == ["BD-1", "ZC-629"]
