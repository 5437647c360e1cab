"""Robots of groups: what they say, within which limits, and that nobody ever reads their secrets."""

import base64
import datetime as dt
import hmac
import logging
import shutil
import subprocess
from contextlib import nullcontext

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.log import configure_logging

from cases.models import Case
from notices import claims, robots, wording
from notices.channels import Undelivered, post
from notices.models import Delivery, Robot
from notices.planning import plan
from notices.sending import send
from tests.actors import admin, after_sales, manager, person
from tests.factories import case_at
from tests.outside import PATIENCE, MailServer, group, sender
from tests.work import work_off

pytestmark = pytest.mark.django_db

SECRET = "693a91f6-7d2c-4f1e-9a0b-secret"
GROUP = "售后群"


def robot(port=0, settings=None, **facts):
    """A robot in the sales managers' group, speaking at once unless said, at a port of this machine."""
    if settings is not None:
        settings.ROBOT_SECRETS = {GROUP: f"json://127.0.0.1:{port}/{SECRET}"}
    known = {"roles": ["sales_manager"], "daily": False}
    return Robot.objects.update_or_create(name=GROUP, defaults=known | facts)[0]


def everything_out(now=None):
    now = now or timezone.now()
    plan(now)
    return send(lambda: now)


# -- what a group hears -------------------------------------------------------------------------------


def test_a_group_hears_what_its_roles_hear_once_however_many_hold_them(settings):
    manager(), person("feng", "冯志远", "sales_manager"), after_sales()
    with group() as heard:
        robot(heard.port, settings)
        case = case_at("submitted")
        assert everything_out() == 1
        assert everything_out() == 0
    (said,) = heard.said
    assert said["message"].count(case.number) == 1
    assert said["message"].endswith("\nhttp://127.0.0.1:8000/")


def test_a_group_whose_roles_are_not_concerned_hears_nothing(settings):
    manager()
    with group() as heard:
        robot(heard.port, settings, roles=["warehouse"])
        case_at("submitted")
        assert everything_out() == 0
    assert heard.said == []


def test_what_is_confidential_goes_to_no_group(settings, monkeypatch):
    manager()
    monkeypatch.setattr(Case, "confined", True)
    with group() as heard:
        robot(heard.port, settings)
        case_at("submitted")
        assert everything_out() == 0
    assert not Delivery.objects.filter(robot__isnull=False).exists()


def test_a_daily_robot_speaks_at_its_time(settings):
    manager()
    shanghai = dt.timezone(dt.timedelta(hours=8))
    with group() as heard:
        robot(heard.port, settings, daily=True, daily_at=dt.time(8))
        case_at("submitted")
        now = timezone.now()
        eight = (now.astimezone(shanghai) + dt.timedelta(days=1)).replace(
            hour=8, minute=0, second=0, microsecond=0
        )
        plan(now)
        (due_at,) = Delivery.objects.values_list("due_at", flat=True)
        assert due_at in {eight, eight - dt.timedelta(days=1)}
        assert send(lambda: due_at - dt.timedelta(seconds=1)) == 0
        assert send(lambda: due_at) == 1
    assert len(heard.said) == 1


def test_a_robot_without_an_address_in_the_environment_is_silent(settings):
    manager()
    robot()
    settings.ROBOT_SECRETS = {}
    case_at("submitted")
    everything_out()
    assert not Delivery.objects.exists()


# -- the three kinds ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("service", "address", "words"),
    [
        ("WECOM", f"wecombot://{SECRET}", lambda said: said["text"]["content"]),
        ("DINGTALK", "dingtalk://69391f67d2c", lambda said: said["text"]["content"]),
        ("FEISHU", f"feishu://{SECRET}", lambda said: said["content"]["text"]),
    ],
)
@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"errcode": 0, "errmsg": "ok"}, ""),
        (
            {"errcode": 45009, "errmsg": f"api freq out of limit {SECRET}"},
            "the robot refused with code 45009",
        ),
        ({"code": 19001, "msg": "param invalid"}, "the robot refused with code 19001"),
        ({"StatusCode": 0, "StatusMessage": "success", "code": 0}, ""),
        ({"code": f"bad key {SECRET}"}, "the robot refused with code -1"),
    ],
)
def test_every_kind_of_robot_says_the_text_and_is_heard_when_it_refuses(
    service, address, words, answer, problem, settings, monkeypatch
):
    """They answer 200 to what they refuse; only the code in the body tells."""
    settings.ROBOT_SECRETS = {GROUP: address}
    with group(answer) as heard:
        monkeypatch.setattr(robots, service, f"http://127.0.0.1:{heard.port}")
        if problem:
            with pytest.raises(Undelivered) as refused:
                post(robot(), "超期 3 天：维修 260315-0001")
            assert str(refused.value) == problem
        else:
            post(robot(), "超期 3 天：维修 260315-0001")
    assert words(heard.said[0]) == "超期 3 天：维修 260315-0001"


def test_the_address_that_wecom_shows_can_be_pasted_as_it_is(settings, monkeypatch):
    settings.ROBOT_SECRETS = {GROUP: f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={SECRET}"}
    with group() as heard:
        monkeypatch.setattr(robots, "WECOM", f"http://127.0.0.1:{heard.port}")
        post(robot(), "通知")
    assert heard.said == [{"msgtype": "text", "text": {"content": "通知"}}]


MOMENT = 1_795_000_000.25
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"
DINGTALK = "https://oapi.dingtalk.com/robot/send"
FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook"


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("wecombot://Aa-1_x", f"{WECOM}?key=Aa-1_x"),
        (f"{WECOM}?key=Aa-1_x", f"{WECOM}?key=Aa-1_x"),
        ("dingtalk://69391F", f"{DINGTALK}?access_token=69391F"),
        (f"{DINGTALK}?access_token=69391F", f"{DINGTALK}?access_token=69391F"),
        ("feishu://Tt-1", f"{FEISHU}/Tt-1"),
        (f"{FEISHU}/Tt-1/", f"{FEISHU}/Tt-1"),
        ("jsons://robots.factory.example:8443/a/b?c=d", "https://robots.factory.example:8443/a/b?c=d"),
    ],
)
def test_a_robot_is_told_at_the_address_of_its_service(address, url):
    assert robots.message(address, "通知", MOMENT).url == url


@pytest.mark.parametrize(
    "address", ["dingtalk://SECabc123@69391f", f"{DINGTALK}?access_token=69391f&secret=SECabc123"]
)
def test_dingtalk_is_signed_in_the_address(address):
    """The signature was made by another program that speaks to DingTalk."""
    signed = "timestamp=1795000000250&sign=rcTf1TYan8ixZ53o0MPlNan1t0ua82M6%2B4PyFSb294o%3D"
    assert robots.message(address, "通知", MOMENT).url == f"{DINGTALK}?access_token=69391f&{signed}"


@pytest.mark.parametrize("address", ["feishu://Se@Tt-1", f"{FEISHU}/Tt-1?secret=Se"])
def test_feishu_is_signed_in_the_message(address):
    url, said = robots.message(address, "通知", MOMENT)
    assert url == f"{FEISHU}/Tt-1"
    signed = hmac.new(b"1795000000\nSe", digestmod="sha256").digest()
    assert (said["timestamp"], said["sign"]) == ("1795000000", base64.b64encode(signed).decode())


@pytest.mark.parametrize(
    "address",
    [
        "",
        "$HOME",
        "wecombot://",
        "http://[",
        "json:",
        "mailto:x@y",
        f"https://evil.example/?key={SECRET}",
        DINGTALK,
    ],
)
def test_what_is_no_robots_address_is_said_to_be_none(address, settings):
    settings.ROBOT_SECRETS = {GROUP: address}
    with pytest.raises(Undelivered, match="ROBOTS has no usable address for this group"):
        post(robot(), "通知")


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_robots_server_that_points_elsewhere_is_not_followed(code, settings):
    with group() as elsewhere, group(status=code, points_to=f"http://127.0.0.1:{elsewhere.port}/") as heard:
        row = robot(heard.port, settings)
        with pytest.raises(Undelivered, match=f"the robot refused with code {code}"):
            post(row, "通知")
    assert (len(heard.said), elsewhere.paths) == (1, [])


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
@pytest.mark.parametrize(("trusted", "said"), [(False, []), (True, [{"message": "通知"}])])
def test_a_server_whose_certificate_nobody_vouches_for_is_told_nothing(
    trusted, said, settings, tmp_path, monkeypatch
):
    both = tmp_path / "both.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    made += [
        "-subj",
        "/CN=x",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        both,
        "-out",
        tmp_path / "cert",
    ]
    subprocess.run(made, check=True, capture_output=True)  # noqa: S603
    certificate = (tmp_path / "cert").read_text()
    both.write_text(both.read_text() + certificate)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert"))
    with group(certificate=both) as heard:
        settings.ROBOT_SECRETS = {GROUP: f"jsons://127.0.0.1:{heard.port}/"}
        outcome = pytest.raises(Undelivered, match="could not be reached") if not trusted else nullcontext()
        with outcome:
            post(robot(), "通知")
    assert heard.said == said


@pytest.mark.parametrize("path", ["路径", "a b", "a\nb"])
def test_an_address_that_cannot_be_reached_is_not_repeated(path, settings):
    settings.ROBOT_SECRETS = {GROUP: f"json://127.0.0.1:9/{SECRET}/{path}"}
    with pytest.raises(Undelivered) as problem:
        post(robot(), "通知")
    assert str(problem.value) == "the robot could not be reached"
    assert problem.value.__suppress_context__


# -- limits -------------------------------------------------------------------------------------------


def lines(count, length=40):
    return [wording.Line(f"维修 260315-{n:04d}", "超" * length, "") for n in range(count)]


@pytest.mark.parametrize("count", [1, 2, 12, 13, 14, 15, 200, 5000])
@pytest.mark.parametrize("length", [1, 7, 40, 41, 42, 600, 700, 4000])
def test_a_robot_says_whole_lines_within_2048_bytes_and_how_many_more_there_are(count, length):
    text = wording.robot_text(lines(count, length))
    assert len(text.encode()) <= 2048
    *said, link = text.split("\n")
    assert link == "http://127.0.0.1:8000/"
    whole = [line for line in said if line.startswith("维修")]
    assert all(line == str(lines(count, length)[place]) for place, line in enumerate(whole))
    left = count - len(whole)
    if not whole:
        assert said == [f"{count} notices"]
    else:
        assert said[len(whole) :] == ([f"… {left} more"] if left else [])
    if left:  # not one more would have fitted
        longer = "\n".join([*map(str, lines(len(whole) + 1, length)), f"… {left - 1} more", link])
        assert len(longer.encode()) > 2048 or left == 1


def test_a_robot_speaks_at_most_once_a_minute_and_then_tells_everything_that_waited(settings):
    """The groups allow 20 messages a minute. Something happens every second for three minutes."""
    manager()
    start = timezone.now()
    spoken = []
    with group() as heard:
        robot(heard.port, settings)
        for second in range(0, 180, 10):
            case_at("submitted")
            now = start + dt.timedelta(seconds=second + 60)
            plan(now)
            spoken += [second] * send(lambda now=now: now)
    assert spoken == [0, 60, 120]
    assert [said["message"].count("FK-") for said in heard.said] == [1, 6, 6]


def test_two_senders_share_a_robots_turn():
    row = robot()
    now = timezone.now()
    assert claims.may_speak(row.pk, now)
    assert not claims.may_speak(row.pk, now + dt.timedelta(seconds=59))
    assert claims.may_speak(row.pk, now + dt.timedelta(seconds=60))


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_let_the_group_hear_everything_once(settings):
    manager()
    with group() as heard, MailServer([]).running() as server:
        robot(heard.port, settings)
        cases = [case_at("submitted") for _ in range(4)]
        address = settings.ROBOT_SECRETS[GROUP]
        processes = [sender(server.port, f"{GROUP}={address}") for _ in range(2)]
        for process in processes:
            _, complaints = process.communicate(timeout=PATIENCE)
            assert process.returncode == 0, complaints.decode()
    said = "\n".join(message["message"] for message in heard.said)
    assert [said.count(case.number) for case in cases] == [1, 1, 1, 1]
    assert Delivery.objects.get(robot__isnull=False, event__dossier=cases[0].pk).state == "sent"


# -- secrets ------------------------------------------------------------------------------------------


def administrator():
    boss = admin()
    boss.is_staff = boss.is_superuser = True
    boss.save()
    return boss


@pytest.mark.parametrize("port", [9, None])
def test_the_secret_is_shown_nowhere(settings, browse, port, caplog, capfd):
    """Not on a page, not in Django's administration, not in the log, the errors, or what the command prints."""
    manager(), administrator()
    settings.LOGGING_CONFIG = "logging.config.dictConfig"
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    with group(status=403) as heard, caplog.at_level(logging.DEBUG):
        robot(heard.port if port is None else port, settings)
        case_at("submitted")
        work_off("reminders", "notices")
    assert Delivery.objects.exclude(error="").exists()
    everywhere = [caplog.text, "".join(capfd.readouterr())]
    browser = browse(administrator())
    pages = ["/notices/", "/notices/choice/", "/notices/messages/", "/notices/robots/"]
    everywhere += [browser.get(page).content.decode() for page in pages]
    everywhere += [str(row) for model in (Robot, Delivery) for row in model.objects.values()]
    assert GROUP in "".join(everywhere)
    assert [text for text in everywhere if SECRET in text] == []


def test_the_page_that_shows_a_mistake_of_ours_hides_the_addresses(settings, browse, monkeypatch):
    settings.DEBUG = True
    robot(9, settings)
    monkeypatch.setattr("notices.views.robot_forms", lambda data: 1 / 0)
    browser: Client = browse(administrator())
    browser.raise_request_exception = False
    html = browser.get("/notices/robots/").content.decode()
    assert "ZeroDivisionError" in html
    assert SECRET not in html


# -- the administrator --------------------------------------------------------------------------------


def test_the_administrator_says_what_each_group_hears(settings, browse):
    settings.ROBOT_SECRETS = {GROUP: "wecombot://a", "销售群": "feishu://b"}
    browser = browse(admin())
    said = {
        "robot0-roles": ["after_sales", "after_sales_lead"], "robot0-daily": "True", "robot0-daily_at": "07:45",
        "robot1-roles": ["salesperson"], "robot1-daily": "False", "robot1-daily_at": "08:00",
    }  # fmt: skip
    assert browser.post("/notices/robots/", said).status_code == 302
    assert list(Robot.objects.order_by("pk").values_list("name", "roles", "daily", "daily_at")) == [
        (GROUP, ["after_sales", "after_sales_lead"], True, dt.time(7, 45)),
        ("销售群", ["salesperson"], False, dt.time(8)),
    ]
    assert browser.post("/notices/robots/", said | {"robot1-daily_at": "25:00"}).status_code == 200
    assert Robot.objects.count() == 2


def test_people_see_which_groups_are_told_as_well(settings, browse):
    robot(9, settings)
    assert GROUP in browse(manager()).get("/notices/choice/").content.decode()
    assert GROUP not in browse(after_sales()).get("/notices/choice/").content.decode()
