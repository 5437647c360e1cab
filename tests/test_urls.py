"""Every address of the product, opened by everybody: the right people get a page, nobody gets an error."""

import re
import uuid
from functools import cache
from itertools import product
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.module_loading import import_string

from accountability.models import Employee
from accountability.statuses import ActionStatus, PenaltyStatus
from aftersales.kit import store
from aftersales.kit.ledger import ledgers_of
from aftersales.kit.tables.uploads import keep
from aftersales.models import Deputyship, LedgerFile, SavedView
from aftersales.roles import Role
from cases.models import Photo
from cases.photos.uploads import path_of, write
from cases.statuses import CaseStatus, MotorStatus
from catalogue.models import Failure, Part, TestItem
from figures.issuing import issue
from figures.months import Month
from returns.forms import ListFormSet
from returns.forms.counting import CountFormSet
from returns.forms.listing import CorrectedFormSet, MissedFormSet
from returns.forms.parcels import ParcelMotorFormSet
from returns.models import ListOriginal
from returns.originals import KEPT
from returns.tables import RETURN_LIST
from slips.actions import ask_void, print_copies
from tests.accountability.factories import by_hand, penalty_at, proposed_amounts
from tests.accountability.test_action_matrix import ACTION
from tests.accountability.test_penalty_matrix import PENALTY
from tests.actors import coordinator, inspector, manager, one_of_each_role, person, salesperson
from tests.cases.test_case_matrix import CASE
from tests.cases.test_motor_matrix import MOTOR
from tests.factories import arrived, case_at, freight_of, parcel, printer, registered, waiting_arrival
from tests.factories import product as any_product
from tests.figures.factories import an_alarm
from tests.people.factories import nobody_yet, proposed_edition, stands_in
from tests.satisfaction.factories import answered, link, survey, target_of
from tests.talk.factories import question_about
from tests.warranty.factories import proposed
from warranty.models import Customer
from workflow.models import Event, PolicyEdition
from workflow.verbs import find_verb

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everything_there_is")]

OPEN_TO_ALL = {"change_person", "login", "set_language", "slips:check"}
OPEN_TO_ALL |= {"satisfaction:by_link", "satisfaction:thanks"}
POST_ONLY = {
    "figures:issue",
    "catalogue:begin",
    "catalogue:review",
    "logout",
    "people:workshop_computer",
    "save_view",
    "delete_view",
    "catalogue:merge",
    "cases:order_part",
    "cases:which_part",
    "cases:part_arrived",
    "cases:add_photos",
    "cases:add_motor_photos",
    "returns:add_parcel_photos",
    "cases:sign_appraisal",
    "slips:acknowledge",
    "people:end_deputy",
    "people:end_session",
    "people:take_away_factor",
}
POST_ONLY |= {f"satisfaction:{name}" for name in ("answer", "links_for_all", "revoke", "save")}
EXPECTED = {200, 302, 403, 404}


def patterns(resolver=None, namespace=""):
    """Every pattern below a resolver as (name with its namespace, route)."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", str(entry.pattern)
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)


@cache
def routes_below(resolver):
    """The first route of each name: to walk through all patterns takes as long as a page."""
    return dict(reversed(list(patterns(resolver))))


def routes():
    return routes_below(get_resolver())


def ours():
    return sorted(name for name in routes() if not name.startswith("admin:"))


def admins():
    """The administration's addresses by name; its catch-all has none."""
    names = {name for name in routes() if name.startswith("admin:")}
    return sorted(names - {"admin:None", "admin:view_on_site"})


@pytest.fixture(scope="module")
def everything_there_is(made_once):
    """A case on its way with all that hangs on it: the primary key for each part of an address."""
    one_of_each_role()
    case = case_at("in_process")
    motor = case.motors.get()
    handover = case.handovers.get()
    photo = Photo.objects.create(case=case, file="nameplate.jpg", added_by=salesperson())
    write(path_of(photo), b"a picture")
    slip = handover.slips.get()
    profile = printer()
    job = print_copies([(slip.pk, [1])], profile, by=coordinator())
    void = ask_void(slip, "纸张损坏", by=coordinator())
    return {
        "cases": case.pk, "motors": motor.pk, "handovers": handover.pk, "photos": photo.pk, "slips": slip.pk,
        "prints": job.pk, "ledger-files": ledger_file(), "uploads": table_upload(case),
        "parcels": parcel(arrived("250101-0077")).pk, "arrivals": waiting_arrival().pk,
        "freight": freight_of(motor).pk, "list-originals": list_original(case),
        "printers": profile.pk, "void-requests": void.pk,
        "register/motors": registered().pk, "register/customers": registered().consignee.pk,
        "register/models": any_product().pk, "register/employees": Employee.objects.create(name="孙兆亮").pk,
        "amendments": proposed().pk, "actions": by_hand().pk, "penalties": penalty_at("drafted").pk,
        "views": saved_view().pk, "deputies": deputyship().pk,
        "people": manager().pk, "policy": proposed_edition().pk, "editions": to_come().pk,
        "amounts": proposed_amounts().pk,
        "talk": case.pk, "questions": question_about(case).pk,
        "customers": Customer.objects.create(name="潍坊新进机械厂", provisional=True).pk,
        "register/failures": Failure.objects.create(code="N01", group="N", name_zh="轴承异响").pk,
        "missing-parts": Part.objects.create(number="TS-90", name_zh="碳刷").pk,
        "catalogue": TestItem.objects.create(family="SZ", place=1, name_zh="外观", most="0").pk,
        "register/parts": Part.objects.create(number="ZC-629", name_zh="轴承").pk,
        **a_survey(), "alarms": an_alarm().pk, "report": issue(Month(2024, 10), by=inspector(), edition=1).pk,
    }  # fmt: skip


@pytest.fixture
def quick(monkeypatch):
    """What takes most of the time of a page, worked out once: the number beside the worklist, a page of rulers."""
    remembered(monkeypatch, "aftersales.navigation.counts_of", lambda request, user: user.pk)
    remembered(monkeypatch, "slips.printing.calibration_pdf", repr)
    remembered(monkeypatch, "satisfaction.views.results.report_pdf", lambda campaign, by: campaign.pk)
    for place in ("figures.views.report.report_pdf", "figures.views.issued.report_pdf"):
        remembered(monkeypatch, place, lambda report, by, issued=None: report.month)


@pytest.fixture
def few_rows(monkeypatch):
    """A form whose sender wants a milliard of rows gets forty where it would get a thousand."""
    for rows in (ListFormSet, MissedFormSet, CorrectedFormSet, ParcelMotorFormSet, CountFormSet):
        monkeypatch.setattr(rows, "absolute_max", 40)


def remembered(monkeypatch, place, key):
    """The function at this place answers as it answered before to arguments of the same key."""
    function, answers = import_string(place), {}

    def answer(*arguments):
        if key(*arguments) not in answers:
            answers[key(*arguments)] = function(*arguments)
        return answers[key(*arguments)]

    monkeypatch.setattr(place, answer)


def to_come():
    """An edition of the policy that is not in force yet."""
    return PolicyEdition.objects.create(name="to come", effective_from="2099-01-01")


def saved_view():
    """A list as the manager wants to see it."""
    return SavedView.objects.create(user=manager(), page="cases:list", name="在办", query="status=in_process")


def deputyship():
    """Somebody stands in for the manager."""
    stands_in(nobody_yet(), manager())
    return Deputyship.objects.get()


def ledger_file():
    """The file of a ledger that somebody waits for."""
    file = LedgerFile.objects.create(user=coordinator(), ledger="return", ending="xlsx", language="en")
    return file.pk


def table_upload(case):
    """A table that somebody sent."""
    return keep(RETURN_LIST, coordinator(), b"260315-0042", subject=case.pk).pk


def list_original(case):
    """The return list as it was sent."""
    facts = {"name": "传真.pdf", "ending": "pdf", "sha256": store.keep(b"%PDF-1.4", KEPT)}
    return ListOriginal.objects.create(case=case, added_by=coordinator(), **facts).pk


def a_survey():
    """A survey under way with answers, the worst of which is to be improved, and a link."""
    target = target_of(survey())
    response = answered(target, quality="poor")
    improvement = response.improvements.get()
    return {
        "surveys": target.campaign_id, "targets": target.pk, "responses": response.pk,
        "improvements": improvement.pk, "invitations": link(target)[0].pk,
    }  # fmt: skip


VERBS = {
    "people:act_policy": "confirm",
    "accountability:act_rates": "confirm",
    "talk:act_question": "answer",
    "warranty:act_amendment": "accept",
    "figures:act_alarm": "close",
    "satisfaction:act_campaign": "add_customer",
    "satisfaction:act_improvement": "assign",
    "satisfaction:act_response": "withdraw",
    "accountability:act_action": "add_case",
    "accountability:act_penalty": "assess",
    "cases:act_case": "complete",
    "cases:act_motor": "reappraise",
    "cases:many": "finish_repair",
    "cases:act_freight": "correct",
    "returns:act_parcel": "sign",
    "returns:act_handover": "correct",
    "returns:act_arrival": "assign",
}


REPORTED = {"month": "2024-10", "figure": "returns"}


def address(name, there, pk=None):
    """The address of this name for what there is, or for this primary key. A new kind of part wants a line here."""
    route = routes()[name]
    parts = {}
    for converter, part in re.findall(r"<(\w+):(\w+)>", route):
        if part == "pk":
            first, *rest = route.split("/")
            parts[part] = pk or there[f"register/{rest[0]}" if first == "register" else first]
        elif part == "verb":
            parts[part] = VERBS[name]
        elif part == "number" and converter == "int":
            parts[part] = 2 if pk is None else pk
        elif part in ("number", "mark"):
            parts[part] = "JJ-2026-0001" if part == "number" else "0123456789abcdef"
        elif part in REPORTED:
            parts[part] = REPORTED[part] if pk is None else f"x{pk}"
        elif part == "token":
            parts[part] = "no-such-link"
        elif part == "key":
            parts[part] = example_key(name, converter, pk)
        elif part == "serial_number":
            parts[part] = registered().serial_number if pk is None else f"X{pk}"
        else:
            pytest.fail(f"{name} has a part {converter}:{part} of which this test knows no example")
    return reverse(name, kwargs=parts)


KEYS = {"workflow:task": "sign", "guide:role": "dispatcher", "guide:task": "count"}


def example_key(name, converter, pk):
    """The key of a form, of a task or of a ledger."""
    if converter == "uuid":
        return uuid.UUID(int=(pk or 7) % 2**128)
    known = KEYS.get(name, "return")
    return known if pk is None else f"x{pk}"


def test_every_name_leads_to_its_own_page(everything_there_is):
    astray = {}
    for name in ours():
        found = resolve(address(name, everything_there_is))
        if found.view_name != name:
            astray[name] = found.view_name
    assert astray == {}


APPS = sorted({name.rpartition(":")[0] for name in ours()})


def pages(app):
    """The names of an app that can be visited; what is there for all of them is made once."""
    return [name for name in sorted(set(ours()) - POST_ONLY) if name.rpartition(":")[0] == app]


def test_a_stranger_is_sent_to_the_sign_in_page(everything_there_is):
    answers = {name: Client().get(address(name, everything_there_is)) for name in ours()}
    sent = {
        name
        for name, response in answers.items()
        if response.status_code == 302 and response.url.startswith("/login/?next=")
    }
    assert sent == set(ours()) - OPEN_TO_ALL


@pytest.mark.parametrize("app", APPS)
def test_a_page_answers_every_role_and_fails_for_none(app, everything_there_is, browse, quick):
    """Nor does a page show the Nothing of the programming language where there is nothing."""
    failed = []
    urls = {name: address(name, everything_there_is) for name in pages(app)}
    for role, user in one_of_each_role().items():
        browser = browse(user)
        for name, url in urls.items():
            answer = browser.get(url)
            if answer.status_code not in EXPECTED or re.search(rb">\s*None\s*<", answer.getvalue()):
                failed.append((name, role, answer.status_code))
    assert failed == []


@pytest.mark.parametrize("app", APPS)
@pytest.mark.parametrize("pk", [10**6, 2**63 - 1, 2**63, 10**30])
def test_a_number_that_nothing_has_is_nobodys(app, pk, everything_there_is, browse, quick):
    browser = browse(jack_of_all_trades())
    found = []
    for name in pages(app):
        url = address(name, everything_there_is, pk)
        if url != address(name, everything_there_is) and browser.get(url).status_code != 404:
            found.append(name)
    assert found == []


FEW = ["020260", "²", "9" * 30, "9999-12-31", "a%00b", "%ED%A0%80"]
VALUES = [
    *FEW, "-1", "２０２６", str(2**63), "1e999", "NaN", "0001-01-01", "0025-03-15", "2026-02-30", "%00", "%EF%BF%BF",
    "'%5C%25", "x" * 5000,
]  # fmt: skip


def every_page(there, app):
    """The addresses of an app, a page of a ledger for each of them."""
    for name in pages(app):
        url = address(name, there)
        each = name in ("ledger", "ledger_totals")
        keys = [ledger.key for ledger in ledgers_of(jack_of_all_trades())] if each else ["return"]
        yield from (url.replace("/return/", f"/{key}/") for key in keys)


def values_of(browser, url):
    """The names of the values that a page looks for in its address, and whether it is a page at all, no file."""
    asked = set()

    def noting(method):
        def look(self, name, *default):
            asked.add(name)
            return getattr(MultiValueDict, method)(self, name, *default)

        return look

    with pytest.MonkeyPatch.context() as patch:
        for method in ("get", "getlist", "__contains__"):
            patch.setattr(QueryDict, method, noting(method), raising=False)
        answer = browser.get(url)
    return sorted(asked), answer["Content-Type"].startswith("text/html")


def queries(browser, urls):
    """Every page with some hostile values in the place of all that it looks for."""
    for url in urls:
        names, is_page = values_of(browser, url)
        for value in FEW if names and is_page else ():
            yield f"{url}?{'&'.join(f'{name}={value}' for name in names)}"


def single_queries(browser, urls):
    """Every page and file with each hostile value in each place."""
    for url in urls:
        names, _is_page = values_of(browser, url)
        for name, value in product(names, VALUES):
            yield f"{url}?{name}={value}"


@pytest.mark.parametrize("app", APPS)
@pytest.mark.parametrize("walk", [queries, pytest.param(single_queries, marks=pytest.mark.long)])
def test_no_value_in_an_address_fails_a_page(walk, app, everything_there_is, browse, quick):
    browser = browse(jack_of_all_trades())
    visits = walk(browser, list(every_page(everything_there_is, app)))
    assert [url for url in visits if browser.get(url).status_code not in EXPECTED | {400}] == []


@pytest.mark.parametrize(
    "path", ["/%00", "/cases/%00/", "/cases/1%00/", "/s/%00/", "/q/JJ%00/x/", "/admin/%00/"]
)
def test_no_page_has_a_null_in_its_address(path, browse):
    assert browse(jack_of_all_trades()).get(path).status_code == 404


def test_a_cookie_with_a_null_is_no_cookie(client):
    client.cookies["sessionid"] = "abcdefgh\x00"
    assert client.get("/cases/").status_code == 302


def test_what_only_changes_things_cannot_be_visited(everything_there_is, browse, quick):
    urls = {name: address(name, everything_there_is) for name in sorted(POST_ONLY)}
    for role, user in one_of_each_role().items():
        browser = browse(user)
        for name, url in urls.items():
            response = browser.get(url)
            assert response.status_code in {403, 405}, (name, role)


def test_djangos_own_administration_is_off_unless_it_is_switched_on(browse):
    boss = person("boss", "系统管理员", Role.ADMIN)
    boss.is_staff = boss.is_superuser = True
    boss.save()
    assert browse(boss).get("/admin/").status_code == 404
    assert admins() == []


def test_the_administration_is_closed_to_who_does_not_run_it(with_admin, browse):
    urls = {name: admin_address(name) for name in admins()}
    for role, user in one_of_each_role().items():
        browser = browse(user)
        for name, url in urls.items():
            closed = {302, 403, 404, 405} | ({200} if name == "admin:login" else set())
            assert browser.get(url).status_code in closed, (name, role)


def test_the_administration_fails_for_nobody_who_runs_it(with_admin, browse):
    boss = person("boss", "系统管理员", Role.ADMIN)
    boss.is_staff = boss.is_superuser = True
    boss.save()
    for name in admins():
        for pk in (None, 10**6, "x"):
            browser = browse(boss)  # one of the addresses signs out
            assert browser.get(admin_address(name, pk)).status_code in {200, 302, 403, 404, 405}, name


def admin_address(name, pk=None):
    route = routes()[name]
    known = {"user": salesperson().pk}
    parts = {}
    for part in re.findall(r"<(?:\w+:)?(\w+)>", route):
        model = name.split("_")[1] if "_" in name else ""
        parts[part] = {"app_label": "aftersales", "content_type_id": 1}.get(part) or pk or known.get(model, 1)
    if "(?P<app_label>" in route:
        parts = {"app_label": "aftersales"}
    elif name.endswith("_password_change") and not parts:
        parts = {"id": pk or salesperson().pk}
    return reverse(name, kwargs=parts)


def jack_of_all_trades():
    """Somebody who holds every role but may not decide over what others of that name made."""
    return person("jack", "多面手", *Role.values)


MACHINES = [
    *((CASE, "cases:act_case", state) for state in CaseStatus.values),
    *((MOTOR, "cases:act_motor", state) for state in MotorStatus.values),
    *((ACTION, "accountability:act_action", state) for state in ActionStatus.values),
    *((PENALTY, "accountability:act_penalty", state) for state in PenaltyStatus.values),
]
# Something for every field of every form of an action.
FORM = {
    "reason": "客户再次来电", "question": "铭牌上的编号是多少？", "answer": "已改用木箱", "note": "电话",
    "customer_reply": "运行正常", "customer_satisfied": "yes", "action_taken": "更换碳刷",
    "confirmation": "孙志强", "warning_seen": "on", "reference": "0001187", "amount": "200",
    "who": "孙志强", "how": "phone", "discount": "", "discount_reason": "", "valid_until": "2099-01-01",
    "material_fee": "120", "labour_fee": "80", "findings": "合格", "consent": "传真", "result": "合格",
    "new_due_on": "2099-01-01", "customer_told": "电话", "consignee": "customer", "recipient": "孙志强",
    "address": "青岛", "carrier": "顺丰速运", "waybill": "SF1438820071", "delivered_on": "2026-01-01",
    "price": "186", "source_document": "XH-2026-0318", "to_workshop": "装配车间",
    "instruction": "更换转子", "due_on": "2099-01-01", "text": "转序加护套", "evidence": "无同类反馈",
    "where": "FK-2026-0001", "assessment": "金额适当", "standards": "", "person": "1", "measure": "1",
}  # fmt: skip


@pytest.mark.parametrize(("machine", "url", "state"), MACHINES)
def test_a_stale_form_is_answered_not_failed(machine, url, state, browse, quick):
    """Every verb that is not possible in this state, sent by somebody with every role who still sees its button."""
    browser = browse(jack_of_all_trades())
    obj = machine.at(state)
    possible = {row.verb for row in machine.rows if state in row.sources}
    for verb in sorted({row.verb for row in machine.rows} - possible):
        sent = FORM | {"version": obj.version, "key": uuid.uuid4()}
        response = browser.post(reverse(url, args=[obj.pk, verb]), sent)
        assert response.status_code in {200, 302, 404, 409}, verb


@pytest.mark.parametrize(("machine", "url", "state"), MACHINES)
def test_a_verb_with_a_page_of_its_own_is_not_done_by_the_common_form(machine, url, state, browse):
    browser = browse(jack_of_all_trades())
    obj = machine.at(state)
    events = Event.objects.count()
    for row in obj.get_all_status_transitions():
        common = reverse(url, args=[obj.pk, row.name])
        page = find_verb(obj.noun, row.name).page(row.custom["step"])
        if page and resolve(common).view_name == url:
            sent = browser.post(common, FORM | {"version": obj.version, "key": uuid.uuid4()})
            assert sent.status_code == 404 or sent.url == reverse(page, args=[obj.pk])
    assert Event.objects.count() == events


GARBLED = [
    [{"version": "abc", "key": "x"}, dict.fromkeys(FORM, "9" * 30), dict.fromkeys(FORM, "\x00")],
    pytest.param(
        [{"version": "9" * 30}, {"version": "9" * 5000}, {"version": "-1"}, {"key": "\x00"}]
        + [{"version": ["1", "2"], "key": ["x", "y"]}]
        + [
            dict.fromkeys(FORM, text)
            for text in ("1e999", "9999-12-31", "0001-01-01", "x" * 5000, "\uffff\u200b👍", "㎜" * 300)
        ],
        marks=pytest.mark.long,
    ),
]


@pytest.mark.parametrize(("machine", "url", "state"), MACHINES)
@pytest.mark.parametrize("garbled", GARBLED, ids=["few", "many"])
def test_a_garbled_form_is_answered_not_failed(garbled, machine, url, state, browse, quick):
    """The verbs that are possible in this state, sent by somebody with every role."""
    browser = browse(jack_of_all_trades())
    obj = machine.at(state)
    verbs = {row.verb for row in machine.rows if state in row.sources}
    for verb, entries in product(sorted(verbs), garbled):
        sent = {"version": obj.version, "key": uuid.uuid4()} | entries
        response = browser.post(reverse(url, args=[obj.pk, verb]), sent)
        assert response.status_code in {200, 302, 403, 404, 405, 409}, (verb, entries)


URLENCODED = "application/x-www-form-urlencoded"
PREFIXES = ("rows", "motors", "unlisted", "measurements", "parts", "measures", "persons")


def absurd(total, initial):
    """Every form there is filled in, with so many rows below it."""
    rows = {f"{prefix}-TOTAL_FORMS": total for prefix in PREFIXES}
    rows |= {f"{prefix}-INITIAL_FORMS": initial for prefix in PREFIXES}
    return URLENCODED, urlencode(FORM | rows | {"version": 1, "key": uuid.uuid4()})


BODIES = [
    (
        URLENCODED,
        b"\xff\xfe=\x80&reason=\xff\x00&version=%FF&key=%00&slip=%00&printer=%00&username=%00&next=%00",
    ),
    (f"{URLENCODED}; charset=utf-16", b"version=1"),
    ("multipart/form-data; boundary=x", b"nonsense"),
    absurd("", "x"),
    absurd("-1", "-1"),
    absurd(10**9, 10**9),
]


@pytest.mark.parametrize("app", APPS)
def test_no_body_that_is_sent_fails_a_page(app, everything_there_is, browse, quick, few_rows):
    jack = jack_of_all_trades()
    failed = []
    for name in set(ours()) - {"ledger_excel", "ledger_pdf"}:  # which would take most of the time
        if name.rpartition(":")[0] != app:
            continue
        browser, url = browse(jack), address(name, everything_there_is)  # one of the addresses signs out
        for kind, body in BODIES:
            if browser.generic("POST", url, body, content_type=kind).status_code >= 500:
                failed.append((name, kind, body))
    assert failed == []
