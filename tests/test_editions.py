"""The policy editions: chosen by claim date, compared, and never changed once in force."""

import datetime as dt

import pytest
from django.db import Error, transaction
from django.utils import timezone

from tests.actors import salesperson
from warranty.policy import DEFAULT, WarrantyPolicy
from workflow.models import PolicyEdition, edition_on, policy_on

pytestmark = pytest.mark.django_db

PRINTED = dt.date(2007, 1, 1)


@pytest.fixture
def as_printed():
    return PolicyEdition.objects.create(name="2007", effective_from=PRINTED)


def test_a_claim_is_judged_by_the_edition_in_force_on_its_date(as_printed):
    longer = PolicyEdition.objects.create(
        name="2027", effective_from=dt.date(2027, 1, 1), values={"direct_months": 18}
    )
    assert edition_on(dt.date(2026, 12, 31)) == as_printed
    assert edition_on(dt.date(2027, 1, 1)) == longer
    assert policy_on(WarrantyPolicy, dt.date(2027, 1, 1)).direct_months == 18
    assert policy_on(WarrantyPolicy, dt.date(2006, 12, 31)) == DEFAULT


@pytest.mark.parametrize("change", ["update", "delete"])
def test_an_edition_in_force_cannot_be_changed_or_removed(as_printed, change):
    rows = PolicyEdition.objects.filter(pk=as_printed.pk)
    with pytest.raises(Error), transaction.atomic():
        rows.update(values={"direct_months": 24}) if change == "update" else rows._raw_delete("default")
    assert policy_on(WarrantyPolicy, timezone.localdate()).direct_months == 12


def test_an_edition_that_has_not_begun_can_still_be_corrected():
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    edition = PolicyEdition.objects.create(name="to come", effective_from=tomorrow)
    PolicyEdition.objects.filter(pk=edition.pk).update(values={"direct_months": 18})
    assert policy_on(WarrantyPolicy, tomorrow).direct_months == 18


def test_two_editions_are_compared_and_the_difference_marked(browse, as_printed):
    PolicyEdition.objects.create(
        name="2027", effective_from=dt.date(2027, 1, 1), values={"direct_months": 18}
    )
    rows = browse(salesperson()).get("/policy/").context["rows"]
    changed = [(str(row["label"]), row["old"], row["new"]) for row in rows if row["changed"]]
    assert changed == [("warranty, direct sale (months, 八)", 12, 18)]


def test_without_any_edition_the_defaults_are_shown(browse):
    rows = browse(salesperson()).get("/policy/").context["rows"]
    assert [row["new"] for row in rows][:2] == [12, 16]
