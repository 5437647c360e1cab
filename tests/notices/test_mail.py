"""What people are mailed: in their language, with what to do in the subject, at the time they have chosen."""

import datetime as dt
import time

import pytest
from django.utils import timezone

from aftersales.models import User
from cases.models import Case
from notices import wording
from notices.models import Delivery, Notice, NoticeChoice, Reminder
from notices.planning import plan
from notices.reminders import remind
from notices.sending import send
from tests.actors import another_salesperson, coordinator, lead, manager, salesperson
from tests.factories import case_at
from tests.notices.test_senders import reachable
from workflow.actions import perform

pytestmark = pytest.mark.django_db

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def on(month, day, hour=12, minute=0):
    return dt.datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def everything_out(now=None):
    """One round of a sender."""
    now = now or timezone.now()
    plan(now)
    return send(lambda: now)


# -- words --------------------------------------------------------------------------------------------


def test_the_subject_says_what_to_do_and_the_link_leads_there(mailoutbox, settings):
    settings.SITE_URL = "https://aftersales.factory.example/"
    reachable(manager())
    case = case_at("submitted")
    everything_out()
    (mail,) = mailoutbox
    assert mail.to == ["zheng@factory.example"]
    assert mail.subject == f"Approve or reject returns: {case.number} {case.customer}"
    assert f"https://aftersales.factory.example/cases/{case.pk}/\n" in mail.body
    assert "For you to do:" in mail.body
    assert "周建国: Submit" in mail.body
    assert mail.body.rstrip().endswith("https://aftersales.factory.example/notices/choice/")
    assert mail.extra_headers["Message-ID"].endswith("@aftersales.factory.example>")


def test_who_has_nothing_to_do_about_it_is_told_what_happened(mailoutbox):
    reachable(salesperson())
    case = case_at("authorised")
    everything_out()
    (mail,) = mailoutbox
    assert mail.subject == f"{case.number} {case.customer}"
    assert "For you to know:" in mail.body
    assert "For you to do:" not in mail.body
    assert "→ return approved" in mail.body


def test_everybody_reads_their_own_language(mailoutbox):
    """Whatever the language of who acted, and of the machine."""
    reachable(manager(), language="zh-hans")
    reachable(coordinator(), language="en")
    case = case_at("submitted")
    everything_out()
    by = {mail.to[0]: mail for mail in mailoutbox}
    assert by["zheng@factory.example"].subject == f"审批质量反馈：{case.number} {case.customer}"
    assert "请您处理：" in by["zheng@factory.example"].body
    assert "For you to know:" in by["wu@factory.example"].body


def test_chinese_is_the_language_of_who_has_not_chosen(mailoutbox):
    user = manager()
    user.email = "zheng@factory.example"
    user.save()
    case_at("submitted")
    everything_out(timezone.now() + dt.timedelta(days=1))
    assert "请您处理：" in mailoutbox[0].body


def test_a_line_break_in_what_people_typed_breaks_no_mail(mailoutbox):
    reachable(salesperson())
    case = case_at("submitted")
    case.customer.name = "青岛海纳\nBcc: all@factory.example"
    case.customer.save()
    perform(case, "authorise_return", by=manager(), warning_seen=True)
    everything_out()
    (mail,) = mailoutbox
    assert "\n" not in mail.subject
    assert mail.recipients() == ["zhou@factory.example"]


@pytest.mark.parametrize(
    ("overdue", "words"),
    [
        (-2, "due on 2026-11-20"),
        (0, "due today, 2026-11-20"),
        (1, "overdue by 1 day, due on 2026-11-20"),
        (8, "overdue by 8 days, due on 2026-11-20"),
    ],
)
def test_how_a_due_date_stands_in_words(overdue, words):
    assert wording.due_in_words(dt.date(2026, 11, 20), overdue) == words


def test_the_latest_comes_first():
    late = [wording.Line(f"work {days}", "late", "", asks=True, late=days) for days in (1, 9, 4)]
    subject = wording.subject(sorted(late, key=lambda line: -line.late))
    assert subject == "work 9 · late, and 2 more"


def test_what_happened_to_one_case_and_what_is_due_there_is_one_line(mailoutbox):
    reachable(manager())
    case = case_at("submitted")
    remind(timezone.now())
    everything_out()
    (mail,) = mailoutbox
    assert mail.body.count(case.number) == 1
    assert f"Approve or reject returns: {case.number} {case.customer} · " in mail.body
    assert "; due on " in mail.body or "; 周建国" in mail.body


# -- who is mailed ------------------------------------------------------------------------------------


def test_who_has_no_address_or_wants_no_mail_is_told_in_the_product_alone(mailoutbox):
    manager()
    silent = reachable(coordinator())
    NoticeChoice.objects.filter(user=silent).update(by_email=False)
    case_at("submitted")
    everything_out()
    assert mailoutbox == []
    assert Notice.objects.filter(user__in=[manager(), silent]).count() == 2
    assert not Notice.objects.filter(planned_at=None).exists()


def test_who_has_left_since_is_not_mailed(mailoutbox):
    gone = reachable(manager())
    case_at("submitted")
    plan(timezone.now())
    gone.is_active = False
    gone.save()
    send()
    assert mailoutbox == []
    assert Delivery.objects.get(user=gone).state == "dropped"


def test_what_the_reader_may_no_longer_see_is_not_told(mailoutbox):
    """The case has been given to another salesperson before the message went out."""
    reachable(salesperson())
    case = case_at("authorised", by=coordinator())
    plan(timezone.now())
    case.salesperson = another_salesperson()
    case.save()
    send()
    assert mailoutbox == []


def test_what_is_confined_is_told_to_its_readers_alone(mailoutbox, monkeypatch):
    reachable(manager()), reachable(coordinator())
    monkeypatch.setattr(Case, "confined", True)
    monkeypatch.setattr(Case, "view", "case.authorise_return")
    monkeypatch.setattr("workflow.models.dossier.views", lambda: ["case.authorise_return"])
    case_at("submitted")
    everything_out()
    assert [mail.to for mail in mailoutbox] == [["zheng@factory.example"]]


def test_without_a_mail_server_nothing_waits_to_be_mailed(settings):
    settings.MAILS = False
    reachable(manager())
    case_at("submitted")
    everything_out()
    assert not Delivery.objects.exists()


def test_each_notice_is_mailed_once_however_often_it_is_sent(mailoutbox):
    reachable(manager())
    case_at("submitted")
    for _ in range(5):
        everything_out()
    assert len(mailoutbox) == 1


# -- when ---------------------------------------------------------------------------------------------


@pytest.fixture(params=["Asia/Shanghai", "UTC", "America/New_York", "Pacific/Kiritimati"])
def server_in(request, monkeypatch):
    """The machine's own clock shows another time, as it does in a container."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("happened", "goes_out"),
    [
        (on(11, 20, 15), on(11, 21, 8, 30)),
        (on(11, 20, 7), on(11, 20, 8, 30)),
        (on(11, 20, 8, 30), on(11, 20, 8, 30)),
        (on(11, 20, 8, 31), on(11, 21, 8, 30)),
        (on(11, 20, 0, 1), on(11, 20, 8, 30)),  # still the 19th in UTC
        (on(2, 28, 23, 59), on(3, 1, 8, 30)),
        (on(12, 31, 23, 59), dt.datetime(2027, 1, 1, 8, 30, tzinfo=SHANGHAI)),
        (dt.datetime(2028, 2, 28, 12, tzinfo=SHANGHAI), dt.datetime(2028, 2, 29, 8, 30, tzinfo=SHANGHAI)),
    ],
)
def test_a_daily_message_goes_out_at_the_chosen_time_in_shanghai(happened, goes_out, server_in):
    choice = NoticeChoice(daily=True, daily_at=dt.time(8, 30))
    assert choice.next_after(happened) == goes_out
    assert NoticeChoice(daily=False).next_after(happened) == happened


def test_a_daily_message_tells_everything_of_the_day_at_its_time_and_not_before(mailoutbox, server_in):
    reachable(manager(), daily=True, at=dt.time(17, 30))
    for hour in (9, 11, 14):
        case_at("submitted", at=on(11, 20, hour))
    Notice.objects.update(created_at=on(11, 20, 14))
    assert everything_out(on(11, 20, 17, 29)) == 0
    assert everything_out(on(11, 20, 17, 30)) == 1
    (mail,) = mailoutbox
    assert mail.subject.endswith(", and 2 more")
    assert everything_out(on(11, 21, 17, 30)) == 0


def test_a_daily_message_that_was_missed_goes_out_with_the_next_run(mailoutbox):
    """Nobody was there to send it in the morning, and nobody had even planned it."""
    reachable(manager(), daily=True, at=dt.time(8))
    case_at("submitted", at=on(11, 20, 15))
    Notice.objects.update(created_at=on(11, 20, 15))
    assert everything_out(on(11, 23, 10)) == 1


# -- choosing -----------------------------------------------------------------------------------------


def test_people_choose_for_themselves(browse):
    browser = browse(manager())
    said = {
        "by_email": "on",
        "email": "hai@factory.example",
        "daily": "False",
        "daily_at": "07:15",
        "language": "en",
    }
    assert browser.post("/notices/choice/", said).status_code == 302
    choice = User.objects.get(pk=manager().pk).notice_choice
    assert (choice.by_email, choice.daily, choice.daily_at, choice.language) == (
        True,
        False,
        dt.time(7, 15),
        "en",
    )
    assert choice.user.email == "hai@factory.example"
    assert browser.post("/notices/choice/", said | {"by_email": ""}).status_code == 302
    assert NoticeChoice.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"email": ""}, "Where to? Enter an address, or do without e-mail."),
        ({"email": "hai@"}, "Enter a valid email address."),
        ({"daily_at": "8 o'clock"}, "Enter a valid time."),
        ({"language": "fr"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(wrong, complaint, browse):
    said = {
        "by_email": "on",
        "email": "hai@factory.example",
        "daily": "True",
        "daily_at": "07:15",
        "language": "en",
    }
    response = browse(manager()).post("/notices/choice/", said | wrong)
    html = response.content.decode()
    assert complaint in html
    assert "07:15" in html or "8 o&#x27;clock" in html
    assert not NoticeChoice.objects.exists()


def test_notices_from_before_there_was_mail_are_not_mailed_by_a_new_choice(mailoutbox):
    """Looked at once, a notice is done with: a later choice brings no flood of old mail."""
    manager()
    case_at("submitted")
    everything_out()
    reachable(manager())
    everything_out()
    assert mailoutbox == []


def test_the_pages_speak_of_reminders_without_asking_more_often_for_many(browse, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def visit(rows):
        for number in range(rows):
            reminder = Reminder.objects.create(
                task="repair", object_id=Reminder.objects.count(), due_on=dt.date(2026, 11, 20), level="lead",
                title=f"90SZ03 {number}", customer="青岛海纳", url="/motors/1/repair/", page="/motors/1/",
            )  # fmt: skip
            Notice.objects.create(reminder=reminder, user=lead())
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/notices/").status_code == 200
        return len(captured)

    browser = browse(lead())
    browser.get("/notices/")
    assert visit(1) == visit(30)
