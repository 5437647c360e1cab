"""Every way in which text comes in cleans it: forms, the administration, spreadsheets, links."""

import importlib
import io
import pkgutil

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from aftersales.kit.form_fields import Identifier, Pasted, Text
from aftersales.kit.ledger import ledgers_of
from aftersales.kit.ledger.filters import form_of
from aftersales.kit.spreadsheets import Sheet, SheetColumn, safe_cell, write_sheets
from aftersales.kit.tables.reading import decoded_rows, tables_in
from aftersales.kit.text import visible
from tests.actors import admin as administrator
from tests.actors import after_sales, manager
from tests.test_text import any_text

APPS = ("accountability", "aftersales", "cases", "returns", "satisfaction", "warranty")
DIRTY = "\ufeff260904\u200b-\x000001\u202e\u2028A\ufffe\ud800\x0b\t"


def descendants(form):
    for child in form.__subclasses__():
        yield child
        yield from descendants(child)


def our_forms():
    for app in APPS:
        for module in pkgutil.walk_packages([app], f"{app}."):
            if ".migrations" not in module.name:
                importlib.import_module(module.name)
    return {form for form in descendants(forms.BaseForm) if form.__module__.split(".")[0] in APPS}


def fields_of_forms():
    for form in our_forms():
        yield from ((f"{form.__name__}.{name}", field) for name, field in form.base_fields.items())


def fields_of_the_administration(user):
    request = RequestFactory().get("/")
    request.user = user
    for page in admin.site._registry.values():
        if type(page).__module__.split(".")[0] not in APPS:
            continue
        made = [page.get_form(request), page.get_form(request, page.model(pk=1), change=True)]
        made += [inline.get_formset(request).form for inline in page.get_inline_instances(request)]
        for form in made:
            yield from ((f"{type(page).__name__}.{name}", field) for name, field in form.base_fields.items())


def fields_of_ledgers(user):
    for ledger in ledgers_of(user):
        fields = form_of(ledger, QueryDict()).fields
        yield from ((f"{ledger.key}.{name}", field) for name, field in fields.items())


def takes_text(field):
    secret = isinstance(field.widget, forms.PasswordInput)  # nobody's password is changed
    return isinstance(field, forms.CharField) and not secret and not field.disabled


def unclean(name, field):
    """The field's name if it lets something in as it was typed, else nothing."""
    try:
        value = field.clean(DIRTY)
    except ValidationError:
        return []
    if isinstance(value, list):  # parts that are named, one a line
        value = " ".join(row["name"] for row in value)
    return [] if visible(value) == value and "260904-0001" in value else [name]


def test_every_text_field_cleans_or_refuses(db):
    fields = [*fields_of_forms(), *fields_of_the_administration(administrator())]
    for person in (after_sales(), manager()):
        fields += fields_of_ledgers(person)
    texts = [(name, field) for name, field in fields if takes_text(field)]
    assert len(texts) > 100
    assert [name for each in texts for name in unclean(*each)] == []


def test_control_a_field_of_djangos_own_is_found():
    assert unclean("x", forms.CharField()) == []  # it refuses NUL
    assert takes_text(forms.CharField())
    lax = forms.CharField(validators=[])
    lax.validators = []
    assert unclean("x", lax) == ["x"]


@given(any_text)
def test_any_text_is_entered_or_refused(text):
    for field in (Text(max_length=40, required=False), Identifier(max_length=40, required=False)):
        try:
            value = field.clean(text)
        except ValidationError:
            continue
        assert value == field.clean(value)
        assert len(value) <= 40


def test_the_length_is_that_of_the_cleaned_text():
    assert Text(max_length=4).clean("电机\u200b\u200b\u200b异响") == "电机异响"


def test_a_required_text_of_which_nothing_is_left_is_missing():
    with pytest.raises(ValidationError, match="required"):
        Text().clean("\u200b\ufeff\u2028")


def test_only_a_text_area_keeps_lines():
    assert Text(widget=forms.Textarea).clean("噪声\r\n异响") == "噪声\n异响"
    assert Text().clean("噪声\r\n异响") == "噪声 异响"


def test_pasted_cells_stay_apart():
    assert Pasted().clean("260904-0001\t55SZ01\u200b\t\n260904-0002\t\t异响") == (
        "260904-0001\t55SZ01\t\n260904-0002\t\t异响"
    )


def test_a_serial_number_is_of_characters_that_one_sees():
    assert Identifier().clean("\ufeff260904\u200d-0001\ufe0f\u3000") == "260904-0001"
    with pytest.raises(ValidationError, match=r"U\+E000"):
        Identifier().clean("260904-0001\ue000")


class Remark(forms.Form):
    remark = Text()


def test_who_types_what_no_font_has_is_told_and_not_refused(monkeypatch):
    monkeypatch.setattr("aftersales.kit.text.drawn", lambda: bytes(0x80) + b"\1" * 0xFF80 + bytes(0x100000))
    form = Remark({"remark": "噪声大👍"})
    assert form.is_valid()
    assert "prints as 〓: 👍" in form.as_div()
    assert "〓" not in Remark({"remark": "噪声大"}).as_div()


# -- spreadsheets -------------------------------------------------------------------------------------


def sheet_of(*texts):
    """A spreadsheet with these texts below one another."""
    return write_sheets([Sheet("1", [SheetColumn("x", 10, "@")], [[text] for text in texts])], "x").read()


def test_whatever_stands_in_a_cell_the_file_opens_and_reads_back():
    stored = ["噪声\0\x0b大\ufffe\uffff\ud83d", "一\u2028二", "\U0001ffff", "👍", "\u200b=1+1", "\x1b"]
    file = sheet_of(*stored)
    cells = [row[0] for row in load_workbook(io.BytesIO(file)).active.iter_rows(min_row=2, values_only=True)]
    assert cells == ["噪声\n大", "一\n二", "", "👍", "=1+1", ""]
    read = tables_in(file)[0].rows[1:]
    assert [row[0] for row in read] == ["噪声\n大", "一\n二", "", "👍", "=1+1", ""]


@settings(deadline=None, max_examples=20)
@given(st.lists(any_text, min_size=1))
def test_any_text_in_a_sheet_can_be_read(texts):
    book = load_workbook(io.BytesIO(sheet_of(*texts)))
    cells = [row[0] for row in book.active.iter_rows(min_row=2, values_only=True)]
    assert [cell or "" for cell in cells] == [safe_cell(text) for text in texts]


def test_cells_that_come_in_are_cleaned():
    assert decoded_rows([["\x00260904-0001\ufeff", 1.5, "\ud800\u2028"]]) == [["260904-0001", 1.5, ""]]
