"""The snapshots of ``returns.samples``, by name."""

from returns.samples import CF, FK, FX, JD, JJ, JZ, MY, SAMPLES, TH, ZY

__all__ = ["CF", "FK", "FX", "JD", "JJ", "JZ", "MY", "SAMPLES", "TH", "ZY"]
