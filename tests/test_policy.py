"""An edition of the regulation holds what it may hold, and nothing else."""

from dataclasses import asdict, fields
from typing import get_args, get_type_hints

import pytest

from accountability import limits as accountability
from accountability.policy import AccountabilityPolicy
from cases import limits as cases
from cases.policy import CasePolicy
from figures.policy import FiguresPolicy
from notices.policy import NoticePolicy
from satisfaction.policy import SatisfactionPolicy
from slips import limits as slips
from slips.policy import SlipPolicy
from warranty.policy import DEFAULT, WarrantyPolicy
from workflow.policy import check, declare, figures

POLICIES = [
    WarrantyPolicy,
    CasePolicy,
    SlipPolicy,
    AccountabilityPolicy,
    NoticePolicy,
    SatisfactionPolicy,
    FiguresPolicy,
]


def test_people_read_the_figures_of_every_app_in_the_order_of_the_regulation():
    assert [entry.name for entry in figures()] == [
        entry.name for policy in POLICIES for entry in fields(policy)
    ]


def test_every_figure_and_every_choice_has_its_words():
    hints = {name: hint for policy in POLICIES for name, hint in get_type_hints(policy).items()}
    for entry in figures():
        assert entry.label
        assert tuple(entry.words) == get_args(hints[entry.name]), entry.name


@pytest.mark.parametrize(
    ("policy", "limits"),
    [(CasePolicy, cases.LIMITS), (SlipPolicy, slips.LIMITS), (AccountabilityPolicy, accountability.LIMITS)],
)
def test_every_limit_has_its_days_in_the_policy_of_its_app(policy, limits):
    assert {limit.days for limit in limits.values()} <= {entry.name for entry in fields(policy)}


def test_no_figure_is_declared_twice():
    with pytest.raises(ValueError, match=r"^plan_days: "):
        declare(rank=99)(AccountabilityPolicy)


def test_an_app_reads_its_own_figures_in_an_edition_of_all():
    values = {"agent_months": 18, "plan_days": 12}
    assert WarrantyPolicy.from_dict(values) == WarrantyPolicy(agent_months=18)
    assert AccountabilityPolicy.from_dict(values) == AccountabilityPolicy(plan_days=12)
    assert SlipPolicy.from_dict(values) == SlipPolicy()


def test_an_edition_written_down_reads_back_the_same():
    edition = WarrantyPolicy(direct_months=18, custom_made_bar="every_ground", transport_repaired_free=False)
    assert WarrantyPolicy.from_dict(asdict(edition)) == edition


def test_what_an_edition_leaves_out_is_as_the_reading_has_it():
    assert WarrantyPolicy.from_dict({}) == DEFAULT
    assert WarrantyPolicy.from_dict({"agent_months": 18}).direct_months == 12


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("warranty", 12),
        ("direct_months", "12"),
        ("direct_months", True),
        ("parts_complete_days", -7),
        ("dead_on_arrival_is_mismatch", 1),
        ("clock_start", "payment"),
        ("clock_stop", ["shipped"]),
    ],
)
def test_a_figure_that_cannot_be_is_refused_by_name(name, value):
    with pytest.raises(ValueError, match=f"^{name}: "):
        check({name: value})


def test_no_app_is_given_a_figure_that_cannot_be():
    with pytest.raises(ValueError, match=r"^direct_months: "):
        WarrantyPolicy.from_dict({"direct_months": "12"})
