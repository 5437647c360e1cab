"""The regulation is read in the product, and wherever a clause is cited, it is one click away."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import override

from aftersales.citations import FACTORY_DEFAULT, anchor, cited_in
from cases.clock.rules import CLAUSES
from cases.limits import LIMITS
from tests.actors import one_of_each_role, salesperson
from warranty.regulation import passages, sentences_of_verdicts
from workflow.policy import figures

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = [path for path in (ROOT / "templates").rglob("*.html") if path.parent.name != "paper"]


def drawn(text, **context):
    return Template(text).render(Context(context))


def cited_by_the_product():
    """Every clause that a rule, a clock, a limit, a figure, a page or a sentence of ours cites."""
    yield from (row.number for row in sentences_of_verdicts())
    yield from CLAUSES.values()
    yield from (limit.clause for limit in LIMITS.values())
    yield from (number for figure in figures() for number in cited_in(figure.label))
    for path in TEMPLATES:
        yield from re.findall(r'{% clause "(.+?)" %}', path.read_text())
    for line in (ROOT / "locale/zh_Hans/LC_MESSAGES/django.po").read_text().splitlines():
        yield from cited_in(line) if line.startswith("msg") else ()


def test_whatever_clause_is_cited_can_be_read():
    there = {passage.number for passage in passages()}
    assert set(cited_by_the_product()) - there == set()
    assert {"二.4", "四.1", "四.3", "五.1", "七.1", "八", "九", "十", FACTORY_DEFAULT} <= there


def test_each_clause_has_a_place_of_its_own():
    places = [passage.anchor for passage in passages()]
    assert len(set(places)) == len(places)
    assert anchor("四.2") == "clause-4-2"
    assert anchor("八") == "clause-8"


def test_each_clause_is_there_in_both_languages_and_says_what_the_product_does():
    for passage in passages():
        assert len(passage.zh) == len(passage.en), passage.number
        assert bool(passage.heading[0]) == bool(passage.heading[1]), passage.number
        assert passage.reading or not passage.zh, passage.number


@pytest.mark.django_db
def test_everybody_who_is_signed_in_reads_it(browse, client):
    for person in one_of_each_role().values():
        assert browse(person).get("/regulation/").status_code == 200
    assert client.get("/regulation/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "十五日内交给客户"), ("en", "given to the customer within seven days")],
)
def test_it_is_read_in_the_language_of_the_reader(browse, settings, language, words):
    settings.LANGUAGE_CODE = language
    assert words in browse(salesperson()).get("/regulation/").content.decode()


@pytest.mark.django_db
def test_a_clause_says_where_the_policy_stands_today(browse):
    page = browse(salesperson()).get("/regulation/").context["passages"]
    figures_of = {row["passage"].number: dict(row["figures"]) for row in page}
    assert figures_of["四.3"]["repair, parts complete (days, 四.3)"] == 7
    assert "damage in transport arranged by the factory is repaired free" in figures_of[FACTORY_DEFAULT]


def test_a_clause_is_a_way_to_where_it_is_read():
    assert drawn('{% clause "七.1" %}') == '<a class="clause" href="/regulation/#clause-7-1">七.1</a>'
    default = drawn("{% clause number %}", number=FACTORY_DEFAULT)
    assert strip_tags(default) == "factory default"
    assert 'href="/regulation/#factory-default"' in default
    with override("zh-hans"):
        assert strip_tags(drawn("{% clause number %}", number=FACTORY_DEFAULT)) == "本厂默认"


def test_what_is_no_clause_stays_words():
    assert drawn("{% clause number %}", number="<b>") == '<span class="clause">&lt;b&gt;</span>'


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("An extension is at most 30 days (四.3).", ["四.3"]),
        ("维修期限，配件齐全（天，四.3）", ["四.3"]),
        ("七.1、八", ["七.1", "八"]),
        ("Less than 七 says is charged: the sales manager must agree first.", ["七"]),
        ("保修期一年零四个月，五台电机", []),
        ("十五日内交给客户", []),
    ],
)
def test_a_sentence_leads_to_the_clauses_that_it_cites_and_to_no_others(sentence, numbers):
    html = drawn("{{ sentence|cited }}", sentence=sentence)
    assert re.findall(r'<a href="/regulation/#[\w-]+">(.+?)</a>', html) == numbers
    assert strip_tags(html) == sentence


def test_what_people_typed_is_escaped_beside_a_clause():
    assert drawn("{{ typed|cited }}", typed="<i>四.3</i>").startswith("&lt;i&gt;<a ")


def test_no_page_shows_a_clause_that_leads_nowhere():
    marks = [path.name for path in TEMPLATES if '<span class="clause"' in path.read_text()]
    assert marks == []
    assert reverse("regulation") == "/regulation/"
