"""A realistic snapshot of every kind of slip, to look at, measure and test. ``returns.kinds`` explains the keys."""

from typing import Any

from returns.samples.intake import FK, JD, JJ
from returns.samples.liability import CF, JZ
from returns.samples.outcome import FX, TH, ZY
from returns.samples.survey import MY

SAMPLES: dict[str, dict[str, Any]] = {
    "FK": FK, "JJ": JJ, "JD": JD, "ZY": ZY, "FX": FX, "TH": TH, "JZ": JZ, "CF": CF, "MY": MY,
}  # fmt: skip
