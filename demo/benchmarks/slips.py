"""How fast slips become PDF, in milliseconds of processor time a copy: plain WeasyPrint, this product, and Chromium."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from aftersales.kit.pdf import overlaid, plainly
from demo.specimens import labels_of, specimen
from slips.labels import CopyLabel
from slips.layout import overlay
from slips.paper import Sheet
from slips.printing import Item, lay_out, print_pdf

SHEET = Sheet()
BATCH, MANY, LIMIT = 100, 500, 600  # slips, slips, MB
ONE_SLIP, A_COPY = 95, 25  # ms of processor time that a slip by itself, and a copy in a batch, may take
ROUNDS = 4
COPIES = 4  # of a return slip


def slips_as_pdf() -> Iterator[str]:
    """A return slip of four copies on A4, alone and in a batch; and the memory of a batch of 500."""
    peak = peak_memory(lambda: print_pdf(items(MANY), SHEET))
    print_pdf(items(1), SHEET)  # imports and fonts
    naive, alone, batch = best_of(
        ROUNDS,
        plain_weasyprint,
        lambda: print_pdf(items(1), SHEET),
        lambda: print_pdf(items(BATCH), SHEET),
    )
    yield line("WeasyPrint, copy by copy", naive, naive)
    yield line("this product, one slip", alone, naive)
    yield f"{'one slip of four copies':32} {alone * 1000:6.1f} ms, at most {ONE_SLIP} wanted"
    yield f"{line(f'this product, {BATCH} slips', batch / BATCH, naive)}, at most {A_COPY} ms wanted"
    yield from chromium_lines(naive)
    yield f"{'memory of 500 slips':32} {peak:6.0f} MB, at most {LIMIT} wanted"


def line(what: str, seconds: float, naive: float) -> str:
    """A line of the table from the seconds that a slip takes."""
    return f"{what:32} {seconds / COPIES * 1000:6.1f} ms a copy  {naive / seconds:5.1f} × as fast"


def items(count: int) -> list[Item]:
    labels: list[CopyLabel] = labels_of("TH", SHEET)
    return [(specimen("TH", n), labels) for n in range(1, count + 1)]


def best_of(rounds: int, *works: Callable[[], object]) -> list[float]:
    """The least seconds that each takes, in rounds of all, since a machine is never idle for long."""
    taken = [[seconds(work) for work in works] for _ in range(rounds)]
    return [min(column) for column in zip(*taken, strict=True)]


def seconds(work: Callable[[], object]) -> float:
    """Processor time, of this process and of those that it has started: what else the machine does counts little."""
    began = processor_time()
    work()
    return processor_time() - began


def processor_time() -> float:
    return sum(os.times()[:4])


def copies_as_html(count: int = 1) -> list[str]:
    """The HTML of every copy of so many slips."""
    pages = []
    for slip, labels in items(count):
        html = lay_out(slip, SHEET).html
        pages += [overlaid(html, overlay([label], SHEET)) for label in labels]
    return pages


def plain_weasyprint() -> bytes:
    """What one would write first: lay out every copy, then write them into one file."""
    return plainly(copies_as_html(), SHEET.page_rule)


def chromium_lines(naive: float) -> Iterator[str]:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        yield "Chromium is not installed"
        return
    single, many = copies_as_html(), copies_as_html(25)
    alone, batch = best_of(ROUNDS, lambda: chromium(browser, single), lambda: chromium(browser, many))
    yield line("Chromium, one slip", alone, naive)
    yield line("Chromium, 25 slips in one page", batch / 25, naive)


def chromium(browser: str, pages: list[str]) -> None:
    """Print the same HTML with Chromium: all copies in one page, a sheet each."""
    style = (settings.BASE_DIR / "static" / "print.css").read_text() + SHEET.page_rule
    bodies = "".join(
        f'<div style="break-after:page">{page.split("<body", 1)[1].split(">", 1)[1]}</div>' for page in pages
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "slips.html"
        source.write_text(
            f'<!DOCTYPE html><meta charset="utf-8"><style>{style}</style><body class="TH">{bodies}'
        )
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        command += [
            f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={folder}/slips.pdf",
            source.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
        if not (Path(folder) / "slips.pdf").exists():
            raise RuntimeError("Chromium printed nothing")


def peak_memory(work: Callable[[], object]) -> float:
    """The most memory that a process of its own takes for some work, in MB, with all that it was started with."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    _, status, usage = os.wait4(child, 0)
    if status:
        raise RuntimeError("The batch failed")
    return usage.ru_maxrss / 1024


BENCHMARKS = {"slips": slips_as_pdf}
