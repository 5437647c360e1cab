"""Personal links by mail: one a customer, in its language, never twice unless asked, and what fails is named.

The mail server is real.
"""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from notices.models import Delivery, Letter
from notices.sending import send
from satisfaction.actions import invite_all, mail_links
from satisfaction.consequences.mailing import token_of
from satisfaction.models import Invitation, Response
from tests.actors import coordinator, manager, salesperson
from tests.factories import customer
from tests.notices.test_senders import in_, letters, through  # noqa: F401  (a fixture)
from tests.outside import MailServer
from tests.satisfaction.factories import ALL_GOOD, answered, link, survey, target_of
from workflow.actions import perform
from workflow.guards import Blocked, Forbidden
from workflow.models import Event

pytestmark = pytest.mark.django_db

NAME, ABROAD, NO_BOX, HEARD = (
    "青岛海纳包装机械有限公司",
    "Harbour Pumps Ltd",
    "济南泉城泵业",
    "潍坊新进机械厂",
)


@pytest.fixture
def asked():
    """Four customers: one written to in Chinese, one in English, one without a mailbox, one who has answered."""
    customer(NAME, email="sun@haina.example.com")
    customer(ABROAD, email="office@harbour.example.com", language="en")
    customer(HEARD, email="xin@jin.example.com")
    campaign = survey(NAME, ABROAD, NO_BOX, HEARD)
    answered(target_of(campaign, HEARD), quality="good")
    return campaign


@pytest.fixture
def post(through):  # noqa: F811
    """A mail server and what it was given."""
    mailbox = []
    with MailServer(mailbox).running() as server:
        through(server)
        server.mailbox = mailbox
        yield server


def link_in(mail):
    return urlsplit(re.search(r"https?://\S+/s/\S+/", mail.get_content())[0]).path


def page_of(browser, campaign, path="mail/"):
    return browser.get(f"/surveys/{campaign.pk}/{path}").content.decode()


def press(browser, campaign, **said):
    url = f"/surveys/{campaign.pk}/mail/"
    hidden = browser.get(url).context["form"].initial
    return browser.post(url, hidden | said, follow=True)


# -- what goes out ------------------------------------------------------------------------------------


def test_each_customer_with_a_mailbox_gets_one_mail_with_a_link_that_can_be_answered(asked, post, browse):
    page = press(browse(coordinator()), asked)
    assert "The mails are on their way." in page.content.decode()
    assert send() == 2
    assert letters(post.mailbox) == {"sun@haina.example.com": 1, "office@harbour.example.com": 1}
    for mail in post.mailbox:
        assert Client().post(link_in(mail), ALL_GOOD).status_code == 302
    assert set(Response.objects.values_list("target__customer__name", flat=True)) == {NAME, ABROAD, HEARD}


def test_everybody_is_written_to_in_their_language(asked, post):
    mail_links(asked, by=manager())
    send()
    by = {mail["To"]: mail for mail in post.mailbox}
    assert "顾客满意度调查" in by["sun@haina.example.com"]["Subject"]
    assert f"{NAME}：" in by["sun@haina.example.com"].get_content()
    assert "how satisfied are you?" in by["office@harbour.example.com"]["Subject"]
    assert f"To {ABROAD}" in by["office@harbour.example.com"].get_content()


def test_answers_to_the_mail_go_to_whoever_asks_the_customer(asked, post):
    surveyor = salesperson()
    surveyor.email, surveyor.phone = "zhou@factory.example", "0533-2"
    surveyor.save()
    mail_links(asked, by=manager())
    send()
    assert {mail["Reply-To"] for mail in post.mailbox} == {"zhou@factory.example"}
    assert all("周建国 0533-2" in mail.get_content() for mail in post.mailbox)


def test_before_it_goes_the_page_shows_the_words_of_each_language_and_who_is_left_out_and_why(asked, browse):
    page = page_of(browse(manager()), asked)
    assert "为改进产品和服务" in page
    assert "Please tell us how satisfied you are" in page
    assert "Mail 2 customers" in page
    assert page.index("have answered already") < page.index(HEARD)
    assert page.index("have no e-mail in the register") < page.index(NO_BOX)
    assert not Letter.objects.exists()


def test_the_survey_keeps_that_links_were_mailed_to_how_many(asked, browse):
    mail_links(asked, by=manager())
    event = Event.objects.get(verb="mail_links")
    assert (event.data["mailed"], event.data["not_mailed"], event.actor) == (2, 2, manager())
    assert "Mailed to" in page_of(browse(manager()), asked, "").partition("timeline")[2]


def test_no_token_lies_in_the_database(asked, post):
    mail_links(asked, by=manager())
    send()
    for mail, letter in zip(post.mailbox, Letter.objects.order_by("pk"), strict=True):
        token = link_in(mail).split("/")[2]
        stored = [*Invitation.objects.values(), *Letter.objects.values(), *Event.objects.values("data")]
        assert len(token) >= 43
        assert token not in str(stored)
        assert letter.text.count("{link}") == 1


def test_the_page_of_a_customer_tells_links_by_mail_from_those_given_by_hand(asked, browse):
    target = target_of(asked)
    link(target), link(target, respondent="林工")
    mail_links(asked, by=manager())
    page = browse(salesperson()).get(f"/targets/{target.pk}/").content.decode()
    said = page.partition("Personal links")[2]
    assert [words in said for words in ("sun@haina.example.com", "林工", "–")] == [True] * 3


# -- never twice --------------------------------------------------------------------------------------


def test_nobody_is_written_to_twice(asked, post, browse):
    mail_links(asked, by=manager())
    page = press(browse(coordinator()), asked).content.decode()
    assert "There is nobody to write to." in page
    assert f"were mailed on {timezone.localdate()}" in page
    assert send() == 2
    assert send() == 0
    assert Event.objects.filter(verb="mail_links").count() == 1


def test_who_is_written_to_again_on_purpose_has_one_link_that_works(asked, post, browse):
    browser = browse(manager())
    press(browser, asked)
    send()
    shown = browser.post(f"/surveys/{asked.pk}/mail/", {"again": "on", "preview": "1"}).content.decode()
    assert "Mail 2 customers" in shown
    assert not Letter.objects.filter(key__endswith=" 2").exists()
    press(browser, asked, again="on")
    send()
    assert set(letters(post.mailbox).values()) == {2}
    statuses = [Client().get(link_in(mail)).status_code for mail in post.mailbox]
    assert statuses == [410, 410, 200, 200]


def test_who_comes_to_the_survey_later_is_written_to_alone(asked, post):
    mail_links(asked, by=manager())
    box = customer(NO_BOX)
    box.email = "quan@cheng.example.com"
    box.save()
    mail_links(asked, by=manager())
    send()
    assert letters(post.mailbox)["quan@cheng.example.com"] == 1
    assert set(letters(post.mailbox).values()) == {1}


def test_links_given_out_as_a_file_leave_those_by_mail_alone(asked, post):
    mail_links(asked, by=manager())
    invite_all(asked, by=manager())
    send()
    assert [Client().get(link_in(mail)).status_code for mail in post.mailbox] == [200, 200]


# -- what is not needed any more ----------------------------------------------------------------------


def answer_by_telephone(campaign):
    for name in (NAME, ABROAD):
        answered(target_of(campaign, name), quality="good")


def close(campaign):
    perform(campaign, "close", by=manager())


def revoke_all(campaign):
    Invitation.objects.update(revoked_at=timezone.now(), revoked_by=manager())


@pytest.mark.parametrize("meanwhile", [answer_by_telephone, close, revoke_all])
def test_a_mail_that_nobody_needs_any_more_does_not_leave(meanwhile, asked, post):
    mail_links(asked, by=manager())
    meanwhile(asked)
    assert send() == 0
    assert post.mailbox == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {"dropped"}


# -- what fails ---------------------------------------------------------------------------------------


def test_whom_nothing_reaches_is_named_with_what_the_mail_server_said(asked, post, browse):
    post.refuses["office@harbour.example.com"] = "550 no such user"
    mail_links(asked, by=manager())
    browser = browse(manager())
    assert "2 on their way" in page_of(browser, asked, "")
    send()
    page = page_of(browser, asked, "").partition("Links by mail")[2].partition("<form")[0]
    assert all(words in page for words in ("1 sent", "1 did not go through", ABROAD, "550"))
    assert NAME not in page


def test_who_was_given_up_is_written_to_again_without_being_asked_for(asked, post):
    post.refuses["office@harbour.example.com"] = "550 no such user"
    mail_links(asked, by=manager())
    for minutes in (0, 2, 10, 60, 240, 900):
        send(lambda minutes=minutes: in_(minutes))
    assert Delivery.objects.get(letter__address="office@harbour.example.com").state == "given_up"
    post.refuses.clear()
    mail_links(asked, by=manager())
    send()
    assert letters(post.mailbox) == {"sun@haina.example.com": 1, "office@harbour.example.com": 1}


def test_the_secret_may_change_while_mails_wait_if_the_old_one_is_still_known(asked, post, settings):
    mail_links(asked, by=manager())
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    send()
    assert [Client().get(link_in(mail)).status_code for mail in post.mailbox] == [200, 200]


def test_no_link_that_does_not_work_is_mailed(asked, post, settings):
    mail_links(asked, by=manager())
    settings.SECRET_KEY = "another"
    assert send() == 0
    assert "secret" in Delivery.objects.first().error


def test_whoever_knows_a_key_and_not_the_secret_makes_no_token(asked, settings):
    mail_links(asked, by=manager())
    key = Letter.objects.first().key
    assert token_of(key) != token_of(key, "a guess")
    assert Client().get(f"/s/{token_of(key, 'a guess')}/").status_code == 404


# -- who, and where not -------------------------------------------------------------------------------


def test_who_asks_only_their_own_customers_mails_no_whole_survey(asked, browse):
    with pytest.raises(Forbidden):
        mail_links(asked, by=salesperson())
    assert browse(salesperson()).get(f"/surveys/{asked.pk}/mail/").status_code == 403


def test_without_a_mail_server_the_page_says_so_and_nothing_is_written(asked, settings, browse):
    settings.MAILS = False
    assert "The factory has no mail server yet" in page_of(browse(manager()), asked)
    with pytest.raises(Blocked):
        mail_links(asked, by=manager())
    assert not Letter.objects.exists()


def test_mails_to_customers_stand_among_the_messages_of_the_administrator(asked, post, browse):
    from tests.actors import admin

    mail_links(asked, by=manager())
    send()
    page = browse(admin()).get("/notices/messages/").content.decode()
    assert "sun@haina.example.com" in page


def test_the_pages_ask_as_often_for_many_customers(browse, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked_for(campaign):
        counts = []
        for path in ("", "mail/"):
            with CaptureQueriesContext(connection) as captured:
                page_of(browser, campaign, path)
            counts.append(len(captured))
        return counts

    browser = browse(manager())
    few = survey(*[f"客户 {n}" for n in range(2)], year=2024)
    page_of(browser, few), mail_links_of(few)
    before = asked_for(few)
    many = survey(*[f"客户 {n}" for n in range(20)], year=2025)
    mail_links_of(many)
    assert asked_for(many) == before


def mail_links_of(campaign):
    """As many of its customers as can be, half of them in English."""
    for number, target in enumerate(campaign.targets.select_related("customer")):
        target.customer.email = f"box{number}@example.com"
        target.customer.language = ["en", "zh-hans"][number % 2]
        target.customer.save()
    mail_links(campaign, by=manager())
    Delivery.objects.update(state="given_up", error="550")
