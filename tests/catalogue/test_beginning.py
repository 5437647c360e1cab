"""An administrator enters the catalogue of the trade by a button, as ``manage.py catalogue`` does."""

import pytest

from aftersales.models import Journal
from catalogue.models import Failure, Part, TestItem
from tests.actors import admin, after_sales, inspector

pytestmark = pytest.mark.django_db

ADDRESS = "/catalogue/begin/"


def test_the_first_steps_offer_it_as_long_as_there_is_no_failure_code(browse):
    browser = browse(admin())
    assert ADDRESS in browser.get("/").content.decode()
    assert ADDRESS in browser.get("/administration/").content.decode()
    Failure.objects.create(code="N01", group="N", name_zh="轴承响")
    assert ADDRESS not in browser.get("/").content.decode()
    assert ADDRESS not in browser.get("/administration/").content.decode()


def test_the_button_enters_what_the_command_enters_and_the_log_says_so(browse):
    page = browse(admin()).post(ADDRESS, follow=True)
    assert "Entered: 73 failure codes, 74 parts, 208 test items." in page.content.decode()
    assert (Failure.objects.count(), Part.objects.count(), TestItem.objects.count()) == (73, 74, 208)
    line = Journal.objects.get(deed="begin_catalogue")
    assert (line.by, line.said) == (admin(), {"failures": 73, "parts": 74, "test_items": 208})
    assert (
        "Catalogue of the trade entered" in browse(admin()).get("/ledgers/administration/").content.decode()
    )


def test_nothing_is_added_to_a_catalogue_that_somebody_has_begun(browse):
    Failure.objects.create(code="N01", group="N", name_zh="轴承响")
    page = browse(admin()).post(ADDRESS, follow=True)
    assert "There are failure codes already." in page.content.decode()
    assert Failure.objects.count() == 1
    assert not Journal.objects.exists()


@pytest.mark.parametrize(("person", "status"), [(inspector, 302), (after_sales, 403)])
def test_who_keeps_the_catalogue_may_and_nobody_else(browse, person, status):
    assert browse(person()).post(ADDRESS).status_code == status
    assert Failure.objects.exists() == (status == 302)


def test_a_mere_visit_enters_nothing(browse):
    assert browse(admin()).get(ADDRESS).status_code == 405
    assert not Failure.objects.exists()
