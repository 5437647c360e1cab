"""The policy changes by two people: one proposes an edition, another confirms it, and only then it holds."""

import datetime as dt

import pytest
from django.utils import timezone

from aftersales.models import Journal
from people.models import PolicyChange
from tests.actors import admin, director, person, salesperson
from tests.matrix import Machine, holds, read_table, same_vocabulary
from tests.people.factories import A_DAY, nobody_yet, policy_at, proposed_edition, stands_in, the_day
from tests.work import keys
from warranty.policy import WarrantyPolicy
from workflow.actions import perform
from workflow.guards import Blocked, Forbidden
from workflow.models import PolicyEdition, ProposalStatus, policy_on
from workflow.policy import figures

pytestmark = pytest.mark.django_db

# Tang, an administrator, has proposed it.
TABLE = """
verb      | from | to        | who
----------+------+-----------+----
revise    | open | =         | admin
confirm   | open | confirmed | director
turn_down | open | refused   | director
withdraw  | open | withdrawn | admin
"""

WHY = {"reason": "与规定不符"}
POLICY = Machine(
    PolicyChange,
    read_table(TABLE),
    policy_at,
    {
        "turn_down": lambda change, by: WHY,
        "withdraw": lambda change, by: WHY,
        "revise": lambda change, by: {"edit": {"name": "修订二稿"}, "figures": {}},
    },
    {},
)


@pytest.mark.parametrize("state", ProposalStatus.values)
def test_only_a_second_person_decides_on_the_policy(state):
    holds(POLICY, state)


def test_the_table_names_every_verb_and_state():
    same_vocabulary(POLICY, ProposalStatus.values)


def months(day):
    return policy_on(WarrantyPolicy, day).direct_months


def test_what_one_person_proposes_holds_for_nobody_until_another_confirms_it():
    change = proposed_edition(direct_months=18)
    assert months(the_day()) == 12
    with pytest.raises(Forbidden):
        perform(change, "confirm", by=admin())
    perform(change, "confirm", by=director())
    assert months(the_day()) == 18
    assert months(the_day() - A_DAY) == 12


def test_another_administrator_is_asked_and_its_author_is_not():
    proposed_edition()
    other = person("gong", "龚建平", "admin")
    assert "decide_policy" in keys(other)
    assert "decide_policy" in keys(director())
    assert "decide_policy" not in keys(admin())


def test_neither_side_is_taken_by_a_deputy_of_the_other():
    """Who proposed it in somebody's place confirms it in nobody's, and the other way round."""
    deputy = stands_in(nobody_yet(), admin())
    change = proposed_edition(by=deputy)
    assert change.proposed_by == admin()
    for one in (admin(), deputy, stands_in(admin(), director())):
        with pytest.raises(Forbidden):
            perform(change, "confirm", by=one)
    done = perform(change, "confirm", by=stands_in(person("ji", "季云"), director()))
    event = done.events.last()
    assert (event.who, done.decided_by) == ("季云 for 韩振华", director())


def confirmed(**values):
    change = proposed_edition(**values)
    return perform(change, "confirm", by=director()).edition


def test_a_correction_holds_once_it_is_confirmed_too(browse):
    edition = confirmed(direct_months=18)
    page = browse(admin())
    said = page.get(f"/editions/{edition.pk}/correct/").context["form"].initial
    later = the_day() + A_DAY
    sent = {name: value for name, value in said.items() if value is not False}
    sent |= {"effective_from": later, "direct_months": 24, "reason": "笔误"}
    assert page.post(f"/editions/{edition.pk}/correct/", sent).status_code == 302
    assert (months(the_day()), months(later)) == (18, 18)
    perform(PolicyChange.objects.first(), "confirm", by=director())
    assert (months(the_day()), months(later)) == (12, 24)
    assert PolicyEdition.objects.count() == 1


def test_an_edition_that_was_taken_back_never_holds_and_its_day_is_free_again(browse):
    edition = confirmed(direct_months=18)
    page = browse(admin())
    address = f"/editions/{edition.pk}/take-back/"
    hidden = page.get(address).context["form"].initial
    assert page.post(address, hidden | {"reason": "厂务会未通过"}).status_code == 302
    assert months(the_day()) == 18
    perform(PolicyChange.objects.first(), "confirm", by=director())
    assert months(the_day()) == 12
    assert confirmed(direct_months=20).effective_from == the_day()


def test_an_edition_is_changed_in_one_way_at_a_time(browse):
    edition = confirmed(direct_months=18)
    page, address = browse(admin()), f"/editions/{edition.pk}/take-back/"
    for said in ("/policy/", "waits for a second person already"):
        hidden = page.get(address).context["form"].initial
        answer = page.post(address, hidden | {"reason": "厂务会未通过"})
        assert said in (answer.url if answer.status_code == 302 else answer.content.decode())


def test_an_edition_in_force_is_neither_corrected_nor_taken_back(browse):
    edition = PolicyEdition.objects.create(name="2007", effective_from=dt.date(2007, 1, 1))
    for way in ("correct", "take-back"):
        assert browse(admin()).get(f"/editions/{edition.pk}/{way}/").status_code == 404


def test_what_nobody_confirmed_before_its_first_day_is_confirmed_no_more():
    change = proposed_edition()
    PolicyChange.objects.filter(pk=change.pk).update(effective_from=timezone.localdate())
    with pytest.raises(Blocked):
        perform(change, "confirm", by=director())


def test_what_waits_is_corrected_by_its_author_and_the_log_keeps_old_and_new(browse):
    change = proposed_edition(direct_months=18)
    page, address = browse(admin()), f"/policy/{change.pk}/revise/"
    said = page.get(address).context["form"].initial
    sent = {name: value for name, value in said.items() if value is not False} | {"direct_months": 20}
    assert page.post(address, sent).status_code == 302
    assert change.events.last().data["changed"]["direct_months"] == [18, 20]
    seen = browse(director()).get(f"/policy/{change.pk}/").content.decode()
    assert "18 → 20" in seen
    assert browse(director()).get(address).status_code == 403


def new_edition(client, **changes):
    hidden = client.get("/policy/new/").context["form"].initial
    defaults = {figure.name: figure.default for figure in figures() if figure.default is not False}
    said = {"name": "new", "effective_from": the_day(), "reason": "年度修订"}
    return client.post("/policy/new/", hidden | defaults | said | changes)


def test_a_proposal_keeps_only_what_differs(browse):
    assert new_edition(browse(admin()), direct_months=18).status_code == 302
    assert PolicyChange.objects.get().values == {"direct_months": 18}
    assert not PolicyEdition.objects.exists()


@pytest.mark.parametrize(
    ("day", "said"), [(0, "tomorrow at the earliest"), (60, "Another edition begins on this day.")]
)
def test_a_day_that_cannot_be_is_said_beside_the_day(browse, day, said):
    start = timezone.localdate() + day * A_DAY
    PolicyEdition.objects.create(name="taken", effective_from=timezone.localdate() + 60 * A_DAY)
    page = new_edition(browse(admin()), effective_from=start)
    assert said in str(page.context["form"].errors["effective_from"])
    assert not PolicyChange.objects.exists()


def test_nobody_else_makes_editions_or_sees_what_is_proposed(browse):
    change = proposed_edition()
    page = browse(salesperson())
    assert page.get("/policy/new/").status_code == 403
    assert page.get(f"/policy/{change.pk}/").status_code == 404
    assert str(change) not in page.get("/policy/").content.decode()


def test_the_log_names_who_proposed_and_who_confirmed():
    perform(proposed_edition(), "confirm", by=director())
    rows = Journal.objects.order_by("pk").values_list("deed", "by_name")
    assert list(rows) == [("policy_propose", "唐磊"), ("policy_confirm", "韩振华")]
