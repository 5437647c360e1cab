"""Random tables of every kind: each row comes in exactly as it was sent, or it is said why not."""

import datetime as dt
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftersales.kit.tables import KINDS, Fate, NotTaken
from aftersales.kit.tables.headings import Layout
from aftersales.kit.tables.looking import Look
from aftersales.kit.tables.reading import Table, Unusable, text_cell
from cases.models import Case
from catalogue.models import Part
from tests.actors import assessment, coordinator, engineer
from tests.factories import case_at, customer, product, registered
from tests.satisfaction.factories import survey

pytestmark = pytest.mark.django_db

WHO = {"employees": assessment, "parts": engineer, "failures": engineer}
LIKELY = (
    "250315-0001", "２５０３１５－０００２", "250315-0001~0003", "90SZ03", "青岛海纳包装机械有限公司", "是", "否",
    "N01", "ZC-629", "2026年3月15日", "2026/1/5", "3", "１２", "3.50元", "好", "直销", "合计", "备注：见附件",
    "=1+1", "'+86", "噪声大👍", "张三", "一\n二",
)  # fmt: skip
KEYS = (
    "return_list", "registered_motors", "customers", "products", "employees", "parts", "failures", "survey_answers",
)  # fmt: skip
CELLS = st.one_of(
    st.just(""),
    st.sampled_from([text_cell(text) for text in LIKELY]),
    st.text(max_size=60).map(text_cell),
    st.integers(-(10**6), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(dt.date(1900, 3, 1), dt.date(2200, 1, 1)),
    st.datetimes(),
    st.sampled_from([dt.time(8, 30), Unusable(), Unusable("#REF!")]),
)


@pytest.fixture
def subjects():
    """What some kinds are about, and what the others may name."""
    registered("250315-0009"), customer(), product()
    Part.objects.create(number="ZC-629", name_zh="轴承", unit="只")
    return {
        "return_list": case_at("authorised", entry=registered("250315-0001")), "survey_answers": survey(),
    }  # fmt: skip


def rows_for(kind):
    """Rows of which a cell is any one, or the kind's own example of it."""
    own = [st.one_of(st.just(example(column)), CELLS) for column in kind.columns]
    return st.lists(st.tuples(*own).map(list), min_size=1, max_size=6)


def example(column):
    said = column.example
    return said if isinstance(said, int | dt.date) else text_cell(str(said))


def judged(kind, rows, subject):
    """A look at these rows, and its only batch."""
    heads = [str(column.label) for column in kind.columns]
    table = Table("", [heads, *rows])
    layout = Layout(0, {place: column.name for place, column in enumerate(kind.columns)})
    look = Look(kind, table, layout, WHO.get(kind.key, coordinator)(), subject)
    return look, next(look.batches(), None)


def is_taken(kind, batch):
    """Whether the rows were taken; that they cannot be is said."""
    with suppress(NotTaken):
        kind.take(batch)
        return True
    return False


def there(kind, rows, subject):
    """Whether all of these rows are there as they were sent."""
    if kind.key == "return_list":
        case = Case.objects.get(pk=subject.pk)
        return sorted(case.motors.values_list("serial_number", flat=True)) == sorted(
            row.get("serial_number") for row in rows
        )
    _look, again = judged(kind, [row.source for row in rows], subject)
    return {row.fate for row in again.rows} == {Fate.SAME}


@pytest.mark.parametrize("key", KEYS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_of_every_kind_a_row_comes_in_exactly_or_it_is_said_why(key, data, subjects):
    kind, subject = KINDS[key], subjects.get(key)
    rows = data.draw(rows_for(kind))
    with transaction.atomic():
        look, batch = judged(kind, rows, subject)
        found = batch.rows if batch else []
        accounted = {row.number for row in found} | {one.number for one in look.skipped}
        assert len(accounted) + look.blank == len(rows)
        assert all(sentence for row in found for _name, sentence in row.errors)
        assert all(one.why for one in look.skipped)
        if batch and (good := batch.good):
            batch.rows = good
            assert is_taken(kind, batch) == there(kind, good, subject)
        transaction.set_rollback(True)


def test_every_kind_is_among_them():
    assert set(KEYS) == set(KINDS)
