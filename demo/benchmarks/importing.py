"""How fast a table of the register comes in, as the job that the worker does: looked at, then taken over."""

import datetime as dt
import resource
import time
from collections.abc import Callable, Iterator
from operator import sub

from django.db import connection, transaction

from aftersales.kit.spreadsheets import Cell, Sheet, SheetColumn, write_sheets
from aftersales.kit.tables.background import work_on_next
from aftersales.kit.tables.taking import ALL, decide
from aftersales.kit.tables.uploads import keep
from aftersales.models import TableUpload, User
from aftersales.roles import roles_with
from demo.benchmarks.pages.meter import processor_of_database
from warranty.models import Customer, Product
from warranty.tables import MOTORS

ROWS = 100_000
SECONDS, MEGABYTES = 10, 300  # at most wanted
HEADS = ("出厂编号", "型号", "出厂日期", "收货单位", "送货单号", "专门定做", "生产日期", "生产班组", "责任人")
MEGABYTE = 1024  # of what the system counts


def imported() -> Iterator[str]:
    """100,000 new motors from an xlsx file; nothing of it stays in the database."""
    with transaction.atomic():
        data, spent = workbook(), Spent()
        yield f"{ROWS:,} rows, {len(data) / 1e6:.1f} MB; seconds by the clock, and of a processor"
        yield "sent, columns found   " + spent.on(lambda: keep(MOTORS, clerk(), data, name="motors.xlsx"))
        upload = TableUpload.objects.latest("pk")
        yield "looked at             " + spent.on(work_on_next)
        decide(upload, ALL)
        yield "taken over            " + spent.on(taken_over) + f"; at most {SECONDS} wanted"
        upload.refresh_from_db()
        yield f"rows taken over       {(upload.result or {}).get('counts')}"
        transaction.set_rollback(True)
    yield f"memory                {memory(resource.RUSAGE_SELF):6.0f} MB, at most {MEGABYTES} wanted"
    yield f"  of the reader       {memory(resource.RUSAGE_CHILDREN):6.0f} MB"


def taken_over() -> None:
    """All of it, what the database checks at the commit too."""
    work_on_next()
    connection.check_constraints()


def workbook() -> bytes:
    """Motors of customers and models that are there, with numbers that are not."""
    customers = [customer.name for customer in Customer.objects.all()[:500]]
    models = [product.model for product in Product.objects.all()[:50]]
    first = dt.date(2025, 1, 1)
    rows: Iterator[list[Cell]] = (
        [
            f"98{n // 10000:02d}01-{n % 10000:05d}", models[n % len(models)], first + dt.timedelta(n % 300),
            customers[n % len(customers)], f"FH-2025-{n // 20:05d}", "否", first - dt.timedelta(n % 30),
            f"总装{n % 9}班", f"操作工{n % 400}",
        ]
        for n in range(ROWS)
    )  # fmt: skip
    with write_sheets([Sheet("台账", [SheetColumn(head, 14, "@") for head in HEADS], rows)]) as file:
        return file.read()


def clerk() -> User:
    """Somebody who may change the register."""
    roles = roles_with(MOTORS.permission)
    return User.objects.filter(is_active=True, grants__role__in=roles).order_by("pk")[0]


class Spent:
    """What work takes: on a busy machine the clock says more of the machine than the processor does."""

    def __init__(self) -> None:
        self.database = processor_of_database()

    def on(self, work: Callable[[], object]) -> str:
        """Seconds by the clock, and of a processor: of this process, of the one that reads, of the database."""
        before = [time.perf_counter(), *self.processor()]
        work()
        waited, here, reader, database = map(sub, [time.perf_counter(), *self.processor()], before)
        parts = f"{here:.1f} + {reader:.1f} reading + {database:.1f} database"
        return f"{waited:6.1f} s, {here + reader + database:5.1f} s = {parts}"

    def processor(self) -> list[float]:
        return [used(resource.RUSAGE_SELF), used(resource.RUSAGE_CHILDREN), self.database()]


def used(whose: int) -> float:
    """Seconds of a processor."""
    usage = resource.getrusage(whose)
    return usage.ru_utime + usage.ru_stime


def memory(whose: int) -> float:
    """The most that was needed, in MB."""
    return resource.getrusage(whose).ru_maxrss / MEGABYTE


BENCHMARKS = {"import": imported}
