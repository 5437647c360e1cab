"""The snapshots of ``demo.samples``, by name."""

from demo.samples import BJ, CF, FK, FX, JD, JJ, JZ, MY, SAMPLES, TH, ZY

__all__ = ["BJ", "CF", "FK", "FX", "JD", "JJ", "JZ", "MY", "SAMPLES", "TH", "ZY"]
