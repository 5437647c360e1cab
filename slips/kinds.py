"""The kinds of slips as data: title, copies and their recipients, colours, signature boxes, template.

The facts of a slip
===================

The snapshot frozen with a slip is one JSON object. Values are display text in Chinese or whole numbers;
dates are ISO ("2026-11-20"), moments "2026-11-20 14:03", amounts text with two decimals ("1409.50").
A fact that is not known is "" and never absent; a list may be empty. Long text is capped at 4,000 characters.

Every kind has these; the module of each kind says what it has beside them.
    case_number, customer
    signatures      [{role, title, name, at}], one for every box of the kind in its order; name and at are
                    "" until signed (``Kind.boxes`` makes this list)
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aftersales.kit.choices import Label
from slips.labels import CopyLabel
from slips.page_breaks import Listing
from workflow.guards import OfNoun

if TYPE_CHECKING:
    from slips.models import Slip

Facts = dict[str, Any]
Brief = Iterator[tuple[str, str | int]]

DEFAULT_COLOURS = {1: ("白",), 2: ("白", "红"), 3: ("白", "红", "黄"), 4: ("白", "红", "蓝", "黄")}

TITLES = {
    "salesperson": "业务员",
    "sales_coordinator": "销售内勤",
    "sales_manager": "销售主管",
    "dispatcher": "发运员",
    "after_sales": "售后服务部",
    "engineering": "技术部",
    "quality": "质检部",
    "production": "生产部",
    "workshop": "车间",
    "warehouse": "成品库",
    "finance": "财务",
    "assessment": "考核部门",
    "director": "厂长",
}


@dataclass(frozen=True)
class Copy:
    """One copy of a slip: who gets it, and which roles may acknowledge it."""

    number: int
    recipient: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """One kind of slip.

    ``signers`` are the roles of the signature boxes, from left to right, or whom ``titles`` names: who acts in
    the matter at hand. ``priced`` says that it shows amounts; ``listing`` is the list that may run over several
    pages; ``rank`` is its place among the kinds.
    """

    prefix: str
    title: str
    name: Label
    copies: tuple[Copy, ...]
    signers: tuple[str, ...]
    rank: int
    brief: Callable[[Facts], Brief]
    """Label and text of what matters on it, for the screen."""

    priced: bool = False
    listing: Listing | None = None
    titles: dict[str, str] = field(default_factory=dict)
    anew: "Callable[[Slip], Facts] | None" = None
    """The facts as they are now of what a slip documents; without it a slip is issued anew with its old facts."""

    pictures: Callable[[Sequence[int]], Mapping[int, Path]] | None = None
    """Where the photos lie whose keys are among its facts."""

    several: Listing | None = None
    """The list of one that documents several motors, where its paper is another one than that of a single motor."""

    of_items: "Callable[[Sequence[OfNoun], Slip], Facts] | None" = None
    """The facts as they are now of some of the motors that a slip (the second argument) documents."""

    of_item: bool = False
    """It documents one motor or those of one act, which the worklist names."""

    keeps_number: bool = False
    """Issued anew it keeps its number and gets the next revision."""

    follows_matter: bool = False
    """Each step of its matter replaces it by a new revision, so nobody declares it void by hand."""

    @property
    def handlers(self) -> frozenset[str]:
        """The roles that get a copy or sign."""
        return frozenset(self.signers).union(*(copy.roles for copy in self.copies))

    def template_of(self, facts: Facts) -> str:
        """What draws it: another template where it documents several motors, if the kind has one."""
        return f"paper/{self.prefix}{'_several' if self.lists_several(facts) else ''}.html"

    def listing_of(self, facts: Facts) -> Listing | None:
        return self.several if self.lists_several(facts) else self.listing

    def lists_several(self, facts: Facts) -> bool:
        return self.several is not None and len(facts.get("motors", ())) > 1

    def boxes(self, signed: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
        """The signature boxes in the kind's order, filled from ``signed`` ({role, name, at}).

        Roles that sign beyond the kind's own boxes (the director on an exceptional return) follow at the end.
        """
        by_role = {signature["role"]: signature for signature in signed}
        extra = [role for role in by_role if role not in self.signers]
        titles = TITLES | self.titles
        return [box(role, titles[role], by_role.get(role, {})) for role in (*self.signers, *extra)]

    def labels(
        self,
        printed_at: str = "",
        printed_by: str = "",
        reprints: Mapping[int, int] | None = None,
        colours: Sequence[str] = (),
    ) -> list[CopyLabel]:
        """The label of every copy. ``reprints`` says how often a copy, by number, was printed before."""
        colours = colours or DEFAULT_COLOURS[len(self.copies)]
        return [
            CopyLabel(
                copy.number,
                len(self.copies),
                colour,
                copy.recipient,
                printed_at,
                printed_by,
                (reprints or {}).get(copy.number, 0),
            )
            for copy, colour in zip(self.copies, colours, strict=True)
        ]


def box(role: str, title: str, signature: Mapping[str, str]) -> dict[str, str]:
    """One signature box; without a signature its name and time are left blank, for ink."""
    return {
        "role": role,
        "title": title,
        "name": signature.get("name", ""),
        "at": signature.get("at", ""),
    }


def copies(*recipients: tuple[str, str]) -> tuple[Copy, ...]:
    """Copies numbered from 1, of (recipient as printed, roles separated by spaces)."""
    return tuple(
        Copy(n, recipient, tuple(roles.split())) for n, (recipient, roles) in enumerate(recipients, 1)
    )


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let the slips of a kind be issued; the kinds stay in the order of their ranks."""
    ranked = sorted([*KINDS.values(), kind], key=lambda known: known.rank)
    KINDS.clear()
    KINDS.update((known.prefix, known) for known in ranked)


def choices_of_kinds() -> list[tuple[str, Label]]:
    """Every kind, to choose from."""
    return [(kind.prefix, kind.name) for kind in KINDS.values()]
