"""The snapshots of ``demo.samples``, by name."""

from demo.samples import CF, FK, FX, JD, JJ, JZ, MY, SAMPLES, TH, ZY

__all__ = ["CF", "FK", "FX", "JD", "JJ", "JZ", "MY", "SAMPLES", "TH", "ZY"]
