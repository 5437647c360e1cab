"""The guide: a page for every role and every task, the same in both languages, one click from where it is needed."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import resolve
from PIL import Image

from aftersales.explaining import EXPLAINED, explanation_of
from aftersales.navigation import links
from aftersales.roles import Role
from guide.about_roles import AboutRole, roles_on
from guide.contents import ROLES, TASKS
from guide.explanations import verbs_on
from guide.pictures import SHOTS
from tests.actors import coordinator, dispatcher, manager, one_of_each_role, salesperson
from tests.factories import case_at, motor_at
from tests.test_translations import CATALOGUE
from workflow.checks import names_are_declared, pages_are_there
from workflow.policy import figures

pytestmark = pytest.mark.django_db

FOLDER = settings.BASE_DIR / "templates" / "guide"
PAGES = [f"/guide/roles/{key}/" for key in ROLES] + [f"/guide/tasks/{key}/" for key in TASKS]


class Outline(HTMLParser):
    """What a page is made of, whatever its language: headings, links, pictures, steps."""

    def __init__(self, html):
        super().__init__()
        self.headings, self.links, self.pictures, self.steps, self.lists = [], [], [], 0, []
        self.feed(html.partition("<main")[2].partition("</main>")[0])

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        self.headings += [tag] if re.fullmatch("h[1-6]", tag) else []
        self.links += [facts["href"]] if tag == "a" else []
        self.pictures += [facts] if tag == "img" else []
        self.lists += [facts.get("class", "")] if tag in ("ol", "ul") else []
        self.steps += tag == "li" and self.lists[-1] == ""  # what is drawn from the tables has a class

    @property
    def shape(self):
        names = [re.search(r"([\w-]+)\.webp", facts["src"])[1] for facts in self.pictures]
        return self.headings, sorted(self.links), names, self.steps


@pytest.fixture
def read(browse, settings):
    """The outline of a page in a language."""

    def page(url, language):
        settings.LANGUAGE_CODE = language
        answer = browse(salesperson()).get(url)
        assert answer.status_code == 200, url
        return Outline(answer.content.decode())

    return page


def templates_of(folder):
    return {path.relative_to(FOLDER / folder).as_posix() for path in (FOLDER / folder).rglob("*.html")}


def test_every_role_and_every_task_has_its_page_in_both_languages():
    wanted = {f"roles/{role}.html" for role in Role.values} | {f"tasks/{key}.html" for key in TASKS}
    assert templates_of("en") == templates_of("zh_Hans") == wanted
    assert set(ROLES) == set(Role.values)


def test_both_languages_say_the_same_with_the_same_headings_links_pictures_and_steps(read):
    differ = [url for url in PAGES if read(url, "en").shape != read(url, "zh-hans").shape]
    assert differ == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_link_of_the_guide_leads_somewhere_and_every_picture_is_there(read, language):
    for url in ["/guide/", *PAGES]:
        page = read(url, language)
        for link in page.links:
            assert resolve(link.partition("#")[0]), link
        for facts in page.pictures:
            path = finders.find(facts["src"].removeprefix("/static/"))
            assert path, facts["src"]
            assert facts["alt"], facts["src"]
            with Image.open(path) as picture:
                assert picture.size == (int(facts["width"]), int(facts["height"])), facts["src"]


def test_every_task_has_a_picture_and_no_picture_is_left_over(read):
    shown = {key: read(f"/guide/tasks/{key}/", "en").shape[2] for key in TASKS}
    assert [key for key, names in shown.items() if not 1 <= len(names) <= 2] == []
    assert {name for names in shown.values() for name in names} == {shot.name for shot in SHOTS}


def test_all_pictures_together_are_no_burden():
    folder = settings.BASE_DIR / "static" / "guide"
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.stem for path in kept} == {shot.name for shot in SHOTS}
    assert sum(path.stat().st_size for path in kept) < 3 * 1024 * 1024


def test_the_words_that_it_takes_from_pages_are_words_of_the_product():
    known = set(re.findall(r'^msgid "(.*)"$', CATALOGUE.read_text(), re.MULTILINE))
    said = {
        word
        for path in FOLDER.rglob("*.html")
        for word in re.findall(r'{% word "(.+?)" %}', path.read_text())
    }
    assert said - known == set()
    assert {"Go", "Several at once"} <= said


def test_everybody_reads_all_of_it_and_a_stranger_none(browse, client):
    for user in one_of_each_role().values():
        for url in ("/guide/", "/guide/roles/admin/", "/guide/tasks/penalty/"):
            assert browse(user).get(url).status_code == 200
    assert client.get("/guide/").status_code == 302
    assert browse(salesperson()).get("/guide/tasks/none/").status_code == 404
    assert browse(salesperson()).get("/guide/roles/none/").status_code == 404


def test_the_first_page_begins_with_the_roles_of_the_reader(browse):
    roles = browse(dispatcher()).get("/guide/").context["roles"]
    assert roles[0] == Role.DISPATCHER
    assert set(roles) == set(Role)


def test_a_role_reads_what_the_tables_say_it_may_do_is_told_and_gets():
    about = AboutRole(Role.DISPATCHER)
    assert {"motor.ship", "handover.count"} <= {verb.name for verb in about.verbs}
    assert "motor.approve_return" not in {verb.name for verb in about.verbs}
    assert {"count", "ship"} <= {task.key for task in about.tasks}
    assert "case.accept_list" in {verb.name for verb in about.told_of}
    assert ("JJ", 2) in {(kind.prefix, copy.number) for kind, copy in about.copies}
    assert {"count", "parcel", "shipping"} <= {page.key for page in about.pages}


def test_a_task_names_who_does_something_on_it():
    assert roles_on(TASKS["approval"]) == [Role.SALES_MANAGER]
    assert Role.DIRECTOR in roles_on(TASKS["penalty"])


def test_days_are_those_of_the_policy():
    known = {figure.name for figure in figures()}
    named = {name for names in ROLES.values() for name in names}
    named |= {name for task in TASKS.values() for name in task.figures.split()}
    assert named - known == set()


def test_every_task_is_found_from_a_page_or_a_verb_and_every_name_is_one():
    assert {page.key for page in EXPLAINED.values()} == set(TASKS)
    assert [error for error in names_are_declared(None) if "explain" in error.msg] == []
    assert [error for error in pages_are_there(None) if "help" in error.msg] == []
    assert all(verb.rows for task in TASKS.values() for verb in verbs_on(task))


def test_a_name_that_nothing_has_is_found_before_anything_runs(monkeypatch):
    monkeypatch.setitem(EXPLAINED, "motor.shpi", EXPLAINED["motor.ship"])
    monkeypatch.setitem(EXPLAINED, "cases:qoute", EXPLAINED["cases:quote"])
    assert 'explain("motor.shpi") names nothing that there is.' in [e.msg for e in names_are_declared(None)]
    assert any("cases:qoute" in error.msg for error in pages_are_there(None))


def help_on(browser, url):
    found = re.search(r'<a class="help" href="([^"]+)"', browser.get(url).content.decode())
    return found and found[1]


def test_where_something_is_done_help_is_one_click_away(browse):
    case, motor = case_at("submitted"), motor_at("ready_to_ship")
    assert help_on(browse(manager()), f"/cases/{case.pk}/authorise_return/") == "/guide/tasks/approval/"
    assert help_on(browse(dispatcher()), f"/motors/{motor.pk}/ship/") == "/guide/tasks/shipping/"
    many = f"/motors/many/ship/?motor={motor.pk}"
    assert help_on(browse(dispatcher()), many) == "/guide/tasks/shipping/"
    authorised = case_at("authorised")
    url = f"/cases/{authorised.pk}/return-list/"
    assert help_on(browse(coordinator()), url) == "/guide/tasks/return-list/"
    assert help_on(browse(salesperson()), "/what-if/") == "/guide/tasks/appraisal/"


def test_a_page_that_nothing_explains_has_no_help_of_its_own_but_the_frame_has(browse):
    browser = browse(salesperson())
    assert help_on(browser, "/password/") is None
    assert [link.url_name for link in links() if link.place == "tool"][-1] == "guide:index"
    assert 'href="/guide/"' in browser.get("/password/").content.decode()


def test_the_search_finds_a_page_of_the_guide_by_its_title(browse):
    answer = browse(salesperson()).get("/search/", {"q": "quote a repair"})
    assert answer.url == "/guide/tasks/quotation/"


def test_help_costs_no_statement(rf, django_assert_num_queries):
    request = rf.get("/cases/new/")
    request.resolver_match = resolve("/cases/new/")
    with django_assert_num_queries(0):
        assert explanation_of(request).url == "/guide/tasks/complaint/"
