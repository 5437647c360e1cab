"""What nobody declared stops the product before it starts: ``manage.py check`` finds every misspelt name."""

import ast
import re
from dataclasses import replace

import pytest
from django.conf import settings
from django.core import checks

from aftersales.access import REQUIRED
from aftersales.kit.ledger import all_ledgers
from aftersales.navigation import Link
from aftersales.roles import GRANTS, IN_PASSING, all_permissions
from cases.models import Case, ReturnedMotor
from slips.kinds import KINDS
from tests.factories import case_at
from workflow.guards import Permission
from workflow.models import Waiting
from workflow.verbs import VERBS, Verb, find_verb
from workflow.worklist import all_tasks


def said():
    """What the checks say, apart from those of the database and from what is meant so."""
    return [error.msg for error in checks.run_checks() if not error.is_silenced()]


def test_the_product_as_it_is_has_nothing_undeclared():
    assert said() == []


@pytest.mark.parametrize(
    ("addition", "function"),
    [
        ({"consequences": [print]}, "on"),
        ({"conditions": [print]}, "further_condition"),
        ({"form": dict}, "form_of"),
        ({"url_name": "cases:list"}, "page_for"),
    ],
)
def test_nothing_is_added_to_a_verb_that_no_machine_has(monkeypatch, addition, function):
    monkeypatch.setitem(VERBS, "motor.shpi", Verb("motor.shpi", **addition))
    assert f'{function}("motor.shpi") names nothing that there is.' in said()


def test_nothing_follows_from_every_verb_of_a_noun_that_there_is_not(monkeypatch):
    monkeypatch.setitem(VERBS, "moter.*", Verb("moter.*", consequences=[print]))
    assert 'on("moter.*") names nothing that there is.' in said()


def test_what_comes_with_a_verb_comes_with_one_that_there_is(monkeypatch):
    monkeypatch.setattr(ReturnedMotor, "comes_with", ("case.accept_lists",))
    assert 'comes_with("case.accept_lists") names nothing that there is.' in said()


def test_every_machine_says_how_one_comes_into_being(monkeypatch):
    monkeypatch.setattr(ReturnedMotor, "comes_with", ())
    assert "motor wants @creation or comes_with, one of the two." in said()


def test_only_roles_are_told(monkeypatch):
    step = find_verb("motor", "ship").step
    monkeypatch.setitem(vars(step), "tells", ("dispacher",))
    assert 'motor.ship tells "dispacher", which is no role.' in said()


def test_the_page_of_a_verb_is_there(monkeypatch):
    verb = find_verb("case", "accept_list")
    monkeypatch.setitem(VERBS, verb.name, replace(verb, url_name="returns:return_lst"))
    assert 'case.accept_list leads to "returns:return_lst", which is no page.' in said()


def test_the_page_of_a_task_is_there(monkeypatch):
    task = replace(all_tasks()[0], key="pack", together="slips:pakc")
    monkeypatch.setattr("workflow.checks.all_tasks", lambda: [*all_tasks(), task])
    assert 'The task pack leads to "slips:pakc", which is no page.' in said()


def test_the_page_of_a_link_is_there(monkeypatch):
    monkeypatch.setattr("workflow.checks.links", lambda: [Link("cases:lits", "Cases", "cog", 1)])
    assert 'The link Cases leads to "cases:lits", which is no page.' in said()


def undeclared(who, codename):
    return f'{who} asks for "{codename}", which roles.py does not declare.'


def test_a_verb_asks_for_a_permission_that_there_is(monkeypatch):
    permission = find_verb("motor", "ship").rows[0].permission
    monkeypatch.setattr(permission, "codename", "motor.shpi")
    assert undeclared("motor.ship", "motor.shpi") in said()


def test_an_act_without_a_machine_asks_for_a_permission_that_there_is(monkeypatch):
    monkeypatch.setattr(Permission, "declared", {*Permission.declared})
    Permission("slip.pritn")
    assert undeclared("A Permission", "slip.pritn") in said()


def test_a_task_asks_for_a_permission_that_there_is(monkeypatch):
    task = replace(all_tasks()[0], key="pack", permission="motor.pakc")
    monkeypatch.setattr("workflow.checks.all_tasks", lambda: [*all_tasks(), task])
    assert undeclared("The task pack", "motor.pakc") in said()


def test_a_ledger_asks_for_a_permission_that_there_is(monkeypatch):
    ledger = replace(all_ledgers()[0], key="sold", permission="ledger.sodl")
    monkeypatch.setattr("workflow.checks.all_ledgers", lambda: [*all_ledgers(), ledger])
    assert undeclared("The ledger sold", "ledger.sodl") in said()


def test_a_view_asks_for_a_permission_that_there_is(monkeypatch):
    monkeypatch.setitem(REQUIRED, "slip.pritn", "slips.views.print")
    assert undeclared("The view slips.views.print", "slip.pritn") in said()


def test_who_sees_all_of_a_kind_has_a_permission_that_there_is(monkeypatch):
    monkeypatch.setattr(Case, "view", "case.veiw_all")
    assert undeclared("case", "case.veiw_all") in said()


def test_no_role_has_a_permission_that_nothing_asks_for(monkeypatch):
    monkeypatch.setitem(GRANTS, "director", GRANTS["director"] | {"motor.decide_third_extension"})
    assert 'Nothing asks for the permission "motor.decide_third_extension".' in said()


def test_a_verb_issues_only_kinds_of_slips_that_there_are(monkeypatch):
    monkeypatch.setitem(VERBS, "motor.ship", replace(find_verb("motor", "ship"), papers=["FXX"]))
    assert 'motor.ship issues "FXX", which is no kind of slip.' in said()


def test_every_kind_of_slip_is_issued_by_a_verb(monkeypatch):
    monkeypatch.setitem(KINDS, "XX", KINDS["FX"])
    assert 'No verb issues the slip "XX".' in said()


def asked_in_the_sources():
    """The permissions that code and templates ask of a person by name: ``user.can("amount.view")``."""
    for folder in (path.parent for path in settings.BASE_DIR.glob("*/apps.py")):
        for path in folder.rglob("*.py"):
            calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
            for call in calls:
                if getattr(call.func, "attr", "") == "can" and isinstance(call.args[0], ast.Constant):
                    yield call.args[0].value
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        yield from re.findall(r'can:"([\w.]+)"', path.read_text())


def test_code_and_templates_ask_for_permissions_that_there_are():
    asked = set(asked_in_the_sources())
    assert asked <= all_permissions()
    assert asked >= IN_PASSING


@pytest.mark.django_db
def test_what_waits_is_shown_with_a_permission_that_there_is():
    case = case_at("submitted")
    Waiting.objects.filter(dossier=case.pk).update(shown_with="case.view_everything")
    found = [warning.msg for warning in checks.run_checks(databases=["default"])]
    assert (
        'Something waits that is shown with "case.view_everything", which no machine has as its view.'
        in found
    )
