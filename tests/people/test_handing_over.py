"""Who leaves leaves no customer and no measure without anybody."""

import pytest

from aftersales.models import Journal, User
from people.actions import save_person
from tests.accountability.factories import action_at
from tests.actors import admin, another_salesperson, engineer, manager, person, salesperson, workshop
from tests.factories import appraised, case_at, motor_at, quote
from tests.people.factories import nobody_yet, stands_in
from tests.satisfaction.factories import answered, survey, target_of
from tests.work import keys
from workflow.actions import perform
from workflow.guards import Forbidden

pytestmark = pytest.mark.django_db


def goes_on(person, task):
    return task in keys(User.objects.get(pk=person.pk))


def held_case():
    return case_at("info_requested"), salesperson, another_salesperson, "give_info"


def held_quotation():
    return (
        quote(appraised(motor_at("received"), "repair_charged")),
        salesperson,
        another_salesperson,
        "customer_reply",
    )


def held_measure():
    return action_at("planned"), workshop, engineer, "measure"


def held_draft():
    return case_at("draft"), salesperson, another_salesperson, "finish_draft"


def held_target():
    return target_of(survey()), salesperson, another_salesperson, "ask_customer"


def held_improvement():
    improvement = answered(target_of(survey()), quality="poor").improvements.get()
    return improvement, lambda: improvement.owner, engineer, "improve"


@pytest.mark.parametrize(
    "made", [held_case, held_quotation, held_measure, held_draft, held_target, held_improvement]
)
def test_what_is_handed_over_is_the_others_with_its_tasks(made, browse):
    _thing, giver, taker, task = made()
    giver, taker = giver(), taker()
    assert goes_on(giver, task)
    page = browse(admin())
    address = f"/people/{giver.pk}/hand-over/"
    things = [key for key, _label in page.get(address).context["form"].fields["things"].choices]
    sent = {"things": things, "to": taker.pk, "reason": "调离"}
    assert page.post(address, sent).status_code == 302
    assert goes_on(taker, task)
    if task == "measure":  # whoever registered a case may go on with it beside its salesperson
        assert not goes_on(giver, task)
    assert Journal.objects.get(deed="hand_over").said["reason"] == "调离"


def test_the_event_names_both_and_the_reason():
    case = case_at("submitted")
    perform(case, "hand_over", by=manager(), to=another_salesperson().pk, reason="周建国调离")
    event = case.events.last()
    assert (event.verb, event.data["to"], event.data["reason"]) == (
        "hand_over", another_salesperson().pk, "周建国调离",
    )  # fmt: skip


def test_who_is_made_inactive_needs_a_successor(browse):
    case = case_at("submitted")
    page, address = browse(admin()), f"/people/{salesperson().pk}/"
    sent = {"name": "周建国", "roles": ["salesperson"]}
    assert "say who takes it over" in page.post(address, sent).content.decode()
    assert salesperson().is_active
    unfit = page.post(address, sent | {"successor": engineer().pk, "reason": "离职"})
    assert "李明远 has no role for this" in unfit.content.decode()
    assert salesperson().is_active
    sent |= {"successor": another_salesperson().pk, "reason": "离职"}
    assert page.post(address, sent).status_code == 302
    assert type(case).objects.get().salesperson == another_salesperson()
    assert not salesperson().is_active


def test_an_administrator_adds_a_person_who_chooses_their_own_password(browse, client):
    page = browse(admin())
    sent = {"username": "gu", "name": "顾晓燕", "roles": ["finance"], "password": "micro-motor-70SZ"}
    assert page.post("/people/new/", sent | {"password": "1"}).status_code == 200
    assert page.post("/people/new/", sent).status_code == 302
    assert User.objects.get(username="gu").roles == {"finance"}
    client.post("/login/", {"username": "gu", "password": "micro-motor-70SZ"})
    assert client.get("/").url == "/password/"
    assert "顾晓燕" in page.get("/ledgers/administration/").content.decode()


def test_the_last_administrator_stays_one(browse):
    page, address = browse(admin()), f"/people/{admin().pk}/"
    sent = {"name": "唐磊", "roles": ["finance"], "is_active": "on"}
    assert "Nobody else administers" in page.post(address, sent).content.decode()
    assert (
        "Nobody else administers" in page.post(address, {"name": "唐磊", "roles": ["admin"]}).content.decode()
    )
    assert admin().roles == {"admin"}
    person("gong", "龚建平", "admin")
    assert page.post(address, sent).status_code == 302
    assert admin().roles == {"finance"}


def test_nobody_gives_themselves_roles_in_an_administrators_place(browse):
    deputy = stands_in(nobody_yet(), admin())
    with pytest.raises(Forbidden):
        save_person(User.objects.get(pk=deputy.pk), ["admin"], by=deputy)
    assert not nobody_yet().roles
