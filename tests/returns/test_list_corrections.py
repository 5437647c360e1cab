"""四.2: a return list is kept as it was sent, and can be corrected until its motors are counted."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from aftersales.kit import store
from cases.models import Case, ReturnedMotor
from returns.models import ListOriginal
from returns.originals import KEPT
from tests.actors import after_sales, another_salesperson, coordinator, dispatcher, salesperson
from tests.cases.photos.test_photos import picture
from tests.factories import case_at, count, found, product, receive, registered
from tests.tables.sheets import decide, file, text, workbook
from workflow.actions import perform
from workflow.models import Event

pytestmark = pytest.mark.django_db

NO_ROWS = {"rows-TOTAL_FORMS": "0", "rows-INITIAL_FORMS": "0"}
PDF = b"%PDF-1.4 a fax"


def listed(*numbers):
    """A case with these motors on its list."""
    case = case_at("authorised", entry=registered("260904-9999"))
    motors = [{"serial_number": number, "other_model": "Y90L"} for number in numbers]
    return perform(case, "accept_list", by=coordinator(), motors=motors)


def correction(case, changes=None, *, reason="客户来电更正", **sent):
    """The page as a browser sends it, with other values in some rows, by serial number."""
    motors = list(case.motors.filter(status="expected").order_by("position"))
    said = NO_ROWS | {
        "version": Case.objects.get(pk=case.pk).version, "key": uuid.uuid4(), "reason": reason,
        "listed-TOTAL_FORMS": len(motors), "listed-INITIAL_FORMS": len(motors),
    }  # fmt: skip
    for place, motor in enumerate(motors):
        row = {
            "motor": motor.pk, "serial_number": motor.serial_number, "model": motor.model_name, "remark": motor.remark,
        } | (changes or {}).get(motor.serial_number, {})  # fmt: skip
        said |= {f"listed-{place}-{name}": value for name, value in row.items()}
    return said | sent


def correct(browser, case, changes=None, **sent):
    return browser.post(f"/cases/{case.pk}/correct-list/", correction(case, changes, **sent), follow=True)


def on_the_list(case):
    return [(m.serial_number, m.model_name, m.status) for m in case.motors.order_by("position")]


def told(verb):
    return Event.objects.filter(verb=verb).order_by("pk")


def test_a_motor_is_struck_one_corrected_and_one_added_with_old_and_new_on_record(browse):
    case = listed("260904-0001", "260904-0002")
    entry = registered("260904-0012")
    changes = {"260904-0001": {"struck": "on"}, "260904-0002": {"serial_number": "２６０９０４－００12"}}
    more = {"rows-TOTAL_FORMS": "1", "rows-0-serial_number": "260904-0003", "rows-0-model": "Y90L"}
    correct(browse(coordinator()), case, changes, **more)
    assert on_the_list(case) == [
        ("260904-0001", "Y90L", "struck"), ("260904-0012", "Y90L", "expected"), ("260904-0003", "Y90L", "expected"),
    ]  # fmt: skip
    assert case.motors.get(serial_number="260904-0012").registered == entry
    (line,) = told("correct_line")
    assert line.data["changed"] == {"serial_number": ["260904-0002", "260904-0012"]}
    assert (line.data["reason"], told("strike").get().data["reason"]) == ("客户来电更正", "客户来电更正")
    page = text(browse(dispatcher()).get(case.get_absolute_url()))
    assert "260904-0002 → 260904-0012" in page
    assert "260904-0012" in Case.objects.get(pk=case.pk).search_text


def test_two_numbers_may_change_places(browse):
    case = listed("260904-0001", "260904-0002")
    changes = {
        "260904-0001": {"serial_number": "260904-0002"},
        "260904-0002": {"serial_number": "260904-0001"},
    }
    correct(browse(coordinator()), case, changes)
    assert [number for number, _, _ in on_the_list(case)] == ["260904-0002", "260904-0001"]


def test_a_number_is_not_corrected_to_that_of_another_motor(browse):
    case = listed("260904-0001", "260904-0002")
    page = correct(browse(coordinator()), case, {"260904-0001": {"serial_number": "260904–0002"}})
    assert "Listed twice" in text(page)
    assert not told("correct_list").exists()


def test_a_model_is_corrected(browse):
    case, other = listed("260904-0001"), product("70SZ08")
    correct(browse(coordinator()), case, {"260904-0001": {"model": "70SZ08"}})
    assert case.motors.get().product == other
    assert told("correct_line").get().data["changed"] == {
        "product": [None, "70SZ08"],
        "other_model": ["Y90L", ""],
    }


def test_the_wrong_list_is_struck_altogether_and_entered_anew(browse):
    case, clerk = listed("260904-0001", "260904-0002"), browse(coordinator())
    correct(clerk, case, all_struck="on")
    case = Case.objects.get(pk=case.pk)
    assert (case.status, case.motors.filter(status="struck").count()) == ("authorised", 2)
    sent = NO_ROWS | {"version": case.version, "key": uuid.uuid4(), "pasted": "260904-0001\tY90L"}
    decide(clerk, clerk.post(f"/cases/{case.pk}/return-list/", sent, follow=True), "all")
    assert on_the_list(case)[-1] == ("260904-0001", "Y90L", "expected")


def test_what_is_counted_is_corrected_no_more_and_the_rest_still_is(browse):
    case, clerk = listed("260904-0001", "260904-0002"), browse(coordinator())
    old = correction(case, {"260904-0001": {"struck": "on"}})
    first = case.motors.get(serial_number="260904-0001")
    receive(case, found(first))
    page = clerk.post(f"/cases/{case.pk}/correct-list/", old, follow=True)
    assert "counted by now; look at the list again" in text(page)
    correct(clerk, case, {"260904-0002": {"struck": "on"}})
    assert set(case.motors.values_list("serial_number", "status")) == {
        ("260904-0001", "received"), ("260904-0002", "struck"),
    }  # fmt: skip


def test_while_a_count_waits_for_its_second_signature_the_list_stands(browse):
    case = listed("260904-0001", "260904-0002")
    count(case, found(case.motors.first()))
    page = correct(browse(coordinator()), case, {"260904-0002": {"struck": "on"}})
    assert "waiting for its second signature" in text(page)
    assert not case.motors.filter(status="struck").exists()


def test_the_last_motor_struck_completes_a_case_whose_others_are_settled(browse):
    case = listed("260904-0001", "260904-0002")
    receive(case, found(case.motors.get(serial_number="260904-0001")))
    ReturnedMotor.objects.filter(serial_number="260904-0001").update(status="delivered")
    correct(browse(coordinator()), case, {"260904-0002": {"struck": "on"}})
    assert Case.objects.get(pk=case.pk).status == "completed"


def test_a_struck_motor_that_comes_all_the_same_is_one_that_nobody_listed():
    case = listed("260904-0001", "260904-0002")
    said = {"reason": "不寄", "struck": [case.motors.first().pk], "corrected": {}, "motors": []}
    perform(case, "correct_list", by=coordinator(), **said)
    unlisted = {"finding": "unlisted", "serial_number": "260904-0001", "other_model": "Y90L"}
    receive(Case.objects.get(pk=case.pk), unlisted)
    assert set(case.motors.filter(serial_number="260904-0001").values_list("status", "listed")) == {
        ("struck", True), ("received", False),
    }  # fmt: skip


@pytest.mark.parametrize("sent", [{"reason": ""}, {}])
def test_a_correction_says_why_and_what(sent, browse):
    case = listed("260904-0001")
    page = correct(browse(coordinator()), case, {"260904-0001": {"remark": "急"}} if sent else None, **sent)
    assert page.context["form"].errors
    assert not told("correct_list").exists()


@pytest.mark.parametrize("motors", [200, pytest.param(1000, marks=pytest.mark.long)])
def test_a_long_list_is_struck_at_once(motors, browse):
    case = listed(*(f"26A{n:04d}" for n in range(motors)))
    correct(browse(coordinator()), case, all_struck="on")
    assert case.motors.filter(status="struck").count() == motors


# -- as it was sent -----------------------------------------------------------------------------------


def kept(case):
    return sorted(case.list_originals.values_list("name", flat=True))


def test_the_file_of_a_list_is_kept_with_the_fax_beside_it(browse):
    case, clerk = case_at("authorised", entry=registered("260904-9999")), browse(coordinator())
    data = workbook(["出厂编号", "型号"], ["260904-9999", "90SZ03"])
    sent = NO_ROWS | {"version": case.version, "key": uuid.uuid4(), "upload": file(data)}
    sent |= {"originals": [SimpleUploadedFile("传真.pdf", PDF), SimpleUploadedFile("铭牌.jpg", picture())]}
    decide(clerk, clerk.post(f"/cases/{case.pk}/return-list/", sent, follow=True), "all")
    assert kept(case) == sorted(["清单.xlsx", "传真.pdf", "铭牌.jpg"])
    url = f"/list-originals/{case.list_originals.get(name='清单.xlsx').pk}/"
    answer = browse(dispatcher()).get(url)
    assert b"".join(answer.streaming_content) == data
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "清单.xlsx" in text(browse(after_sales()).get(case.get_absolute_url()))


def test_what_was_pasted_is_kept_as_a_text(browse):
    case, clerk = case_at("authorised", entry=registered("260904-9999")), browse(coordinator())
    sent = NO_ROWS | {"version": case.version, "key": uuid.uuid4(), "pasted": "260904-9999，90SZ03，噪声大"}
    decide(clerk, clerk.post(f"/cases/{case.pk}/return-list/", sent, follow=True), "all")
    (original,) = case.list_originals.all()
    answer = clerk.get(f"/list-originals/{original.pk}/")
    assert b"".join(answer.streaming_content).decode() == "260904-9999，90SZ03，噪声大"


def test_a_scan_that_comes_later_is_kept_once(browse):
    case, clerk = listed("260904-0001"), browse(coordinator())
    for name in ("传真.pdf", "又一份.pdf"):
        sent = {"version": Case.objects.get(pk=case.pk).version, "key": uuid.uuid4()}
        clerk.post(f"/cases/{case.pk}/list-originals/", sent | {"originals": SimpleUploadedFile(name, PDF)})
    assert kept(case) == ["传真.pdf"]


def test_what_is_no_list_is_refused_and_what_came_beside_it_is_kept_for_the_next_time(browse):
    case, clerk = listed("260904-0001"), browse(coordinator())
    sent = {"version": Case.objects.get(pk=case.pk).version, "key": uuid.uuid4()}
    files = [SimpleUploadedFile("程序.exe", b"MZ\0"), SimpleUploadedFile("传真.pdf", PDF)]
    page = clerk.post(f"/cases/{case.pk}/list-originals/", sent | {"originals": files})
    assert "程序.exe is neither" in text(page)
    (first,) = page.context["originals"].kept
    clerk.post(f"/cases/{case.pk}/list-originals/", sent | {"original": first.token})
    assert kept(case) == ["传真.pdf"]


def test_a_forged_file_is_none(browse):
    case, clerk = listed("260904-0001"), browse(coordinator())
    sent = {"version": Case.objects.get(pk=case.pk).version, "key": uuid.uuid4(), "original": "x:y:z"}
    assert "Choose at least one file" in text(clerk.post(f"/cases/{case.pk}/list-originals/", sent))


def test_who_may_not_see_the_case_does_not_get_its_list(browse):
    facts = {"name": "传真.pdf", "ending": "pdf", "sha256": store.keep(PDF, KEPT), "added_by": coordinator()}
    original = ListOriginal.objects.create(case=listed("260904-0001"), **facts)
    assert browse(salesperson()).get(f"/list-originals/{original.pk}/").status_code == 200
    assert browse(another_salesperson()).get(f"/list-originals/{original.pk}/").status_code == 404
