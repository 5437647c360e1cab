"""A word without end, in every text there is, widens no page: neither at a desk nor on a phone."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import CharField, TextField

from accountability.models import Employee
from aftersales.kit.fields import LongTextField
from aftersales.roles import Role
from cases.models import Appraisal, Case, ReturnedMotor
from returns.models import Handover, HandoverLine
from satisfaction.models import Campaign, Improvement, Response
from tests.accountability.factories import by_hand, penalty_at
from tests.actors import coordinator, person
from tests.browser import PHONE, SCREEN
from tests.factories import appraised, case_at, motor_at
from tests.test_urls import a_survey
from tests.warranty.factories import proposed
from warranty.actions import record
from warranty.models import Customer, Motor, Product

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WORD = "W" * 4000
LISTS = [
    "/",
    "/cases/",
    "/motors/",
    "/slips/",
    "/actions/",
    "/penalties/",
    "/surveys/",
    "/improvements/",
    "/team/",
    "/register/motors/",
    "/register/customers/",
    "/register/models/",
    "/register/employees/",
]
LEDGERS = [f"/ledgers/{key}/" for key in ("feedback", "handover", "penalties", "survey")]


def is_free(field):
    """Whether people write what they like into the column."""
    if isinstance(field, LongTextField):
        return True
    free = isinstance(field, CharField | TextField) and not field.choices and field.editable
    return free and (field.max_length or 0) >= 40 and field.name not in ("number", "username", "password")


def lengthen(*models):
    for model in models:
        fields = [field for field in model._meta.local_concrete_fields if is_free(field)]
        for pk in model._base_manager.values_list("pk", flat=True):  # some may not be the same twice
            texts = {field.name: f"{pk}{WORD}"[: field.max_length] for field in fields}
            model._base_manager.filter(pk=pk).update(**texts)


@pytest.fixture
def pages(db):
    """The pages on which all of it is read."""
    action, penalty, survey = by_hand(), penalty_at("drafted"), a_survey()
    motor = appraised(motor_at("received"), "repair_charged")
    case, handover = motor.case, motor.case.handovers.get()
    amendment, employee = proposed(), Employee.objects.create(name="孙兆亮")
    entry = amendment.entry()
    record(entry, {"document": WORD[:60]}, by=coordinator(), why=WORD[:300])
    long_case = case_at("submitted", problem=WORD)
    lengthen(Customer, Case, ReturnedMotor, Appraisal, Handover, HandoverLine, Response, Improvement, Motor)
    lengthen(Product, Employee)
    lengthen(type(action), type(penalty), apps.get_model("accountability", "PenaltyPerson"))
    rows = (
        case, motor, handover, action, penalty, long_case.slips.get(),
        amendment, entry, entry.consignee, entry.product, employee,
    )  # fmt: skip
    addresses = [row.get_absolute_url() for row in rows]
    addresses += [f"/register/motors/{entry.pk}/edit/", f"/amendments/{amendment.pk}/accept/"]
    addresses += [long_case.get_absolute_url(), f"/motors/{motor.pk}/quote/"]
    addresses += [f"/{name}/{survey[name]}/" for name in ("surveys", "targets", "responses", "improvements")]
    return [*LISTS, *LEDGERS, *addresses, Campaign.objects.get().get_absolute_url() + "results/"]


def too_wide(page, html):
    """The screens on which something of the page must be scrolled sideways, with its width."""
    page.set_content(html)
    found = []
    for screen in (SCREEN, PHONE):
        page.set_viewport_size(screen)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > screen["width"]:
            found.append((screen["width"], wide))
    return found


def test_a_word_of_4000_letters_widens_no_page(pages, browse, page):
    browser = browse(person("jack", "多面手", *Role.values))
    style = f"<style>{(settings.BASE_DIR / 'static/app.css').read_text()}</style>"
    wide = {}
    for url in pages:
        answer = browser.get(url)
        assert answer.status_code == 200, url
        html = re.sub(r"<script.*?</script>", "", answer.content.decode(), flags=re.DOTALL)
        if found := too_wide(page, re.sub(r"<link rel=.stylesheet[^>]*>", lambda tag: style, html)):
            wide[url] = found
    assert wide == {}
