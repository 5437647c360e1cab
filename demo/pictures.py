"""Every form on every paper as a picture, and whether it still looks like the approved one."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageChops

from demo.specimens import papers, pdf_of

APPROVED = settings.BASE_DIR / "tests" / "returns" / "pictures"
DPI = 72
CELL = 4  # pixels; fonts are smoothed a little differently from machine to machine, which evens out in a cell
TELLING = 56  # of 255 by which a cell must differ to count
TOLERANCE = 0.001  # of all cells


class NoPoppler(Exception):
    """pdftoppm, of the package poppler-utils, is not installed."""


@dataclass(frozen=True)
class Verdict:
    """How a picture compares: the share of it that differs, or why it cannot be compared."""

    name: str
    share: float
    reason: str = ""

    @property
    def good(self) -> bool:
        return not self.reason and self.share <= TOLERANCE

    def __str__(self) -> str:
        return f"{self.name}: {self.reason or f'{self.share:.2%} differs'}"


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Every specimen on every paper by name, its pages below one another, in grey."""
    for paper in papers():
        document, named = pdf_of(paper)
        pages = rasterised(document)
        for name, count in named:
            yield f"{name}-{paper}", stacked([next(pages) for _ in range(count)])


def rasterised(document: bytes) -> Iterator[Image.Image]:
    tool = shutil.which("pdftoppm")
    if tool is None:
        raise NoPoppler("pdftoppm is missing: sudo apt install poppler-utils")
    done = subprocess.run(  # noqa: S603
        [tool, "-r", str(DPI), "-gray", "-"], input=document, capture_output=True, check=True
    )
    return read_pgm(done.stdout)


def read_pgm(data: bytes) -> Iterator[Image.Image]:
    """The pictures in a stream of PGM files, one after another."""
    while data:
        _, size, _, _ = data.split(b"\n", 3)
        width, height = map(int, size.split())
        end = len(b"P5\n") + len(size) + len(b"\n255\n") + width * height
        yield Image.open(BytesIO(data[:end])).copy()
        data = data[end:]


def stacked(pages: list[Image.Image]) -> Image.Image:
    whole = Image.new("L", (pages[0].width, sum(page.height for page in pages)), 255)
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    return whole


def approve(folder: Path = APPROVED) -> int:
    """Keep the pictures of today as the approved ones; how many."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = dict(pictures())
    for path in folder.glob("*.png"):
        if path.stem not in fresh:
            path.unlink()
    for name, picture in fresh.items():
        picture.quantize(16).save(folder / f"{name}.png", optimize=True)
    return len(fresh)


def compare(folder: Path = APPROVED, differences: Path | None = None) -> list[Verdict]:
    """Every picture against the approved one; those that differ are written to ``differences``, side by side."""
    verdicts = []
    left = {path.stem for path in folder.glob("*.png")}
    for name, picture in pictures():
        left.discard(name)
        verdict = verdict_on(name, picture, folder / f"{name}.png")
        verdicts.append(verdict)
        if differences and not verdict.good:
            differences.mkdir(parents=True, exist_ok=True)
            side_by_side(picture, folder / f"{name}.png").save(differences / f"{name}.png")
    return verdicts + [Verdict(name, 1, "is approved, but there is no such form") for name in sorted(left)]


def verdict_on(name: str, picture: Image.Image, approved: Path) -> Verdict:
    if not approved.exists():
        return Verdict(name, 1, "has never been approved")
    with Image.open(approved) as file:
        before = file.convert("L")
    if before.size != picture.size:
        return Verdict(name, 1, f"is {picture.size} and was {before.size} pixels")
    return Verdict(name, differing(before, picture))


def differing(before: Image.Image, after: Image.Image) -> float:
    """The share of cells that have become clearly lighter or darker."""
    cells = ImageChops.difference(before.reduce(CELL), after.reduce(CELL))
    return sum(cells.histogram()[TELLING:]) / (cells.width * cells.height)


def side_by_side(picture: Image.Image, approved: Path) -> Image.Image:
    if not approved.exists():
        return picture
    with Image.open(approved) as file:
        before = file.convert("L")
    both = Image.new("L", (before.width + picture.width + 10, max(before.height, picture.height)), 128)
    both.paste(before, (0, 0))
    both.paste(picture, (before.width + 10, 0))
    return both
