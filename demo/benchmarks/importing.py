"""How fast a table of the register comes in, as the job that the worker does: looked at, then taken over."""

import datetime as dt
import resource
import time
from collections.abc import Callable, Iterator

from django.db import transaction

from aftersales.kit.spreadsheets import Cell, Sheet, SheetColumn, write_sheets
from aftersales.kit.tables.background import work_on_next
from aftersales.kit.tables.taking import ALL, decide
from aftersales.kit.tables.uploads import keep
from aftersales.models import TableUpload, User
from aftersales.roles import roles_with
from warranty.models import Customer, Product
from warranty.tables import MOTORS

ROWS = 100_000
SECONDS, MEGABYTES = 10, 300  # at most wanted
HEADS = ("出厂编号", "型号", "出厂日期", "收货单位", "送货单号", "专门定做", "生产日期", "生产班组", "责任人")
MEGABYTE = 1024  # of what the system counts


def imported() -> Iterator[str]:
    """100,000 new motors from an xlsx file; nothing of it stays in the database."""
    with transaction.atomic():
        data = workbook()
        yield f"{ROWS:,} rows, {len(data) / 1e6:.1f} MB"
        sent = seconds(lambda: keep(MOTORS, clerk(), data, name="motors.xlsx"))
        upload = TableUpload.objects.latest("pk")
        yield f"sent, columns found   {sent:6.1f} s"
        yield f"looked at             {seconds(work_on_next):6.1f} s"
        decide(upload, ALL)
        taken = seconds(work_on_next)
        upload.refresh_from_db()
        yield f"taken over            {taken:6.1f} s, at most {SECONDS} wanted"
        yield f"rows taken over       {(upload.result or {}).get('counts')}"
        transaction.set_rollback(True)
    yield f"memory                {memory(resource.RUSAGE_SELF):6.0f} MB, at most {MEGABYTES} wanted"
    yield f"  of the reader       {memory(resource.RUSAGE_CHILDREN):6.0f} MB"


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


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def memory(whose: int) -> float:
    """The most that was needed, in MB."""
    return resource.getrusage(whose).ru_maxrss / MEGABYTE


BENCHMARKS = {"import": imported}
