"""待办: what waits for a person can be done by that person, and what can be done next waits for somebody."""

import datetime as dt

import pytest
from django.utils import timezone

from aftersales.models import User
from aftersales.worklist import all_tasks, count_of, groups_of, late_of, shares_of, tasks_of
from cases.actions import perform
from cases.models import Case, ReturnedMotor
from returns.actions import ask_void, print_copies
from returns.actions.custody import role_for
from returns.models import Slip
from tests.accountability.factories import (
    action_at,
    countersign,
    drafted_penalty,
    finish_measures,
    penalty_at,
)
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
from tests.factories import (
    appraised,
    approve_return,
    ask_extension,
    case_at,
    charged_motor_at,
    clear_for_stock,
    count,
    draft_return,
    drafted,
    exceptional_return,
    intact_motor,
    motor_at,
    prepare_transfer,
    printer,
    quote,
    sign,
    signed,
    solved_on_site,
)

pytestmark = pytest.mark.django_db

# Tasks whose verb is no transition, or may be blocked by what only the page can tell.
NO_BUTTON = {"count", "finish_draft", "give_info", "customer_reply", "authorise", "measure", "draft_penalty"}
# Tasks that are no transition of a machine, and whether a person can do them.
DEEDS = {
    "print_slips": lambda user, slip: slip.printable_by(user),
    "acknowledge": lambda user, copy: role_for(copy.slip.copy(copy.number), user),
}


def fill():
    """Something in every state that waits for somebody."""
    for state in ("draft", "submitted", "info_requested", "authorised", "awaiting_receipt", "completed"):
        case_at(state)
    case_at("submitted", kind="complaint")
    solved_on_site()
    count(case_at("awaiting_receipt"))
    for state in (
        "missing", "received", "awaiting_parts", "quoted", "repairing", "inspecting", "ready_to_ship", "shipped",
        "return_pending", "return_approved", "transferred",
    ):  # fmt: skip
        motor_at(state)
    sign(drafted(motor_at("received")), "quality")
    disputed = drafted(motor_at("received"))
    sign(disputed, "engineering", dissent="系碳刷材质问题")
    signed(disputed, "after_sales", "quality", "production")
    quote(appraised(motor_at("received"), "repair_charged"))
    charged_motor_at("ready_to_ship")
    ask_extension(motor_at("repairing"))
    draft_return(motor_at("return_pending"))
    draft_return(exceptional_return())
    approve_return(intact_motor())
    clear_for_stock(approve_return(intact_motor()))
    prepare_transfer(motor_at("return_approved"))
    for state in ("issued", "planned", "implemented"):
        action_at(state)
    finish_measures(action_at("planned"))
    countersign(drafted_penalty())
    for state in ("drafted", "assessed", "approved"):
        penalty_at(state)
    for slip in Slip.objects.filter(kind__in=["TH", "FX"], voided_at=None):
        at = timezone.now() - dt.timedelta(days=2)
        print_copies([(slip.pk, [2, 3])], printer(), by=coordinator(), at=at)
    ask_void(Slip.objects.filter(kind="TH").first(), "客户名称有误", by=coordinator())


def waiting(user):
    """What waits for a person, as pairs of task and object."""
    return [(task, row) for task in tasks_of(user) for row in task.waiting(user)]


def can_do(user, task, row):
    if task.key in DEEDS:
        return bool(DEEDS[task.key](user, row))
    offers = row.offers(user)
    verbs = {row.name: row.permission.codename for row in row.get_all_status_transitions()}
    return any(offer.open and verbs[offer.verb] == task.permission for offer in offers)


def assert_doable(user):
    for task, row in waiting(user):
        if task.key not in NO_BUTTON:
            assert can_do(user, task, row), f"{task.key} waits for {user.role_names}, who cannot do it: {row}"


def test_whatever_waits_for_a_role_can_be_done_by_it():
    fill()
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
    fill()
    assert_doable(User.objects.get(pk=user.pk))


def test_every_case_and_motor_that_is_not_settled_waits_for_somebody():
    fill()
    everybody = list(one_of_each_role().values())
    rows = [row for user in everybody for _, row in waiting(user)]
    for case in Case.objects.filter(status__in=["submitted", "authorised", "completed"]):
        assert case in rows, case
    for motor in ReturnedMotor.objects.exclude(status__in=["expected", "delivered", "restocked"]):
        assert motor in rows or motor.case in rows, (motor, motor.status)


def test_the_number_beside_the_worklist_is_that_of_its_rows():
    fill()
    for user in one_of_each_role().values():
        assert count_of(user) == len(waiting(user)) == sum(group.count for group in groups_of(user))


def test_the_most_urgent_stands_first(browse):

    later = motor_at("received")
    sooner = motor_at("received", at=timezone.now() - dt.timedelta(days=2))
    rows = [row for task, row in waiting(inspector()) if task.key == "appraise"]
    assert rows == [sooner, later]


def test_who_holds_no_role_has_nothing_to_do(stranger, browse):
    fill()
    assert waiting(stranger) == []
    assert browse(stranger).get("/").status_code == 200


# -- the first answer, silent customers ---------------------------------------------------------------

A_WEEK_AND_A_DAY = dt.timedelta(days=8)


def keys(user):
    return [task.key for task, _ in waiting(user)]


def test_a_customer_without_an_answer_waits_for_the_salesperson():
    case_at("submitted")
    assert keys(salesperson()).count("first_answer") == 1
    perform(Case.objects.get(), "first_answer", by=salesperson(), answer="已告知正在处理")
    assert "first_answer" not in keys(salesperson())


def test_a_silent_customer_comes_to_the_coordinator_after_a_week():
    long_ago = timezone.localtime() - A_WEEK_AND_A_DAY
    motor = appraised(motor_at("received", at=long_ago), "repair_charged", at=long_ago)
    quote(motor, at=long_ago)
    quote(appraised(motor_at("received"), "repair_charged"))
    assert keys(salesperson()).count("customer_reply") == 2
    silent = [row for task, row in waiting(coordinator()) if task.key == "ask_again"]
    assert silent == [motor]
    perform(motor, "ask_again", by=coordinator(), note="孙志强：本周答复")
    assert "ask_again" not in keys(coordinator())


# -- counts, and the team -----------------------------------------------------------------------------


def test_the_navigation_counts_everything_in_one_query(django_assert_num_queries):
    fill()
    user = User.objects.prefetch_related("grants").get(pk=after_sales().pk)
    assert user.roles
    with django_assert_num_queries(1):
        assert count_of(user) > 5


def test_shares_name_the_person_or_leave_it_to_the_roles():
    fill()
    shares = {share.task.key: share for share in shares_of(all_tasks(), timezone.localdate())}
    assert shares["give_info"].person == salesperson()
    assert shares["appraise"].person is None
    assert shares["appraise"].count == len([key for key in keys(inspector()) if key == "appraise"])
    assert "finish_draft" not in shares  # a draft is its author's own business
    assert all(share.count for share in shares.values())


def test_the_most_overdue_stands_first_among_the_teams_work():
    week_ago = timezone.localtime() - dt.timedelta(days=7)
    for _ in range(2):
        motor_at("received", at=week_ago)
    motor_at("repairing", at=week_ago - dt.timedelta(days=6))
    motor_at("return_pending")
    tasks = [task for task in all_tasks() if task.key in {"repair", "appraise", "draft_return"}]
    shares = shares_of(tasks, timezone.localdate())
    assert [(share.task.key, share.late) for share in shares[:2]] == [("appraise", 2), ("repair", 1)]
    late = late_of(tasks, timezone.localdate())
    assert [row.task.key for row in late] == ["repair", "appraise", "appraise"]
    assert [row.item.standing.days for row in late] == sorted(
        (row.item.standing.days for row in late), reverse=True
    )


def test_each_manager_sees_their_own_team(browse):
    fill()
    sales = browse(manager()).get("/team/").content.decode()
    assert "Enter return lists" in sales
    assert "Inspect repaired motors" not in sales
    house = browse(lead()).get("/team/").content.decode()
    assert "Inspect repaired motors" in house
    assert "Enter return lists" not in house
    everything = browse(director()).get("/team/").content.decode()
    assert "Enter return lists" in everything
    assert "Inspect repaired motors" in everything


def test_who_leads_nobody_has_no_team(browse):
    assert browse(inspector()).get("/team/").status_code == 403
    assert "/team/" not in browse(inspector()).get("/").content.decode()
    assert "/team/" in browse(lead()).get("/").content.decode()


def test_what_the_team_has_not_done_leads_to_its_page_and_not_to_the_action(browse):
    motor = motor_at("received", at=timezone.localtime() - dt.timedelta(days=7))
    page = browse(director()).get("/team/").content.decode()
    assert f'href="/motors/{motor.pk}/"' in page
    assert f'href="/motors/{motor.pk}/appraise/"' not in page
