"""An edition of the regulation holds what it may hold, and nothing else."""

import pytest

from warranty.policy import DEFAULT, Policy


def test_an_edition_written_down_reads_back_the_same():
    edition = Policy(direct_months=18, custom_made_bar="every_ground", transport_repaired_free=False)
    assert Policy.from_dict(edition.as_dict()) == edition


def test_what_an_edition_leaves_out_is_as_the_reading_has_it():
    assert Policy.from_dict({}) == DEFAULT
    assert Policy.from_dict({"agent_months": 18}).direct_months == 12


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
        Policy.from_dict({name: value})
