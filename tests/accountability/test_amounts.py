"""The table of amounts changes by two people: one proposes, another confirms, and only then opinions take them (九)."""

import uuid

import pytest

from accountability.models import PenaltyRate, RatesChange
from accountability.queries import rates
from aftersales.models import Journal
from notices.models import Notice
from tests.accountability.factories import GRAVE, amounts_at, proposed_amounts
from tests.actors import admin, assessment, director, person, production
from tests.matrix import Machine, holds, read_table, same_vocabulary
from tests.work import keys
from workflow.actions import perform
from workflow.guards import Blocked, Forbidden
from workflow.models import ProposalStatus

pytestmark = pytest.mark.django_db

# The administrator has proposed it.
TABLE = """
verb      | from | to        | who
----------+------+-----------+---------
confirm   | open | confirmed | director
turn_down | open | refused   | director
withdraw  | open | withdrawn | admin
"""
WHY = {"reason": "与规定不符"}
RATES = Machine(
    RatesChange,
    read_table(TABLE),
    amounts_at,
    {"turn_down": lambda change, by: WHY, "withdraw": lambda change, by: WHY},
    {},
)


@pytest.mark.parametrize("state", ProposalStatus.values)
def test_only_a_second_person_decides_on_the_amounts(state):
    holds(RATES, state)


def test_the_table_names_every_verb_and_state():
    same_vocabulary(RATES, ProposalStatus.values)


def test_an_amount_holds_for_nobody_until_another_person_confirms_it():
    change = proposed_amounts("1500")
    assert rates() == {}
    with pytest.raises(Forbidden):
        perform(change, "confirm", by=admin())
    perform(change, "confirm", by=director())
    assert rates() == {GRAVE: 1500}


def test_another_administrator_and_the_director_are_asked_and_its_author_is_not():
    director()
    proposed_amounts()
    assert "decide_rates" in keys(person("gong", "龚建平", "admin"))
    assert "decide_rates" in keys(director())
    assert "decide_rates" not in keys(admin())
    assert Notice.objects.filter(user=director(), event__verb="propose").count() == 1


def test_the_log_keeps_old_and_new_and_both_people():
    amounts_at("confirmed")
    perform(proposed_amounts("1200"), "confirm", by=director())
    rows = Journal.objects.filter(deed__startswith="rates_").order_by("pk")
    assert [(row.deed, row.by_name) for row in rows[2:]] == [
        ("rates_propose", "唐磊"), ("rates_confirm", "韩振华"),
    ]  # fmt: skip
    assert rows.last().said["changed"] == [["grave", "responsible", "1500.00", "1200"]]
    assert rows.last().said["reason"] == "按 2026 年修订的规定"


def test_one_change_waits_at_a_time_and_one_that_changes_nothing_is_none():
    proposed_amounts()
    with pytest.raises(Blocked, match="waits for a second person already"):
        proposed_amounts("1600")
    perform(RatesChange.objects.get(), "confirm", by=director())
    with pytest.raises(Blocked, match="No amount differs"):
        proposed_amounts("1500")


def test_what_has_been_changed_meanwhile_is_not_changed_unseen():
    change = proposed_amounts()
    PenaltyRate.objects.create(fault_class="grave", capacity="responsible", amount=900)
    with pytest.raises(Blocked, match="says something else by now"):
        perform(change, "confirm", by=director())


# -- the pages ----------------------------------------------------------------------------------------


def sent(browser, **changed):
    form = browser.get("/penalties/amounts/").context["form"].initial
    known = {name: value for name, value in form.items() if value is not None}
    return browser.post("/penalties/amounts/", known | changed)


def test_it_is_proposed_on_the_page_of_the_table_and_confirmed_on_its_own(browse):
    page = sent(browse(admin()), **{"grave-responsible": "1500", "reason": "年度修订"})
    change = RatesChange.objects.get()
    assert page.url == f"/amounts/{change.pk}/"
    assert "年度修订" in browse(admin()).get("/penalties/amounts/").content.decode()
    chief = browse(director())
    assert "1500.00" in chief.get(page.url).content.decode()
    form = chief.get(f"{page.url}confirm/").context["form"].initial
    assert chief.post(f"{page.url}confirm/", form).status_code == 302
    assert PenaltyRate.objects.get().amount == 1500


def test_what_is_wrong_stands_beside_the_field_and_nothing_typed_is_lost(browse):
    amounts_at("confirmed")
    emptied = browse(admin()).post("/penalties/amounts/", {"key": uuid.uuid4(), "grave-responsible": ""})
    said = emptied.content.decode()
    assert "is changed, not taken away" in said
    without_reason = sent(browse(admin()), **{"minor-responsible": "80"}).content.decode()
    assert "This field is required" in without_reason
    assert 'value="80"' in without_reason
    same = sent(browse(admin()), reason="再改一次").content.decode()
    assert "No amount differs from the table." in same
    assert "再改一次" in same


def test_nobody_else_sees_it_or_proposes_one(browse):
    change = proposed_amounts()
    for who in (production(), assessment()):
        assert browse(who).get("/penalties/amounts/").status_code == 403
        assert browse(who).get(f"/amounts/{change.pk}/").status_code == 404
