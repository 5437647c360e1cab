"""What an installation begins with."""

from collections import Counter

import pytest
from django.core.management import call_command

from catalogue.lists import listed
from catalogue.models import Failure, Part, TestItem
from catalogue.starting import begin

pytestmark = pytest.mark.django_db


def test_the_tables_come_in_once_and_change_nothing_that_is_there(capsys):
    Failure.objects.create(code="N01", group="N", name_zh="轴承响", minutes=5)
    assert begin() == {"parts": 74, "failures": 72, "test_items": 208}
    call_command("catalogue")
    assert capsys.readouterr().out.startswith("parts: 0, failures: 0, test_items: 0\n")
    assert Failure.objects.get(code="N01").minutes == 5


def test_no_word_belongs_to_two_codes():
    begin()
    words = Counter(word.text for failure in Failure.objects.all() for word in failure.words())
    assert [word for word, times in words.items() if times > 1] == []


def test_what_a_code_or_a_test_item_names_is_there():
    begin()
    parts = set(Part.objects.values_list("number", flat=True))
    codes = set(Failure.objects.values_list("code", flat=True))
    named = {number for failure in Failure.objects.all() for number in listed(failure.parts)}
    pointed = {code for item in TestItem.objects.all() for code in listed(item.points_to)}
    assert (named - parts, pointed - codes) == (set(), set())
