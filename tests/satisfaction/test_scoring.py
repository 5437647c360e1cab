"""The scores of 十, compared with what comes out by hand."""

from decimal import Decimal

import pytest

from satisfaction.scoring import Points, Tally, index, percentages, tally

POINTS = Points()


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        (["good"], "100.0"),
        (["fair"], "60.0"),
        (["poor"], "0.0"),
        (["good", "fair", "poor"], "53.3"),  # 160 / 3
        (["good", "good", "fair"], "86.7"),  # 260 / 3
        (["fair", "fair", "poor", "poor", "poor", "good", "good", "good"], "52.5"),  # 420 / 8
        (["good"] * 7 + ["fair"] * 2 + ["poor"], "82.0"),  # 820 / 10
    ],
)
def test_a_score_is_the_mean_of_what_the_answers_are_worth(answers, score):
    assert tally(answers).score(POINTS) == Decimal(score)


def test_who_left_a_question_out_did_not_give_the_worst_answer():
    assert tally(["good", "", ""]).score(POINTS) == 100
    assert tally(["good", "", ""]) == Tally(good=1)


def test_a_question_that_nobody_answered_has_no_score():
    assert tally(["", ""]).score(POINTS) is None
    assert tally([]).score(POINTS) is None


def test_an_edition_of_the_policy_may_give_other_points():
    assert tally(["good", "fair", "poor"]).score(Points(10, 7, 1)) == 6


def test_half_a_tenth_is_rounded_up():
    assert tally(["good"] * 13 + ["poor"] * 3).score(POINTS) == Decimal("81.3")  # 81.25
    assert tally(["fair"] + ["poor"] * 7).score(POINTS) == Decimal("7.5")


def test_every_question_weighs_alike_in_the_index_and_one_without_a_score_not_at_all():
    assert index([Decimal(100), Decimal(60), None]) == 80
    assert index([None, None]) is None


@pytest.mark.parametrize("counts", [(1, 1, 1), (2, 1, 0), (1, 2, 4), (7, 7, 7), (999, 1, 1), (0, 0, 3)])
def test_shares_are_whole_and_add_up_to_a_hundred(counts):
    shares = percentages(counts)
    assert sum(shares) == 100
    assert all(
        abs(share - count * 100 / sum(counts)) < 1 for share, count in zip(shares, counts, strict=True)
    )


def test_shares_of_nothing_are_nothing():
    assert percentages((0, 0, 0)) == [0, 0, 0]
