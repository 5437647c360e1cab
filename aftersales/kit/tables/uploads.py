"""A table that somebody sent, kept until they have decided: looked at, its columns said, taken over or let go.

A short one is looked at anew whenever its page is opened, a long one once, in the background.
"""

from pathlib import Path

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from aftersales.kit import store
from aftersales.kit.jobs import JobState
from aftersales.kit.queues import wake
from aftersales.kit.spreadsheets import UnreadableSheet
from aftersales.kit.tables import KINDS, TableKind, Thing
from aftersales.kit.tables.headings import (
    LOOKED_THROUGH,
    Layout,
    fingerprint,
    has_what_is_asked_for,
    is_one_of_ours,
    layout_of,
)
from aftersales.kit.tables.looking import Look
from aftersales.kit.tables.reading import COLUMNS, ROWS, Table, pasted_table, tables_in
from aftersales.kit.untyped import JsonValue
from aftersales.models import TableLayout, TableUpload, User

SENT = "sent"  # ending of the files as they were sent
CELLS = "cells"  # of what was read of large ones, until they are taken over
LARGE = 200_000  # bytes of a file that takes long to read
LOOK, TAKE = "look", "take"  # the steps of an upload as a job


def keep(
    kind: TableKind, user: User, data: bytes, *, subject: int | None = None, name: str = "", **said: JsonValue
) -> TableUpload:
    """Keep what somebody sent; what has no name was pasted. Raises UnreadableSheet where it cannot be such a table."""
    upload = TableUpload(
        kind=kind.key, user=user, subject=subject, name=name[:200], pasted=not name, said=said,
        language=translation.get_language() or "", state=JobState.DONE, step=LOOK,
    )  # fmt: skip
    tables = read(kind, data, upload.pasted)
    choose_layout(upload, kind, tables)
    upload.source = store.keep(data, SENT)
    wait_if_long(upload, tables[upload.sheet])
    save(upload)
    return upload


@transaction.atomic
def save(upload: TableUpload) -> None:
    """Keep what an upload is now; the worker hears of it where there is something for it to do."""
    upload.save()
    if upload.pending:
        wake("tables")


def kind_of(upload: TableUpload) -> TableKind:
    """What it is a table of, with the columns that its sender may see."""
    return KINDS[upload.kind].for_user(upload.user)


def subject_of(upload: TableUpload) -> Thing:
    """What the table is about. Raises Http404 where its sender may not see that any more."""
    kind = kind_of(upload)
    return kind.subject(upload.user, upload.subject or 0) if kind.subject else None


def tables_of(upload: TableUpload) -> list[Table]:
    """The sheets of what was sent. Raises ``store.Lost`` where the file is gone."""
    return read(kind_of(upload), store.read(upload.source, SENT), upload.pasted)


def read(kind: TableKind, data: bytes, pasted: bool) -> list[Table]:
    """The sheets of a file, or the one table that was pasted. Raises UnreadableSheet."""
    if not pasted:
        return tables_in(data, kind.rows, kind.width, written_cells(kind, data))
    table = pasted_table(data.decode())
    if kind.prepared and layout_of(table, kind) is None:
        table = kind.prepared(table)
    return [table]


def written_cells(kind: TableKind, data: bytes) -> Path | None:
    """Where the cells of a large file lie once they were read: it is looked at, and looked at again as it is taken."""
    if len(data) < LARGE or (kind.rows, kind.width) != (ROWS, COLUMNS):
        return None
    return store.path_of(store.name_of(data), CELLS)


# -- which sheet, which columns -----------------------------------------------------------------------


def choose_layout(upload: TableUpload, kind: TableKind, tables: list[Table]) -> None:
    """The first sheet whose columns are known; else the first whose columns a person can say."""
    refusal = nothing_asked_for(kind)
    for place, table in enumerate(tables):
        if layout := known_layout(kind, table, upload.pasted):
            reason = kind.refuse(table, layout) if kind.refuse else ""
            if not reason:
                upload.sheet, upload.layout = place, layout.stored()
                return
            refusal = reason
    for place, table in enumerate(tables):
        if layout_of(table, kind) or has_what_is_asked_for(table, kind):
            upload.sheet, upload.layout = place, None
            return
    raise UnreadableSheet(refusal)


def known_layout(kind: TableKind, table: Table, pasted: bool) -> Layout | None:
    """As somebody has said it of such a table, as the headings say it, or as the cells do."""
    return remembered(kind, table) or said_by_headings(kind, table) or guessed(kind, table, pasted)


def said_by_headings(kind: TableKind, table: Table) -> Layout | None:
    """As the headings say it, unless they are those of a table of anything: then the person is asked."""
    layout = layout_of(table, kind)
    return layout if layout and is_one_of_ours(table, layout, kind) else None


def remembered(kind: TableKind, table: Table) -> Layout | None:
    """As somebody said it of a table with the same headings."""
    prints = {fingerprint(row): number for number, row in enumerate(table.rows[:LOOKED_THROUGH])}
    prints.pop("", None)
    known = TableLayout.objects.filter(kind=kind.key, fingerprint__in=prints).order_by("-at").first()
    if known is None:
        return None
    return Layout.restored({"heading": prints[known.fingerprint], "columns": known.columns}, table)


def guessed(kind: TableKind, table: Table, pasted: bool) -> Layout | None:
    names = kind.guess(table, pasted) if kind.guess else ()
    return Layout(-1, dict(enumerate(names))) if names else None


def nothing_asked_for(kind: TableKind) -> str:
    """Neither headings nor cells say that it is such a table."""
    labels = [_(" or ").join(str(kind.column(name).label) for name in either) for either in kind.needs]
    wanted = _(" and ").join(f"“{label}”" for label in labels)
    return _("Nothing in it says which column is %(wanted)s. Name the columns as in the template.") % {
        "wanted": wanted
    }


def say_columns(upload: TableUpload, sheet: int, heading: int, columns: dict[int, str]) -> None:
    """What the person says of the columns; remembered for the next table with the same headings."""
    table = tables_of(upload)[sheet]
    upload.sheet, upload.layout = sheet, Layout(heading, columns).stored()
    if heading >= 0 and (print_ := fingerprint(table.rows[heading])):
        TableLayout.objects.update_or_create(
            kind=upload.kind,
            fingerprint=print_,
            defaults={"columns": upload.layout["columns"], "user": upload.user},
        )
    wait_if_long(upload, table)
    save(upload)


# -- looking ------------------------------------------------------------------------------------------


def wait_if_long(upload: TableUpload, table: Table) -> None:
    """A long table whose columns are known is looked at in the background."""
    upload.total, upload.done, upload.summary = len(table.rows), 0, None
    if upload.layout is not None and upload.long:
        upload.step, upload.state, upload.attempts, upload.error = LOOK, JobState.PENDING, 0, ""


def look_at(upload: TableUpload, taking: bool = False) -> Look:
    """A look at what was sent, as things are now. Raises ``store.Lost``."""
    table = tables_of(upload)[upload.sheet]
    layout = Layout.restored(upload.layout or {}, table)
    return Look(
        kind_of(upload), table, layout, upload.user, subject_of(upload), said=upload.said, name=upload.name,
        source=upload.source, taking=taking,
    )  # fmt: skip
