"""The return list that somebody sends as a file or pastes from a message: the motors on their way (四.2)."""

import re
from collections.abc import Iterator, Sequence

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from aftersales.kit import store
from aftersales.kit.serials import DAY, repeated
from aftersales.kit.tables import Batch, Home, NotTaken, Row, TableKind, register
from aftersales.kit.tables.cells import short_enough
from aftersales.kit.tables.uploads import SENT
from aftersales.models import User
from cases.models import Case
from cases.same_motor import SerialNote, notes_on
from returns.forms.listing import line_of
from returns.messages import no_motor
from returns.numbers import MOST, has_digit, words_in
from returns.originals import of_table
from returns.uploads import (
    COLUMNS,
    COLUMNS_OF_A_LIST,
    REMARK,
    ROWS,
    as_message,
    guess,
    none_of_ours,
    spread,
)
from warranty.models import Motor, Product
from warranty.queries import registered_motors
from workflow.actions import perform
from workflow.guards import Refused
from workflow.models import Facts

OURS_WITHIN = re.compile(rf"(?<![\w-]){DAY}-\d{{3,6}}(?!\d)")  # a number as ours are, in a text
NAMED = 10  # motors that a sentence about several names


def judge(batch: Batch) -> None:
    """Each row by itself, then what one sees only when all rows are looked at; a constant number of queries."""
    for row in batch.rows:
        put_together(row)
    refuse_repeats(batch.good)
    refuse_too_many(batch.good)
    find_motors(batch.good)
    warn_of_motors(batch)
    batch.notes += warnings_on([row.thing for row in batch.good], batch.subject)


def put_together(row: Row) -> None:
    """Fault and remark are both kept, in one, and so is what stands in the place of a number."""
    number, cell = row.get("serial_number"), row.cells.get("serial_number", "")
    if row.get("model") and not has_digit(number):
        row.values["serial_number"] = number = ""
    words = "" if number and not has_digit(number) else words_in(cell)
    told = [words, row.get("symptom"), row.get("remark")]
    row.values["told"] = "；".join(dict.fromkeys(filter(None, told)))
    if other := OURS_WITHIN.search(row.values["told"]):
        row.warn("remark", _("The serial number %(number)s stands in the remark.") % {"number": other[0]})
    try:
        short_enough(row.values["told"], REMARK)
    except ValueError as error:
        row.wrong("remark", str(error))


def refuse_repeats(rows: Sequence[Row]) -> None:
    twice = repeated(row.get("serial_number") for row in rows if has_digit(row.get("serial_number")))
    for row in rows:
        if row.get("serial_number") in twice:
            said = _("%(number)s is listed twice.") % {"number": row.get("serial_number")}
            row.wrong("serial_number", said)


def refuse_too_many(rows: Sequence[Row]) -> None:
    for row in rows[MOST:]:
        row.wrong("", too_many(len(rows)))


def too_many(count: int) -> str:
    return _(
        "A return list has at most %(most)d motors, and this one %(n)d. Open a second case for the rest."
    ) % {"most": MOST, "n": count}


def find_motors(rows: Sequence[Row]) -> None:
    """The fields of a ReturnedMotor of each row."""
    known = registered_motors([row.get("serial_number") for row in rows])
    products = {product.model.casefold(): product for product in Product.objects.all()}
    for row in rows:
        number, model = row.get("serial_number"), row.get("model")
        entry = known.get(number)
        product = products.get(model.casefold()) if model else (entry.product if entry else None)
        row.thing = line_of(number, model, row.get("told"), entry, product)
        warn_of_model(row, entry, product)


def warn_of_model(row: Row, entry: Motor | None, product: Product | None) -> None:
    if entry and product and entry.product_id != product.pk:
        said = _("In the register it is a %(model)s.") % {"model": entry.product}
        row.warn("model", said)


def warn_of_motors(batch: Batch) -> None:
    """Not in the register, open elsewhere, back again."""
    rows = [row for row in batch.good if row.get("serial_number")]
    numbers = [row.get("serial_number") for row in rows]
    notes = notes_on(numbers, batch.user, batch.subject, batch.subject.customer)
    for row in rows:
        for sentence, url in sentences(notes[row.get("serial_number")]):
            row.warn("serial_number", sentence, url)


def sentences(note: SerialNote) -> Iterator[tuple[str, str]]:
    """What a note says, each with where it leads."""
    if note.unknown:
        yield " ".join(filter(None, [not_registered(note), meant(note)])), ""
    for told in note.told:
        yield str(told), told.url


def not_registered(note: SerialNote) -> str:
    return _("%(number)s is not in the register.") % {"number": note.serial_number}


def meant(note: SerialNote) -> str:
    near = _(", ").join(f"{entry.serial_number} ({entry.product})" for entry in note.near)
    asked, end = _("Did you mean"), pgettext("end of a question", "?")
    return f"{asked} {near}{end}" if near else ""


def warnings_on(motors: Sequence[Facts], case: Case) -> list[str]:
    """What is odd of the list as a whole."""
    said = []
    if len(motors) > case.quantity:
        more = _("%(n)d motors are listed, and %(reported)d reported.")
        said.append(more % {"n": len(motors), "reported": case.quantity})
    others = [m for m in motors if (m["product_id"], m["other_model"]) != (case.product_id, case.other_model)]
    if others and case.model_name:
        other = _("%(n)d of them are not of the model %(model)s, which the feedback is about: %(motors)s.")
        names = _(", ").join(filter(None, [m["serial_number"] for m in others[:NAMED]])) or "–"
        said.append(other % {"n": len(others), "model": case.model_name, "motors": names})
    return said


def take(batch: Batch) -> None:
    """Enter the list, and keep it as it was sent; the rows of one list come in one batch. Raises NotTaken."""
    motors = [row.thing for row in batch.rows]
    said, originals = batch.said, list(batch.said.get("originals", []))
    if batch.source:
        originals.append(of_table(store.read(batch.source, SENT), batch.name).facts())
    facts: Facts = {"motors": motors, "originals": originals}
    try:
        perform(batch.subject, "accept_list", by=batch.user, version=said.get("version"), **facts)
    except Refused as refusal:
        raise NotTaken(str(refusal)) from None


def case_of(user: User, pk: int) -> Case:
    return get_object_or_404(Case.objects.visible_to(user), pk=pk)


def home(case: Case) -> Home:
    return Home(case.get_absolute_url(), str(case))


RETURN_LIST = register(
    TableKind(
        key="return_list",
        title=gettext_lazy("Return list"),
        permission="case.accept_list",
        columns=COLUMNS_OF_A_LIST,
        needs=(("serial_number", "model"),),
        judge=judge,
        take=take,
        home=home,
        subject=case_of,
        rows=ROWS,
        width=COLUMNS,
        spread=spread,
        guess=guess,
        refuse=none_of_ours,
        prepared=as_message,
        skip=no_motor,
    )
)


def typed(rows: Sequence[forms.Form]) -> list[dict[str, str]]:
    """What was typed row by row, as cells."""
    said = [
        {name: row.cleaned_data.get(name, "") for name in ("serial_number", "model", "remark")}
        for row in rows
    ]
    return [cells for cells in said if cells["serial_number"] or cells["model"]]
