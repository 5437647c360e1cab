"""How fast facts become verdicts: the command from start to end, against Python's and Django's own start."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings

LINES = 10_000


def decide_lines() -> Iterator[str]:
    """10,000 lines through ``manage.py decide``."""
    facts = "\n".join(random_facts(random.Random(1)) for _ in range(LINES))  # noqa: S311
    start = seconds([sys.executable, "manage.py", "decide"], "")
    whole = seconds([sys.executable, "manage.py", "decide"], facts)
    yield f"start-up alone            {start:6.2f} s"
    yield f"{LINES:,} lines, all in all  {whole:6.2f} s  ({whole / start:.1f} × the start-up)"
    yield f"a line                    {(whole - start) / LINES * 1e6:6.0f} µs"


def seconds(command: list[str], text: str) -> float:
    """The best of three runs, since a machine is never idle."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run(  # noqa: S603
            command, input=text, text=True, capture_output=True, check=True, cwd=settings.BASE_DIR
        )
        times.append(time.perf_counter() - began)
    return min(times)


def random_facts(dice: random.Random) -> str:
    """One line of plausible facts."""
    claimed = date(2026, 1, 1) + timedelta(days=dice.randrange(300))
    left = claimed - timedelta(days=dice.randrange(700))
    facts = {
        "claim_date": claimed.isoformat(),
        "channel": dice.choice(["direct", "office", "agent"]),
        "evidence": [{"source": dice.choice(["ledger", "document", "nameplate"]), "date": left.isoformat()}],
        "used": dice.random() < 0.8,
        "cause": dice.choice(["factory", "customer", "transport", "none", "undetermined"]),
        "shipping": dice.choice(["factory_arranged", "self_pickup"]),
        "unauthorized_disassembly": dice.random() < 0.1,
        "custom_made": dice.random() < 0.1,
    }
    return json.dumps(facts)


BENCHMARKS = {"decide": decide_lines}
