"""Many rows at once are the same rows as one by one, whatever stands in them."""

import json

import pytest

from aftersales.kit.bulk import Written, append, insert
from tests.actors import admin
from warranty.models import Product, RegisterChange

pytestmark = pytest.mark.django_db

NASTY = ["\\N", "a\tb", "two\nlines", "\r", "\\", '"', "，\u3000全角", "None", ""]


def test_texts_come_back_as_they_were_written():
    names = [field.attname for field in Product._meta.concrete_fields if not field.primary_key]
    kept = Product(description="", price=None)
    rows = [
        [{"model": f"M{n}", "description": said}.get(name, getattr(kept, name)) for name in names]
        for n, said in enumerate(NASTY)
    ]
    keys = insert(Product, names, rows, {})
    found = Product.objects.in_bulk(keys)
    assert [found[key].description for key in keys] == NASTY
    assert {product.price for product in found.values()} == {None}


def test_json_and_what_all_rows_have_come_back_as_they_were_written():
    by = admin()
    names = ("noun", "entry_id", "entered", "changes", "confined")
    rows = [["product", n, True, {"description": [None, said]}, False] for n, said in enumerate(NASTY)]
    same = {"by": by.pk, "by_name": "a\tb", "reason": "\\N", "at": "2026-03-15T00:00:00Z"}
    keys = insert(RegisterChange, names, rows, same)
    found = RegisterChange.objects.in_bulk(keys)
    assert [found[key].changes["description"] for key in keys] == [[None, said] for said in NASTY]
    assert {(one.by_name, one.reason, one.confirmed_by) for one in found.values()} == {("a\tb", "\\N", None)}


def test_json_that_is_written_out_and_rows_made_one_by_one_come_back_as_they_were_meant():
    by = admin()
    names = ("noun", "entry_id", "entered", "changes", "confined")
    texts = [Written(json.dumps({"description": [None, said]})) for said in NASTY]
    rows = (["product", n, True, text, False] for n, text in enumerate(texts))
    append(
        RegisterChange, names, rows, {"by": by.pk, "by_name": "a", "reason": "", "at": "2026-03-15T00:00:00Z"}
    )
    found = RegisterChange.objects.order_by("entry_id")
    assert [one.changes["description"] for one in found] == [[None, said] for said in NASTY]


def test_more_rows_than_go_into_one_statement_are_all_there():
    names = ("noun", "entry_id", "entered", "changes", "confined")
    same = {"by": admin().pk, "by_name": "a", "reason": "", "at": "2026-03-15T00:00:00Z"}
    append(RegisterChange, names, (["product", n, True, {}, False] for n in range(7000)), same)
    assert sorted(RegisterChange.objects.values_list("entry_id", flat=True)) == list(range(7000))
