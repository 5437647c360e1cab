"""Reads one spreadsheet in a process of its own, so that a hostile file takes this process down and no other.

A sheet of one kilobyte may claim seventeen thousand million cells; whoever makes room for them is killed.
Called by spreadsheets.py with the limits as arguments and the file as input; the cells come out as JSON.
"""

import datetime as dt
import io
import json
import sys

from python_calamine import CalamineError, CalamineWorkbook

MEMORY = 2 * 1024**3  # bytes
SECONDS = 20  # of computing
TOO_LARGE = 3  # exit status


def limit_resources() -> None:
    """Let the system stop this process when it takes too much; Windows cannot."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def text(value: object) -> str:
    """A date as YYYY-MM-DD, even where the spreadsheet has a moment at midnight; anything else as it reads."""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def main(rows: int, columns: int) -> int:
    limit_resources()
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())).get_sheet_by_index(0)
    except (CalamineError, OSError, ValueError, IndexError):
        return 1
    last_row, last_column = sheet.end or (-1, -1)
    if last_row >= rows or last_column >= columns:
        return TOO_LARGE
    json.dump(sheet.to_python(), sys.stdout, default=text)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
