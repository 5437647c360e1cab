"""What cured the like: the same motor, then its model with the code, then the code."""

import pytest

from cases.similar import similar_to_case, similar_to_motor
from catalogue.actions import merge
from catalogue.models import Failure
from catalogue.starting import begin
from tests.actors import after_sales, another_salesperson, inspector, salesperson
from tests.factories import appraised, drafted, fresh, motor_at, product, registered, repair

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def starting_catalogue():
    begin()


def code(name):
    return Failure.objects.get(code=name)


def cured(name="N01", model="90SZ03", entry=None):
    """A motor of this model that had this and was repaired."""
    entry = entry or registered(product=product(model))
    motor = motor_at("received", entry=entry)
    return repair(appraised(motor, "repair_free", failure=code(name).pk, defect=""))


def in_hand(name="N01", entry=None):
    return drafted(motor_at("received", entry=entry or registered()), failure=code(name).pk)


def seen(found):
    return [one.motor for one in found]


def test_the_same_motor_stands_first_then_its_model_then_the_code():
    entry = registered()
    other_model, same_model = cured(model="110SZ53"), cured()
    same_motor = cured("E01", entry=entry)
    cured("C01")
    found = similar_to_motor(in_hand(entry=entry), after_sales())
    assert seen(found) == [same_motor, same_model, other_model]
    assert [(one.same_motor, one.same_model) for one in found] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_it_says_what_was_put_in_and_whether_it_came_back():
    entry = registered()
    cured(entry=entry)
    motor_at("received", entry=entry)
    found = similar_to_motor(in_hand(), after_sales())
    assert [(one.parts, one.came_back) for one in found] == [(["碳刷"], True)]


def test_no_more_than_five_and_none_twice():
    motors = [cured() for _ in range(7)]
    assert seen(similar_to_motor(in_hand(), after_sales())) == motors[:1:-1]


def test_a_code_that_was_merged_is_the_like():
    motor = cured("N08")
    merge(code("N08"), code("N01"), by=inspector(), why="同一现象")
    assert seen(similar_to_motor(in_hand("N01"), after_sales())) == [motor]


def test_before_anybody_has_appraised_it_goes_by_the_words():
    motor = cured("N01")
    waiting = motor_at("received", problem="轴承噪音大", entry=registered())
    assert seen(similar_to_motor(fresh(waiting), after_sales())) == [motor]


def test_at_intake_it_goes_by_the_words_of_the_customer():
    motor = cured("N01")
    case = motor_at("received", problem="轴承噪音大").case
    assert motor in seen(similar_to_case(case, after_sales()))


def test_nobody_sees_the_case_of_somebody_else():
    cured("N01")
    case = motor_at("received", problem="轴承噪音大").case
    assert seen(similar_to_case(case, another_salesperson())) == []
    assert len(seen(similar_to_case(case, salesperson()))) == 1


def test_appraisal_bench_and_intake_show_it(browse):
    cured("N01")
    motor = in_hand("N01")
    page = browse(after_sales()).get(f"/motors/{motor.pk}/appraise/").content.decode()
    assert "What cured the like" in page
    bench = appraised(motor_at("received"), "repair_free", failure=code("N01").pk)
    assert "What cured the like" in browse(after_sales()).get(f"/motors/{bench.pk}/repair/").content.decode()


def test_many_cases_take_as_many_queries_as_few(django_assert_max_num_queries):
    motor, user = in_hand(), after_sales()
    for _ in range(6):
        cured()
    motor = fresh(motor)
    with django_assert_max_num_queries(8):
        assert len(similar_to_motor(motor, user)) == 5
