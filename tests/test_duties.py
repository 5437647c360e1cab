"""What waits for a person can be done by that person, and what can be done next waits for somebody."""

import datetime as dt

import pytest
from django.utils import timezone

from aftersales.models import User
from cases.models import Case, ReturnedMotor
from slips.actions.custody import role_for
from tests.actors import (
    after_sales,
    coordinator,
    director,
    dispatcher,
    inspector,
    lead,
    manager,
    one_of_each_role,
    salesperson,
    who_also_is,
)
from tests.work import keys, waiting
from workflow.team import late_of, shares_of
from workflow.worklist import COUNTED, all_tasks, count_of, groups_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("something_of_everything")]

# Tasks whose verb is no transition, or may be blocked by what only the page can tell.
NO_BUTTON = {
    "settle_return",
    "register_arrival",
    "count",
    "finish_draft",
    "give_info",
    "customer_reply",
    "authorise",
    "measure",
    "draft_penalty",
}
# Tasks that are no transition of a machine, and whether a person can do them.
DEEDS = {
    "print_slips": lambda user, slip: slip.printable_by(user),
    "confirm_customer": lambda user, customer: customer.provisional and user.can("customer.confirm"),
    "register_arrival": lambda user, arrival: user.can("case.create"),
    "acknowledge": lambda user, copy: role_for(copy.slip.copy(copy.number), user),
}


def can_do(user, task, row):
    if task.key in DEEDS:
        return bool(DEEDS[task.key](user, row))
    offers = row.offers(user)
    permissions = {step.name: names_of(step.permission) for step in row.get_all_status_transitions()}
    return any(offer.open and task.permission in permissions[offer.verb] for offer in offers)


def names_of(permission):
    """What a permission is called, and what it is called in a confined matter, where that is something else."""
    return {permission.codename, getattr(permission, "in_confidence", "")}


def assert_doable(user):
    for task, row in waiting(user):
        if task.key not in NO_BUTTON:
            assert can_do(user, task, row), f"{task.key} waits for {user.role_names}, who cannot do it: {row}"


def test_whatever_waits_for_a_role_can_be_done_by_it():
    for user in one_of_each_role().values():
        assert_doable(user)


@pytest.mark.parametrize(
    ("maker", "roles"),
    [
        (salesperson, ["sales_manager"]),
        (coordinator, ["sales_manager", "director"]),
        (dispatcher, ["after_sales"]),
        (after_sales, ["quality", "production", "after_sales_lead", "director", "dispatcher"]),
    ],
)
def test_nothing_waits_for_who_made_it_though_they_hold_the_role(maker, roles):
    user = who_also_is(maker(), *roles)
    assert_doable(User.objects.get(pk=user.pk))


def test_every_case_and_motor_that_is_not_settled_waits_for_somebody():
    everybody = list(one_of_each_role().values())
    rows = [row for user in everybody for _, row in waiting(user)]
    for case in Case.objects.filter(status__in=["submitted", "authorised", "completed"]):
        assert case in rows, case
    for motor in ReturnedMotor.objects.exclude(status__in=["expected", "delivered", "restocked"]):
        assert motor in rows or motor.case in rows, (motor, motor.status)


def test_the_number_beside_the_worklist_is_that_of_its_rows():
    for user in one_of_each_role().values():
        assert len(waiting(user)) == sum(group.count for group in groups_of(user))
        assert count_of(user) == min(len(waiting(user)), COUNTED)


def test_who_holds_no_role_has_nothing_to_do(stranger, browse):
    assert waiting(stranger) == []
    assert browse(stranger).get("/").status_code == 200


def test_nothing_waits_for_who_may_do_nothing(stranger):
    stranger.is_active = False
    assert count_of(stranger) == 0


def test_the_navigation_counts_everything_in_one_query(django_assert_num_queries):
    user = User.objects.prefetch_related("grants").get(pk=after_sales().pk)
    assert user.roles
    with django_assert_num_queries(1):
        assert count_of(user) > 5


def test_shares_name_the_person_or_leave_it_to_the_roles():
    shares = {share.task.key: share for share in shares_of(director(), all_tasks(), timezone.localdate())}
    assert shares["give_info"].person == salesperson()
    assert shares["appraise"].person is None
    assert shares["appraise"].count == len([key for key in keys(inspector()) if key == "appraise"])
    assert "finish_draft" not in shares  # a draft is its author's own business
    assert all(share.count for share in shares.values())


def test_what_is_for_one_department_alone_says_for_which():
    """Though thirteen roles may acknowledge copies, and six plan corrective actions."""
    tasks = [task for task in all_tasks() if task.key in {"acknowledge", "plan_action"}]
    in_two_months = timezone.localdate() + dt.timedelta(days=60)
    late = {(row.task.key, row.item.whose) for row in late_of(director(), tasks, in_two_months)}
    assert ("acknowledge", "warehouse") in late
    assert ("plan_action", "production, workshop") in late


def test_each_manager_sees_their_own_team(browse):
    sales = browse(manager()).get("/team/").content.decode()
    assert "Enter return lists" in sales
    assert "Inspect repaired motors" not in sales
    house = browse(lead()).get("/team/").content.decode()
    assert "Inspect repaired motors" in house
    assert "Enter return lists" not in house
    everything = browse(director()).get("/team/").content.decode()
    assert "Enter return lists" in everything
    assert "Inspect repaired motors" in everything
