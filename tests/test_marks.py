"""The marks of every list say what they mark, and escape what people typed."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.html import strip_tags
from hypothesis import given, settings
from hypothesis import strategies as st

from aftersales.kit.due import standing
from aftersales.templatetags.marks import near_day, near_minute
from workflow.templatetags.rows import waiting_item
from workflow.worklist import Item

TODAY = dt.date(2026, 11, 24)


def marked(tag, **context):
    return Template(f"{{% {tag} %}}").render(Context(context))


def due_in(days, **more):
    due_on = TODAY + dt.timedelta(days)
    return marked(
        "due due_on standing paused=paused done=done", due_on=due_on, standing=standing(due_on, TODAY), **more
    )


@pytest.mark.parametrize(
    ("days", "words", "state"),
    [
        (-3, "3 days overdue", "overdue"),
        (-1, "1 day overdue", "overdue"),
        (0, "Due today", "due_soon"),
        (1, "Due tomorrow", "due_soon"),
        (2, "Due in 2 days", "due_soon"),
        (6, "Due 11-30", "on_track"),
    ],
)
def test_a_due_date_says_how_far_away_it_is(days, words, state):
    mark = due_in(days)
    assert strip_tags(mark).strip() == words
    assert f'class="due {state}"' in mark
    assert "<svg" in mark


def test_an_extended_date_says_what_was_promised_first():
    due_on, original = dt.date(2026, 12, 4), dt.date(2026, 11, 30)
    mark = marked("due due_on standing", due_on=due_on, standing=standing(due_on, TODAY, original))
    assert strip_tags(mark).split() == ["Extended", "to", "12-04", "(was", "11-30)"]


def test_of_what_is_settled_only_the_date_matters_and_of_a_paused_clock_not_even_that():
    assert strip_tags(due_in(-3, done=TODAY)) == "2026-11-21"
    assert strip_tags(due_in(-3, paused=True)).strip() == "Clock paused"


def test_a_due_date_is_written_in_the_language_of_the_page(in_chinese):
    assert strip_tags(due_in(-3)).strip() == "超期 3 天"


def test_where_nothing_is_promised_and_nothing_is_there_stands_nothing():
    assert marked("due None None") == marked("count 0") == ""


def test_hundreds_are_counted_as_more_than_ninety_nine():
    assert [strip_tags(marked("count n", n=n)) for n in (1, 99, 100)] == ["1", "99", "99+"]


def test_a_long_text_is_cut_and_says_so():
    assert [marked("firstof text|short:4", text=text) for text in ("四字以内", "五个字整整")] == [
        "四字以内",
        "五个字…",
    ]


@given(st.text(alphabet="<>&\"'a", min_size=1))
def test_a_status_is_never_markup(words):
    assert not set(strip_tags(marked("status label", label=words))) & set("<>\"'")


def test_the_year_stands_where_it_is_not_this_one():
    now = timezone.localtime()
    before = now.replace(year=now.year - 1, month=12, day=31, hour=9, minute=5)
    assert near_minute(now) == now.strftime("%m-%d %H:%M")
    assert near_minute(before) == f"{now.year - 1}-12-31 09:05"
    assert near_day(before.date()) == f"{now.year - 1}-12-31"


@given(st.text(alphabet="<>&\"'甲a", max_size=8))
@settings(max_examples=20)
def test_a_row_of_the_worklist_escapes_what_people_typed(text):
    item = Item(text, text, text, "/cases/1/", since=TODAY, instead_of=text)
    row = waiting_item(item, "Go", ticks=True)
    for tag in ("li", "div", "h3", "p", "a", "span", "input"):
        row = row.replace(f"<{tag}", "").replace(f"</{tag}", "")
    assert "<" not in row.replace("\n", "")
    assert row.count('"') % 2 == 0
