"""A link that is shown leads on: nobody is sent from one page to another that refuses them."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from aftersales.models import User
from satisfaction.models import Improvement
from tests.actors import dispatcher, lead, manager, workshop
from tests.satisfaction.factories import answered, survey, target_of
from tests.walking import dead_links
from workflow.actions import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(something_of_everything):
    """A customer found the packaging worst, and the dispatcher, who sees no survey, is to improve it."""
    answered(target_of(survey()), quality="good", packaging="poor")
    perform(
        Improvement.objects.get(), "assign", by=manager(), owner=dispatcher().pk, due_on=timezone.localdate()
    )


@pytest.mark.parametrize("who", [dispatcher, workshop, lead])
def test_links_lead_nobody_to_a_page_that_refuses_them(asked, browse, who):
    assert dead_links(browse(who()), each=1) == []


@pytest.fixture(scope="module")
def demo(made_once):
    call_command("demo", verbosity=0)
    call_command("figures", verbosity=0)


@pytest.mark.long
def test_in_the_demo_factory_links_lead_everybody_on(demo, browse):
    people = User.objects.filter(is_demo=True)
    found = {person.username: dead_links(browse(person), each=2) for person in people}
    assert {name: dead for name, dead in found.items() if dead} == {}
