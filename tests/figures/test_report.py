"""The monthly report: every figure opens its list, page and Excel say the same, closed months are kept."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.html import strip_tags
from openpyxl import load_workbook

from cases.models import Case
from catalogue.models import Part
from figures.chance import LEAST, arrow
from figures.counting import counted
from figures.declared import figures
from figures.issuing import as_issued, issue
from figures.models import IssuedReport, KeptFigure
from figures.months import Month
from figures.report import figures_for, report_of
from figures.sheets import sheet_names
from tests.actors import director, engineer, inspector, warehouse
from tests.factories import appraised, case_at, motor_at, part, repair

pytestmark = pytest.mark.django_db


def test_every_figure_opens_as_many_rows_as_it_counts(something_of_everything):
    month = Month.now()
    found = counted(figures(), month)
    wrong = []
    for figure in figures():
        count = found[figure.key]
        if figure.unit in ("count", "share", "rate") and figure.listed(month).count() != count.part:
            wrong.append(figure.key)
        if figure.unit == "share" and figure.listed(month, whole=True).count() != count.whole:
            wrong.append(f"{figure.key}, of what")
    assert wrong == []
    assert found["returns"].part > LEAST
    assert found["actions_open"].part


def test_each_list_can_be_opened_and_leads_to_its_rows(something_of_everything, browse):
    browser, month = browse(director()), Month.now()
    for figure in figures():
        page = browser.get(f"/report/{month}/{figure.key}/")
        assert page.status_code == 200, figure.key
        assert str(figure.explained) in strip_tags(page.content.decode()).replace("&#x27;", "'"), figure.key
    values = {
        bar.value for pareto in report_of(month, figures_for(director())).paretos for bar in pareto.bars
    }
    assert values
    of_one = browser.get(f"/report/{month}/faults/?by=department&value=machining")
    assert of_one.context["value"] == "machining workshop"
    assert of_one.context["rows"]


def test_page_and_excel_say_the_same(something_of_everything, browse):
    browser, month = browse(director()), Month.now()
    page = browser.get(f"/report/?month={month}").context["report"]
    book = load_workbook(io.BytesIO(browser.get(f"/report/{month}/excel/").getvalue()))
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    lines = [line for group in page.groups for line in group.lines]
    assert [row[1] for row in rows] == [line.label for line in lines]
    assert [None if row[2] is None else round(float(row[2]), 2) for row in rows] == [
        None if line.now.number is None else round(float(line.now.number), 2) for line in lines
    ]
    assert [sheet.title for sheet in book.worksheets[1:]] == sheet_names(page.paretos)
    assert browser.get(f"/report/{month}/pdf/").content.startswith(b"%PDF")


def test_an_issued_report_stays_what_was_said_beside_what_is_known_now(something_of_everything, browse):
    month, browser = Month.now().plus(-1), browse(inspector())
    page = browser.get(f"/report/?month={month}").context
    first = browser.post(f"/report/{month}/issue/", page["issue_form"].initial, follow=True).context
    assert (str(first["issued"]), first["issued"].intact, first["different"]) == (f"YB-{month}", True, 0)
    again = browser.post(f"/report/{month}/issue/", {"edition": 1}, follow=True).context
    assert again["issued"] == first["issued"]
    browser.post(f"/report/{month}/issue/", {"edition": 2})
    assert IssuedReport.objects.count() == 1
    said = first["report"].groups[0].lines[0].now.number
    case_at("submitted", claim_date=month.first)
    later = browser.get(first["issued"].get_absolute_url()).context
    (told,) = [row for section in later["sections"] for row in section.rows if row.label == "Feedback"]
    assert (told.said.number, told.now.number, told.difference) == (said, said + 1, "+1")
    second = browser.post(f"/report/{month}/issue/", {"edition": 2}, follow=True).context
    assert (str(second["issued"]), second["different"]) == (f"YB-{month}-R1", 0)
    here = second["issued"].get_absolute_url()
    assert browser.get(f"{here}pdf/").content.startswith(b"%PDF")
    book = load_workbook(io.BytesIO(browser.get(f"{first['issued'].get_absolute_url()}excel/").getvalue()))
    assert book.worksheets[0]["C2"].value == said


def test_an_issued_report_shows_each_reader_their_figures_and_notices_a_change(browse):
    issued = issue(Month.now().plus(-1), by=inspector(), edition=1)
    seen = {
        user.username: {line.key for group in as_issued(issued, user).groups for line in group.lines}
        for user in (director(), engineer())
    }
    assert seen[director().username] - seen[engineer().username] >= {"free_cost", "freight", "deductions"}
    IssuedReport.objects.update(facts=issued.facts | {"month": "2020-01"})
    assert "not what was issued" in browse(engineer()).get(issued.get_absolute_url()).content.decode()


def test_only_quality_issues_a_report_and_only_of_a_month_that_is_over(browse):
    month = Month.now()
    assert browse(engineer()).post(f"/report/{month.plus(-1)}/issue/", {"edition": 1}).status_code == 403
    page = browse(inspector()).post(f"/report/{month}/issue/", {"edition": 1}, follow=True)
    assert "This month is still running." in page.content.decode()
    assert not IssuedReport.objects.exists()


def test_the_supplier_of_a_bought_part_is_the_one_of_the_day_of_the_repair(browse):
    bearing = Part.objects.create(
        number="ZC-629", name_zh="轴承 629", source="purchased", supplier="鲁东轴承"
    )
    own = Part.objects.create(number="DG-90", name_zh="端盖 90", source="own", supplier="本厂")
    for used in (bearing, own):
        repair(appraised(motor_at("received"), "repair_free"), parts=[part(str(used), 1, "4.20")])
    Part.objects.filter(pk=bearing.pk).update(supplier="另一家")
    month = Month.now()
    (bars,) = [found for found in report_of(month, figures_for(director())).paretos if found.by == "supplier"]
    assert [(bar.label, bar.motors) for bar in bars.bars] == [("鲁东轴承", 1)]
    page = browse(director()).get(f"/report/{month}/faults_bought/?by=supplier&value=鲁东轴承")
    assert len(page.context["rows"]) == 1


def test_open_corrective_actions_are_shown_by_state_and_age(something_of_everything):
    found = report_of(Month.now(), figures_for(director())).paretos
    of_actions = {pareto.by: pareto for pareto in found if pareto.figure == "actions_open"}
    assert set(of_actions) == {"state", "age", "department"}
    total = counted(figures(), Month.now())["actions_open"].part
    assert {sum(bar.motors for bar in pareto.bars) for pareto in of_actions.values()} == {total}
    assert {bar.value for bar in of_actions["age"].bars} <= {"30", "60", "90", ""}
    assert not any(bar.arrow for pareto in of_actions.values() for bar in pareto.bars)


def test_who_reads_the_report_and_who_sees_money_and_people(browse):
    assert browse(warehouse()).get("/report/").status_code == 403
    month = Month.now()
    seen = {user.username: {figure.key for figure in figures_for(user)} for user in (director(), engineer())}
    assert {"free_cost", "deductions"} <= seen[director().username]
    assert {"free_cost", "deductions"}.isdisjoint(seen[engineer().username])
    assert browse(engineer()).get(f"/report/{month}/deductions/").status_code == 404
    assert browse(inspector()).get(f"/report/{month}/returns/").status_code == 200


def test_a_closed_month_is_kept_and_what_changes_it_later_is_found(capsys):
    last = Month.now().plus(-1)
    day = dt.datetime.combine(last.first, dt.time(9), dt.UTC) + dt.timedelta(days=3)
    case = case_at("submitted", claim_date=day.date(), at=day)
    call_command("figures", month=str(last))
    assert KeptFigure.objects.get(figure="feedback", by="", month__first=last.first).part == 1
    call_command("figures", check=True)
    assert capsys.readouterr().out.endswith("0 figures differed.\n")
    Case.objects.filter(pk=case.pk).update(claim_date=Month.now().first)
    with pytest.raises(SystemExit):
        call_command("figures", check=True)
    assert f"{last} feedback: Count(part=Decimal('1.00')" in capsys.readouterr().out
    call_command("figures", month=str(last))
    call_command("figures", check=True)


def test_a_promise_is_judged_once_the_motor_is_gone_or_its_day_has_passed():
    """The first denominator has lost the motor that is here and not due; the second the extended one as well."""
    today = timezone.localdate()
    month = Month.of(today)
    gone, late, extended, waiting = (motor_at("repairing") for _ in range(4))
    for motor, days, stopped in ((gone, 0, today), (late, 0, None), (extended, 0, None), (waiting, 3, None)):
        motor.original_due_on = motor.due_on = month.first + dt.timedelta(days=days)
        motor.stopped_on = stopped
    gone.original_due_on = gone.due_on = today
    extended.due_on = today + dt.timedelta(days=9)
    waiting.original_due_on = waiting.due_on = max(today, month.first)
    if today == month.first:
        late.original_due_on = late.due_on = extended.original_due_on = today - dt.timedelta(days=1)
        month = month.plus(-1)
    for motor in (gone, late, extended, waiting):
        motor.save()
    on_time = {figure.key: figure for figure in figures() if figure.key.startswith("on_time")}
    found = counted(on_time.values(), month)
    here = month == Month.of(today)
    assert found["on_time"].whole == (3 if here else 2)
    assert found["on_time_extended"].whole == (2 if here else 1)
    assert found["on_time"].part == found["on_time_extended"].part == (1 if here else 0)


@pytest.mark.parametrize(
    ("now", "before", "shown"), [(8, 25, "up"), (6, 24, ""), (1, 2, ""), (0, 60, "down")]
)
def test_an_arrow_is_shown_only_where_chance_does_not_explain_it(now, before, shown):
    """Of twelve codes; 8 against 25 in the twelve months before has p = 0.0036, 6 against 24 0.0314."""
    assert arrow(now, before, 1 / 13, 12, 10) == shown


@pytest.mark.parametrize("text", ["2026-13", "2026", "２０２６-01", "999999-01", "", "2999-01", "1999-12"])
def test_what_is_no_month_is_none(text):
    assert Month.read(text) is None
    assert str(Month(2026, 1).plus(-1)) == "2025-12"
    assert Month(2024, 2).last == dt.date(2024, 2, 29)
