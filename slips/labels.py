"""What is printed over a copy of a slip: which copy it is, for whom, printed when by whom."""

from dataclasses import dataclass

from aftersales.kit.pdf import chinese


@dataclass(frozen=True)
class CopyLabel:
    """What tells one printed copy from another: its number of how many, colour and recipient; the print.

    ``reprint`` is 0 for the first print of the copy and n for its n-th reprint (补打 n).
    """

    number: int
    of: int
    colour: str
    recipient: str
    printed_at: str = ""
    printed_by: str = ""
    reprint: int = 0

    @property
    def ordinal(self) -> str:
        return f"第{chinese(self.number)}联"

    @property
    def set(self) -> str:
        return f"共{chinese(self.of)}联"

    def __str__(self) -> str:
        return f"{self.ordinal} ({self.colour}) {self.recipient}"
