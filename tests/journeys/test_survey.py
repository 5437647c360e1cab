"""The yearly survey (十): a customer answers on the phone, and what was worst is improved."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.actors import inspector, manager, salesperson
from tests.browser import PHONE, Desk
from tests.factories import customer
from tests.journeys import steps

pytestmark = pytest.mark.browser

CUSTOMER = "青岛海纳包装机械有限公司"
EVERYBODY = (manager, salesperson, inspector)
WORST = "Improve what customers found worst"


@pytest.fixture
def phone(new_desk, desk):
    """The customer's, on which nobody signs in; with scripts, or without, as the desk."""
    shape = {"viewport": PHONE, "is_mobile": True, "has_touch": True}
    return new_desk(type(desk), java_script_enabled=type(desk) is Desk, **shape)


@pytest.fixture(autouse=True)
def links_that_lead_here(live_server, settings):
    settings.SITE_URL = live_server.url


def opens_the_survey(zheng):
    """Of this year, for every customer."""
    zheng.unfolds("More")
    zheng.follows("Satisfaction")
    zheng.follows("Plan a survey")
    zheng.fills_in({"Customers": "every customer", "Surveyors": str(salesperson())})
    zheng.presses("Save the plan")
    zheng.sees("The survey would ask 1 customer if it were started now.")
    zheng.follows("Start the survey")
    zheng.presses("Start the survey")
    zheng.finds_it("under way")


def makes_a_link(zhou):
    """For somebody of the customer, to be answered on the phone; gives the address."""
    zhou.takes("Ask customers how satisfied they are", CUSTOMER)
    zhou.fills_in({"For whom": "林海波"})
    zhou.presses("Make a link")
    zhou.picture("survey-link")
    return zhou.page.get_by_label("Link", exact=True).input_value()


def answers(phone, address):
    """In Chinese, though the page came in English."""
    phone.page.goto(address)
    phone.presses("中文")
    phone.fills_in(
        {
            "1. 产品实物质量": "好",
            "2. 交货期": "按期",
            "3. 服务的及时性有效性": "一般",
            "5. 包装": "明显缺陷",
            "意见建议": "纸箱底部受潮，到货时已变形",
        }
    )
    phone.fits_the_screen()
    phone.picture("survey-answers")


def finds_the_figures(zheng):
    """The mean of four questions: 100, 100, 60 and 0; the price was left out."""
    zheng.unfolds("More")
    zheng.follows("Satisfaction")
    zheng.follows(str(timezone.localdate().year))
    zheng.follows("Results")
    zheng.sees("65.0", "1 / 1", "100%")
    zheng.sees("纸箱底部受潮，到货时已变形", under="Comments and wishes")
    zheng.sees("obvious defects", under="Improvements")
    zheng.picture("survey-results")


def names_who_improves_it(zheng):
    in_ten_days = timezone.localdate() + dt.timedelta(days=10)
    zheng.takes(WORST, CUSTOMER)
    zheng.follows("Say who does what by when")
    zheng.fills_in({"Owner": str(inspector()), "By when": in_ten_days.isoformat(), "What to do": "改用木箱"})
    zheng.presses("Say who does what by when")
    zheng.picture("survey-improvement")


def test_a_bad_answer_on_the_phone_is_seen_to_by_somebody_with_a_name(desk, phone):
    customer(CUSTOMER)
    for person in EVERYBODY:  # so that there is somebody to choose
        person()

    with desk.of(manager()) as zheng:
        opens_the_survey(zheng)

    with desk.of(salesperson()) as zhou:
        address = makes_a_link(zhou)

    answers(phone, address)
    phone.presses("提交")
    phone.sees("谢谢您")
    phone.sees_not(CUSTOMER, "林海波")

    with desk.of(manager()) as zheng:
        finds_the_figures(zheng)
        names_who_improves_it(zheng)

    with desk.of(inspector()) as sun:
        sun.takes(WORST, CUSTOMER)
        sun.sees("纸箱底部受潮，到货时已变形", "改用木箱")
        sun.follows("Report it done")
        sun.fills_in({"What was done": "改用木箱，两批到货无破损，已电话告知客户"})
        sun.presses("Report it done")
        sun.finds_it("done")
        assert sun.history() == [
            f"{salesperson()} Improvement asked for by a customer",
            f"{manager()} Say who does what by when",
            f"{inspector()} Report it done",
        ]

    steps.find_nothing_waiting(*EVERYBODY)
