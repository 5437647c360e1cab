"""A realistic snapshot of every kind of slip, to look at, measure and test. ``slips.kinds`` explains the keys."""

from demo.samples.intake import FK, JD, JJ
from demo.samples.liability import CF, JZ
from demo.samples.outcome import BJ, FX, TH, ZY
from demo.samples.survey import MY
from slips.kinds import Facts

SAMPLES: dict[str, Facts] = {
    "FK": FK, "JJ": JJ, "JD": JD, "ZY": ZY, "BJ": BJ, "FX": FX, "TH": TH, "JZ": JZ, "CF": CF, "MY": MY,
}  # fmt: skip
