"""One declaration a verb, and one command that says all that the house says of it."""

import io
import re

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from slips.actions import issue
from tests.actors import dispatcher
from tests.factories import case_at, motor_at
from workflow.actions import perform
from workflow.guards import Blocked, Condition
from workflow.machines import machines
from workflow.verbs import all_verbs, find_verb, further_condition


def told(name):
    """What the command says of a verb."""
    out = io.StringIO()
    call_command("verbs", name, stdout=out)
    return out.getvalue()


def test_the_document_is_drawn_from_the_code_as_it_is():
    call_command("verbs", "--check")


def test_the_command_says_all_that_shipping_does_and_where_that_is_written():
    text = told("motor.ship")
    for said in (
        "ready_to_ship → shipped",
        "cases/transitions/motor/shipping.py:",
        "motor.ship: dispatcher",
        "Ship · 发货",
        "“Finance must record the payment, or the sales manager approve credit, before shipping.”",
        "salesperson, sales coordinator",
        "ShipForm",
        "keep_shipment",
        "tell_of_step",
        "ship: Ship",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("case.create", "nothing → draft"),
        ("penalty.draft", "penalty.draft: production"),
        ("motor.approve_return", "returns/conditions.py:"),
        ("case.accept_list", "returns:return_list"),
        ("handover.sign", "JJ"),
        ("motor.appraise", "nobody by hand"),
        ("motor.scrap", "motor.scrap_transferred: production"),
        ("improvement.raise", "nothing → open"),
    ],
)
def test_it_says_what_upper_apps_add_as_well(name, said):
    assert said in told(name)


def test_every_place_that_it_names_is_there():
    for file, line in re.findall(r"([\w/]+\.py):(\d+)", told("")):
        assert int(line) <= len((settings.BASE_DIR / file).read_text().splitlines())


def test_a_name_that_nothing_has_is_refused():
    with pytest.raises(CommandError, match=r"called motor\.shpi"):
        told("motor.shpi")


def test_every_machine_says_how_one_comes_into_being():
    names = {verb.name for verb in all_verbs()}
    for model in machines().values():
        assert set(model.comes_with) <= names
        assert len(model.creations()) == (0 if model.comes_with else 1), model


@pytest.fixture
def frost_bars_shipping():
    """An upper app lets shipping wait for its own facts, as a test may without leaving it behind."""

    @further_condition("motor.ship")
    @Condition
    def frost(motor):
        return "The road is frozen."

    yield
    find_verb("motor", "ship").conditions.remove(frost)


@pytest.mark.django_db
def test_the_button_and_the_door_ask_what_an_upper_app_waits_for(frost_bars_shipping):
    motor = motor_at("ready_to_ship")
    offer = next(offer for offer in motor.offers(dispatcher()) if offer.verb == "ship")
    assert offer.reason == "The road is frozen."
    with pytest.raises(Blocked, match="frozen"):
        perform(motor, "ship", by=dispatcher())


@pytest.mark.django_db
def test_no_verb_issues_a_slip_of_which_it_does_not_say_so():
    case = case_at("submitted")
    with pytest.raises(LookupError, match=r"case\.submit does not say that it issues TH\."):
        issue("TH", {}, case.events.get(verb="submit"), dossier=case.dossier)


def test_whoever_acts_hears_in_the_past_what_has_happened():
    for verb in all_verbs():
        for row in verb.rows:
            step = row.custom["step"]
            by_hand = row.permission.codename and row.source and not verb.page(step)
            assert not by_hand or str(step.past).endswith("."), f"{verb.name} lacks past="
