"""One search over everything: however it is spelt, to whoever may see it, and a scanned code opens at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aftersales.kit.finding.wanted import Wanted
from aftersales.kit.initials import initials
from aftersales.kit.phones import backwards, ending
from tests.accountability.factories import action_of
from tests.actors import after_sales, another_salesperson, manager, person, salesperson
from tests.factories import appraised, case_at, motor_at, registered
from tests.people.factories import stands_in
from warranty.actions import record
from warranty.models import Customer, Product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("factory")]

SERIAL, NEVER_CAME = "260315-0042", "260402-0007"


@pytest.fixture(scope="module")
def factory(made_once):
    """A motor that came back and led to a corrective action, one that never did, and a case about a third."""
    for one in (after_sales, another_salesperson, manager):
        one()
    motor = appraised(motor_at("received", entry=registered(SERIAL)), "repair_free", defect="换向器偏心")
    registered(NEVER_CAME)
    other = registered("260601-0311")
    case = case_at("submitted", entry=other, phone="+86 139-1234-5678", problem="轴承异响")
    return {"motor": motor, "case": case, "action": action_of(motor)}


def search(client, text):
    return client.get("/search/", {"q": text})


def hits(client, text):
    """The names of what is found, by kind."""
    answer = search(client, text)
    assert answer.status_code == 200, answer.url
    return {group.finder.key: [hit.name for hit in group.hits] for group in answer.context["groups"]}


def kinds_found(client, text):
    """Of which kinds something is found, be it opened at once."""
    answer = search(client, text)
    if answer.status_code == 302:
        return {"case"} if answer.url.startswith("/cases/") else set()
    return {group.finder.key for group in answer.context["groups"]}


def opened(client, text):
    """The address that opens at once."""
    answer = search(client, text)
    assert answer.status_code == 302, answer.context["groups"]
    return answer.url


@pytest.mark.parametrize(
    "spelt",
    [
        "260315-0042",
        "２６０３１５－００４２",
        "260315–0042",
        "2603150042",
        " No. 260315-0042 ",
        "编号：260315 0042",
        "260315\u200b-0042",
    ],
)
def test_a_serial_number_in_any_spelling_opens_the_motor_with_its_whole_history(spelt, browse):
    assert opened(browse(manager()), spelt) == f"/serial/{SERIAL}/"


def test_a_motor_known_only_from_the_register_opens_too(browse):
    assert opened(browse(salesperson()), NEVER_CAME.replace("-", "")) == f"/serial/{NEVER_CAME}/"


def test_a_part_of_a_serial_number_finds_motors_and_register(browse):
    found = hits(browse(manager()), "0315-00")
    assert (found["motor"], found["registered_motor"]) == ([SERIAL], [SERIAL])


@pytest.mark.parametrize(
    "grouped",
    [
        "13912345678",
        "139 1234 5678",
        "139-1234-5678",
        "+86 139 12345678",
        "0086 13912345678",
        "5678",
        "12345678",
    ],
)
def test_a_telephone_number_in_any_grouping_or_its_end_finds_the_case(grouped, browse, factory):
    found = search(browse(manager()), grouped)
    assert found.status_code == 302 or hits(browse(manager()), grouped)["case"] == [str(factory["case"])]
    if found.status_code == 302:
        assert found.url == factory["case"].get_absolute_url()


@pytest.mark.parametrize("grouped", ["0532-87654321", "(0532) 8765 4321", "87654321", "+86 532 8765 4321"])
def test_a_customer_is_found_by_telephone_with_and_without_the_area_code(grouped, browse):
    assert hits(browse(manager()), grouped)["customer"] == ["青岛海纳包装机械有限公司"]


@pytest.mark.parametrize("words", ["海纳", "qdhn", "QDHN", "hnbz", "包装机械", "孙志"])
def test_two_characters_of_a_name_or_its_initials_find_the_customer_and_the_cases(words, browse):
    found = hits(browse(manager()), words)
    assert found["customer"] == ["青岛海纳包装机械有限公司"]
    assert len(found["case"]) == 2


def test_a_salesperson_finds_their_own_cases_by_the_initials_of_the_customer(browse):
    assert len(hits(browse(salesperson()), "qdhn")["case"]) == 2


@pytest.mark.parametrize("words", ["异响", "海纳", "13912345678"])
def test_who_stands_in_for_a_salesperson_finds_their_cases(words, browse):
    colleague = another_salesperson()
    assert "case" not in kinds_found(browse(colleague), words)
    stands_in(colleague, salesperson())
    assert "case" in kinds_found(browse(colleague), words)


def test_two_characters_of_what_is_wrong_find_the_case(browse, factory):
    assert hits(browse(manager()), "异响")["case"] == [str(factory["case"])]


def test_a_number_opens_its_case_and_not_the_slip_of_the_same_number(browse, factory):
    case = factory["case"]
    assert opened(browse(manager()), case.number.lower()) == case.get_absolute_url()


def test_the_number_of_a_slip_opens_it(browse, factory):
    slip = factory["motor"].slips.filter(kind="JD").get()
    assert opened(browse(manager()), slip.number) == slip.get_absolute_url()


def test_a_corrective_action_is_found_by_number_model_and_motor(browse, factory):
    action = factory["action"]
    assert opened(browse(manager()), action.number) == action.get_absolute_url()
    assert hits(browse(manager()), action.defect)["action"] == [action.number]


def test_a_scanned_code_of_a_label_or_slip_leads_to_its_page(browse, factory):
    motor = factory["motor"]
    slip = motor.slips.filter(kind="JD").get()
    scanner = browse(after_sales())
    assert opened(scanner, f"https://factory.example{motor.get_absolute_url()}") == motor.get_absolute_url()
    assert opened(scanner, slip.qr_url).startswith(f"/q/{slip.number}/")


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.example//evil.example/",
        "http://x//x/login",
        "javascript:alert(1)",
        "https://a.example/no-such-page/",
    ],
)
def test_no_scanned_code_leads_out_of_the_product(text, browse):
    assert search(browse(manager()), text).status_code == 200


def test_a_salesperson_finds_no_case_of_a_colleague_by_any_way(browse, factory):
    """Nor what hangs on it; the register is for all who sell."""
    stranger, case = browse(another_salesperson()), factory["case"]
    for text in (case.number, "异响", "13912345678", "260601-031", "qdhn", "火花"):
        found = search(stranger, text)
        kinds = {group.finder.key for group in found.context["groups"]} if found.status_code == 200 else set()
        assert not kinds & {"case", "motor", "slip", "action"}, text
        assert found.status_code == 200 or "/register/" in found.url or "/serial/" in found.url


def test_who_has_no_role_finds_nothing(browse):
    nobody = browse(person("nobody", "无名氏"))
    assert all(hits(nobody, text) == {} for text in (SERIAL, "海纳", "qdhn", "87654321", "90SZ03", "FK-"))


def test_what_is_too_short_or_nowhere_is_said_to_be_so(browse):
    for text in ("电", "鼹鼠", "zq", "0"):
        assert b"Nothing that you may see" in search(browse(manager()), text).content
    assert b"hand scanner" in search(browse(manager()), "").content


def test_what_is_entered_or_renamed_is_found_by_its_initials(browse):
    customer = Customer(name="重庆微电机厂")
    record(
        customer,
        {"name": "重庆微电机厂", "phone": "023 6677 8899 转 12"},
        by=manager_of_the_register(),
        why="",
    )
    assert opened(browse(manager()), "cqwdj") == customer.get_absolute_url()
    assert opened(browse(manager()), "66778899") == customer.get_absolute_url()
    record(customer, {"name": "长沙微电机厂"}, by=manager_of_the_register(), why="改名")
    assert opened(browse(manager()), "cswdj") == customer.get_absolute_url()
    product = Product.objects.create(model="55LYX04", description="永磁直流力矩电机")
    assert opened(browse(manager()), "yczllj") == product.get_absolute_url()


def manager_of_the_register():
    return person("ma", "马丽", "sales_coordinator")


def test_the_first_page_asks_the_same_however_much_there_is(browse, factory):
    browser = browse(manager())
    search(browser, "海纳")
    with CaptureQueriesContext(connection) as few:
        search(browser, "海纳")
    for _ in range(7):
        case_at("submitted", entry=factory["motor"].registered)
    with CaptureQueriesContext(connection) as many:
        page = search(browser, "海纳")
    assert len(many) == len(few)
    (cases,) = [group for group in page.context["groups"] if group.finder.key == "case"]
    assert (len(cases.hits), cases.more) == (6, True)


def test_the_list_finds_the_same_as_the_search(browse, factory):
    for text in ("139 1234 5678", "异响", "2606010311"):
        page = browse(manager()).get("/cases/", {"q": text})
        assert [str(row.thing) for row in page.context["rows"]] == [str(factory["case"])]


INITIALS = [
    ("济南中恒机电", "JNZHJD"),
    ("重庆", "CQ"),
    ("ABB 电机（上海）", "ABBDJSH"),
    ("90SZ03", "90SZ03"),
    ("", ""),
    ("…", ""),
]


@pytest.mark.parametrize(("name", "letters"), INITIALS)
def test_initials_are_how_a_name_is_typed(name, letters):
    assert initials(name) == letters


PHONES = [
    ("138 0013 8000", "00083100831"), ("+86 13800138000", "00083100831"), ("0532-8765 4321 转 801", "12345678235"),
    ("13800138000 / 0532-87654321", "00083100831"), ("８７６５４３２１", "12345678"), ("无", ""), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kept"), PHONES)
def test_a_telephone_number_is_kept_from_its_end_on(text, kept):
    assert backwards(text) == kept


def test_the_end_of_a_number_is_looked_for_from_one_to_another():
    assert ending("phone_key", "12345678") == {"phone_key__gte": "12345678", "phone_key__lte": "12345678999"}
    assert ending("phone_key", "00083100831") == {"phone_key": "00083100831"}


@pytest.mark.parametrize(
    "text", ["", "\0", "a\0b", "x" * 9000, "%", "_", "'", "\\", "电" * 300, "\ud800", "９" * 50]
)
def test_nothing_that_is_typed_fails(text):
    wanted = Wanted.of(text)
    assert isinstance(
        (wanted.number, wanted.phone, wanted.initials, wanted.words, wanted.path, wanted.serial_key), tuple
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("139 0000 6538", 0),
        ("+86 139-0000-6538", 0),
        ("13900006538", 0),
        ("260608 0129", 2),
        ("轴承 异响", 2),
    ],
)
def test_the_groups_of_a_mobile_number_are_not_looked_for_as_words(text, words):
    assert len(Wanted.of(text).words) == words
