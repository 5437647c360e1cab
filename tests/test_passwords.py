"""Everybody's password is their own: they change it themselves, and what somebody else chose is changed first."""

import pytest
from axes.models import AccessAttempt
from django.core.management import call_command
from django.test import Client

from aftersales.models import User
from aftersales.roles import Role
from tests.actors import PASSWORD, admin, manager, salesperson

NEW = "55SZ01-Boshan"

pytestmark = pytest.mark.django_db


def change(browser, old=PASSWORD, new=NEW, again=None):
    form = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return browser.post("/password/", form)


def signs_in(password, username="zhou"):
    answer = Client().post("/login/", {"username": username, "password": password})
    return answer.status_code == 302


def words(answer):
    return " ".join(answer.content.decode().split())


# -- one's own ----------------------------------------------------------------------------------------


def test_who_changes_the_password_stays_signed_in_here_and_nowhere_else(browse):
    here, elsewhere, colleague = browse(salesperson()), browse(salesperson()), browse(manager())
    answer = change(here)
    assert answer.url == "/"
    assert "Your password is changed" in words(here.get("/"))
    assert elsewhere.get("/").url == "/login/?next=/"
    assert colleague.get("/").status_code == 200
    assert (signs_in(PASSWORD), signs_in(NEW)) == (False, True)


def test_the_account_menu_leads_there(browse):
    assert 'href="/password/"' in words(browse(salesperson()).get("/"))


WRONG = {
    "a wrong old one": (("guess", NEW, NEW), "Your old password was entered incorrectly"),
    "nothing": (("", NEW, NEW), "This field is required"),
    "a typing mistake": ((PASSWORD, NEW, "55SZ01-Boshaan"), "The two password fields didn’t match"),
    "the old one again": ((PASSWORD, PASSWORD, PASSWORD), "This is the old password"),
    "a short one": ((PASSWORD, "55SZ", "55SZ"), "confirmation</a> Your password must contain at least 8"),
    "a common one": ((PASSWORD, "password123", "password123"), "too common"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_and_the_old_password_stays(browse, case):
    passwords, sentence = WRONG[case]
    answer = change(browse(salesperson()), *passwords)
    assert answer.status_code == 200
    assert sentence in words(answer)
    assert signs_in(PASSWORD)


def test_what_is_wrong_is_said_in_chinese(browse, in_chinese):
    answer = words(change(browse(salesperson()), "guess", "55SZ", "55SZ"))
    assert "你的旧密码不正确" in answer
    assert answer.count("密码必须包含至少 8 个字符") == 3  # the help, the error, and once more above the form
    assert "password must" not in answer


def test_the_old_password_is_guessed_no_more_often_than_at_the_sign_in(browse, settings):
    browser = browse(salesperson())
    answers = [change(browser, f"guess {number}").status_code for number in range(10)]
    allowed = settings.AXES_FAILURE_LIMIT - 1
    assert answers == [200] * allowed + [429] * (10 - allowed)
    assert change(browser).status_code == 429
    assert signs_in(PASSWORD) is False
    assert browser.get("/cases/").status_code == 200  # the session goes on


def test_no_password_is_kept_with_the_record_of_failures(browse):
    change(browse(salesperson()), "Old-Guess-1", "New-Secret-2", "New-Secret-3")
    kept = " ".join(map(str, AccessAttempt.objects.values_list().get()))
    assert "zhou" in kept
    for secret in ("Old-Guess-1", "New-Secret-2", "New-Secret-3"):
        assert secret not in kept


def test_in_a_demo_the_demo_people_keep_the_password_that_everybody_knows(browse):
    User.objects.filter(pk=salesperson().pk).update(is_demo=True)
    browser = browse(salesperson())
    assert "their password stays" in words(browser.get("/password/"))
    assert change(browser).status_code == 403
    assert signs_in(PASSWORD)


# -- given by an administrator ------------------------------------------------------------------------


@pytest.fixture
def administration(browse):
    return browse(admin())


def add_person(administration):
    form = {"username": "zhou", "name": "周建国", "password": "Given-2026", "roles": ["salesperson"]}
    assert administration.post("/people/new/", form).status_code == 302


def give_password(administration, user):
    answer = administration.post(f"/people/{user.pk}/password/", {"password": "Given-2026"})
    assert answer.status_code == 302


def given(administration, how):
    """A browser signed in with a password from the administrator: of a new person, or in place of a forgotten one."""
    if how == "new":
        add_person(administration)
    else:
        give_password(administration, salesperson())
    browser = Client()
    browser.post("/login/", {"username": "zhou", "password": "Given-2026"})
    return browser


@pytest.mark.parametrize("how", ["new", "forgotten"])
def test_a_given_password_opens_nothing_but_the_page_to_change_it(administration, how):
    browser = given(administration, how)
    for page in ("/", "/cases/", "/cases/new/", "/people/", "/notices/"):
        assert browser.get(page).url == "/password/", page
    assert "Choose one that only you know" in words(browser.get("/password/"))
    assert change(browser, "Given-2026").url == "/"
    assert browser.get("/cases/").status_code == 200
    assert not salesperson().must_change_password
    assert signs_in(NEW)


def test_forms_and_parts_of_pages_are_closed_too(administration):
    browser = given(administration, "forgotten")
    assert browser.post("/cases/new/", {"problem": "噪声大"}).url == "/password/"
    part = browser.get("/cases/", headers={"hx-request": "true"})
    assert (part.status_code, part.headers["HX-Redirect"]) == (200, "/password/")


def test_language_and_the_way_out_stay_open(administration):
    browser = given(administration, "forgotten")
    assert browser.post("/language/", {"language": "en", "next": "/password/"}).url == "/password/"
    assert browser.post("/logout/").url == "/login/"
    assert browser.get("/").url == "/login/?next=/"


def test_a_given_password_is_not_chosen_again(administration):
    browser = given(administration, "forgotten")
    assert "This is the old password" in words(change(browser, "Given-2026", "Given-2026"))
    assert browser.get("/cases/").url == "/password/"


def test_the_rest_of_an_account_is_edited_without_a_new_password(administration):
    user = salesperson()
    form = {"name": "周建国", "is_active": "on", "phone": "0533", "roles": ["salesperson"]}
    assert administration.post(f"/people/{user.pk}/", form).status_code == 302
    assert salesperson().phone == "0533"
    assert not salesperson().must_change_password


def test_administrators_change_their_own_password_where_everybody_does(administration):
    own = f"/people/{admin().pk}/password/"
    assert administration.get(own).url == "/password/"
    assert administration.post(own, {"password": NEW}).url == "/password/"
    assert signs_in(PASSWORD, "tang")


def test_who_set_up_the_installation_chose_their_own_password():
    chief = User.objects.create_superuser("chief", password=PASSWORD)
    assert not chief.must_change_password


def test_who_set_up_the_installation_is_its_administrator_in_the_product_too():
    call_command("createsuperuser", username="chief", name="唐建", interactive=False, verbosity=0)
    chief = User.objects.get(username="chief")
    assert (str(chief), chief.role_names) == ("唐建", Role.ADMIN.label)
