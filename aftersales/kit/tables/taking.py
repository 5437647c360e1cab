"""What was looked at is taken over: all of it or nothing, or the good rows and the others as a file to correct."""

import datetime as dt
from collections import Counter
from itertools import count
from typing import NamedTuple

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftersales.kit import store
from aftersales.kit.jobs import JobState
from aftersales.kit.spreadsheets import Cell as OutCell
from aftersales.kit.spreadsheets import Sheet, SheetColumn, write_sheets
from aftersales.kit.tables import Batch, NotTaken, Row
from aftersales.kit.tables.headings import NOTED
from aftersales.kit.tables.looking import Look
from aftersales.kit.tables.reading import Cell, Unusable
from aftersales.kit.tables.summary import Progress, nobody
from aftersales.kit.tables.uploads import CELLS, TAKE, look_at, save
from aftersales.kit.untyped import Json
from aftersales.models import TableUpload

ALL, GOOD, NONE = "all", "good", "none"
CHOICES = (ALL, GOOD, NONE)


class Taken(NamedTuple):
    """What became of how many rows, and the SHA-256 of the file of those that were wrong, or ""."""

    result: Json
    rest: str = ""


def decide(upload: TableUpload, choice: str) -> None:
    """Do as the person has decided, once: now, or in the background where it takes long. Raises NotTaken."""
    with transaction.atomic():
        upload = TableUpload.objects.select_for_update(of=("self",)).select_related("user").get(pk=upload.pk)
        if upload.choice or upload.pending:
            return
        upload.choice = choice
        if upload.long:
            upload.step, upload.state, upload.attempts, upload.done = TAKE, JobState.PENDING, 0, 0
        else:
            upload.result, upload.sha256 = take(upload)
        save(upload)


def take(upload: TableUpload, progress: Progress = nobody) -> Taken:
    """Take the rows over as the person has chosen; again after a crash, from where it had come to."""
    look = look_at(upload, taking=True)
    if upload.choice == ALL:
        with transaction.atomic():
            taken = Taking(upload, look).run(nobody)
    else:
        taken = Taking(upload, look).run(progress)
    store.drop(upload.source, CELLS)  # nobody looks at it any more
    return taken


class Taking:
    """The rows of a table on their way in. What a batch has become is written with the batch."""

    def __init__(self, upload: TableUpload, look: Look) -> None:
        self.upload, self.look = upload, look
        self.through = upload.result["batches"] if upload.result else 0
        self.counts: Counter[str] = Counter(upload.result["counts"] if upload.result else {})
        self.wrong: list[Row] = []

    def run(self, progress: Progress) -> Taken:
        batches = self.look.batches()
        done = 0
        for number in count(1):
            with transaction.atomic():
                batch = next(batches, None)
                if batch is None:
                    break
                done += len(batch.rows)
                self.sort_out(batch)
                if self.upload.choice != NONE and number > self.through:
                    self.write(batch, number)
            progress(min(done, self.upload.total))
        counts = dict(self.counts) | {"wrong": len(self.wrong)}
        result = {"counts": counts, "batches": 0, "skipped": len(self.look.skipped)}
        return Taken(result, to_correct(self.look, self.wrong) if self.wrong else "")

    def sort_out(self, batch: Batch) -> None:
        """Put aside what is wrong. Raises NotTaken where all rows are wanted or none."""
        self.wrong += [row for row in batch.rows if row.errors]
        if self.wrong and self.upload.choice == ALL:
            raise NotTaken(not_all(self.wrong))
        batch.rows = batch.good

    def write(self, batch: Batch, number: int) -> None:
        """The rows of a batch, with the note of how far it has come."""
        if batch.rows:
            self.look.kind.take(batch)
        self.counts.update(row.fate.value for row in batch.rows)
        so_far = {"batches": number, "counts": dict(self.counts)}
        TableUpload.objects.filter(pk=self.upload.pk).update(result=so_far)


def not_all(wrong: list[Row]) -> str:
    said = ngettext(
        "%(n)d row is wrong; nothing was taken over.",
        "%(n)d rows are wrong; nothing was taken over.",
        len(wrong),
    )
    return said % {"n": len(wrong)}


# -- the file to correct ------------------------------------------------------------------------------


def to_correct(look: Look, rows: list[Row]) -> str:
    """A sheet of the rows that were not taken over, as they were sent, with what is wrong; its SHA-256."""
    once = {row.number: row for row in rows}  # what was spread over several rows is one again
    width = max([len(row.source) for row in rows] + [place + 1 for place in look.layout.columns])
    columns = [SheetColumn(head, 18, "@") for head in heads_of(look, width)] + [SheetColumn(NOTED, 60, "@")]
    cells = [
        [*sent(row, look, width), said_of(look, [one for one in rows if one.number == number])]
        for number, row in once.items()
    ]
    with write_sheets([Sheet(str(look.kind.title), columns, cells)]) as file:
        return store.keep(file.read(), "xlsx")


def heads_of(look: Look, width: int) -> list[str]:
    """The headings as they were sent; ours where there were none."""
    if look.layout.heading >= 0:
        row = look.table.rows[look.layout.heading]
        return [str(row[place]) if place < len(row) else "" for place in range(width)]
    names = look.layout.columns
    return [str(look.by_name[names[place]].label) if place in names else "" for place in range(width)]


def sent(row: Row, look: Look, width: int) -> list[OutCell]:
    """The cells of a row as they were sent; what was typed, in the columns that it belongs to."""
    names = look.layout.columns
    cells = list(row.source) or [row.cells.get(names.get(place, ""), "") for place in range(width)]
    return [as_sent(cell) for cell in cells] + [None] * (width - len(cells))


def as_sent(cell: Cell) -> OutCell:
    """A cell as it was; one that nobody can read stays so, until it is corrected."""
    if isinstance(cell, Unusable):
        return cell.error or "#N/A"
    if isinstance(cell, bool | dt.time):
        return str(cell).upper()
    return cell if cell != "" else None


def said_of(look: Look, rows: list[Row]) -> str:
    said = [
        f"{capfirst(look.by_name[name].label)}: {sentence}" if name else sentence
        for row in rows
        for name, sentence in row.errors
    ]
    return "\n".join([_("Row %(n)d") % {"n": rows[0].number}, *dict.fromkeys(said)])
