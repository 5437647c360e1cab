"""The stories of the demo as tables: what kind of motor it is, which scenes its case goes through, and when.

A plot is a line of scenes: ``name``, ``name:argument``, ``name+3`` (exactly three days after the scene before)
or both. SHORTHANDS stand for several scenes. What a scene does is in scenes.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from workflow.models import Facts

SIGNED = "sign:after_sales sign:engineering sign:quality sign:production"
SHORTHANDS = {
    "arrive": "register submit authorise enlist count sign_count",
    "appraise": f"draft {SIGNED}",
    "appraise_short": f"draft:short {SIGNED}",  # parts are missing
    "disagree": "draft sign:after_sales sign:engineering sign:quality dissent:production",
    "back": "ship deliver",
    "charged": "quote accept repair pass pay",
    "taken": "ledger approve",
}

DAYS: dict[str, Sequence[int]] = {  # between a scene and the one before it: one of these
    "submit": (0,),
    "authorise": (0, 0, 1),
    "enlist": range(3),
    "count": range(2, 7),
    "sign_count": (0,),
    "draft": (0, 1),
    "sign": (0, 0, 0, 1),
    "accept": range(1, 5),
    "refuse": range(1, 6),
    "parts": range(4, 10),
    "repair": range(1, 4),
    "deliver": range(2, 6),
    "close": range(1, 7),
    "rework": range(3, 9),
    "dismantle": range(2, 7),
    "write_off": range(5, 11),
    "reopen": range(3, 13),
}
OTHERWISE = (0, 1)


@dataclass(frozen=True)
class Profile:
    """What a motor is like: its age at the claim, what can be wrong with it, what the departments tick."""

    groups: str = "NCEMP"
    cause: str = "factory"
    months: tuple[int, int] = (2, 9)
    channel: str = ""
    defect: str = ""
    registered: bool = True
    custom_made: bool = False
    agreement: bool = False
    ticks: Facts = field(default_factory=dict)
    intake: Facts = field(default_factory=dict)


UNUSED = {"used": False, "hours_used": None}
OUT = {"in_warranty": "no"}

PROFILES = {
    "free": Profile(groups="NCEMPA"),
    "young": Profile(groups="NCM", months=(2, 6)),
    "agent_14": Profile(groups="NCEM", months=(13, 15), channel="agent"),
    "office": Profile(groups="NCEMP", months=(12, 15), channel="office"),
    "direct_14": Profile(groups="NCEM", months=(13, 15), channel="direct", intake=OUT),
    "old": Profile(groups="NCEMP", months=(18, 28), intake=OUT),
    "worn": Profile(groups="NCM", cause="customer", months=(18, 28), intake=OUT),
    "misuse": Profile(groups="NCEMP", cause="customer", ticks={"misuse": True}),
    "opened": Profile(groups="NCEM", cause="customer", ticks={"unauthorized_disassembly": True}),
    "machined": Profile(groups="NCM", ticks={"customer_machined": True}),
    "unproven": Profile(
        groups="NCEM", registered=False, intake={"in_warranty": "unknown", "ex_factory_date": None}
    ),
    "foreign": Profile(
        groups="NEM",
        cause="customer",
        registered=False,
        ticks={"own_product": False, "repair_consent": True},
        intake={"own_product": "no", "in_warranty": "no"},
    ),
    "mismatch": Profile(groups="D", months=(1, 4), ticks=UNUSED | {"spec_mismatch": True}, intake=UNUSED),
    "weak": Profile(groups="P", months=(1, 6), ticks={"spec_mismatch": True}),
    "dead": Profile(groups="A", months=(1, 3), ticks=UNUSED, intake=UNUSED),
    "transport": Profile(
        groups="T",
        cause="transport",
        months=(0, 1),
        ticks=UNUSED | {"shipping": "factory_arranged"},
        intake=UNUSED,
    ),
    "collected": Profile(
        groups="T",
        cause="transport",
        months=(0, 1),
        ticks=UNUSED | {"shipping": "self_pickup", "exterior_damage": True},
        intake=UNUSED,
    ),
    "no_fault": Profile(groups="X", cause="none", defect="无故障", ticks={"wrongly_returned": True}),
    "intact": Profile(
        groups="X",
        cause="none",
        months=(2, 6),
        defect="完好",
        ticks=UNUSED | {"factory_consent": "granted"},
        intake=UNUSED | {"cause": "none"},
    ),
    "agreed": Profile(
        groups="X",
        cause="none",
        months=(2, 6),
        defect="完好",
        custom_made=True,
        agreement=True,
        ticks=UNUSED,
        intake=UNUSED | {"cause": "none"},
    ),
    "custom": Profile(
        groups="D",
        months=(1, 4),
        custom_made=True,
        ticks=UNUSED | {"spec_mismatch": True},
        intake=UNUSED,
    ),
    "again": Profile(
        ticks={
            "disposition": "return",
            "departure_reason": "同一电机返修后三个月内再次出现故障，客户要求退货，维修已无意义",
        },
    ),
    "gift": Profile(
        groups="NC",
        cause="customer",
        months=(18, 28),
        ticks={
            "disposition": "repair_free",
            "departure_reason": "重点客户，批量合作多年，销售主管同意本次免费维修，以观后效",
        },
        intake=OUT,
    ),
}


class Fate(NamedTuple):
    """One motor of a story: its profile, its plot after the count, and how long ago its last scene was."""

    profile: str
    plot: str
    ago: int | None = None
    """Days before today; None: in time for the end of its case."""


@dataclass(frozen=True)
class Story:
    """One row of STORIES."""

    fates: tuple[Fate, ...] = (Fate("free", ""),)
    plot: str = "arrive"
    end: str = "close"
    ago: tuple[int, int] = (4, 260)
    """Days between the last scene of the case and today, at least and at most."""
    share: int = 1
    """How often it comes among further cases; 0: once only."""
    kind: str = "quality_problem"
    same: str = ""
    """Stories with the same mark are about the same motors."""


FREE = "appraise repair pass back"
CHARGED = "appraise charged back"
F, S = Fate, Story

STORIES = (
    # -- not received yet: drafts, approvals, lists -----------------------------------------------------
    S(plot="register", end="", ago=(1, 1), share=0),
    S((F("old", ""),), plot="register", end="", ago=(6, 6), share=0),
    S(plot="register submit", end="", ago=(1, 1), share=0),
    S((F("agent_14", ""),), plot="register submit", end="", ago=(3, 3), share=0),
    S((F("unproven", ""),), plot="register submit ask", end="", ago=(2, 2), share=0),
    S(plot="register submit ask info submit authorise", end="", ago=(1, 1), share=0),
    S((F("misuse", ""), F("misuse", "")), plot="register submit authorise", end="", ago=(2, 2), share=0),
    S((F("no_fault", ""),), plot="register submit reject", end="", ago=(10, 200)),
    S((F("worn", ""),), plot="register submit withdraw", end="", ago=(20, 220)),
    S((F("free", ""),) * 2, plot="register submit authorise enlist", end="", ago=(3, 3), share=0),
    S((F("office", ""),) * 4, plot="register submit authorise enlist", end="", ago=(12, 12), share=0),
    S((F("transport", ""),) * 2, plot="register submit authorise enlist count", end="", ago=(1, 1), share=0),
    # -- in the factory: every state, some due, overdue, extended ---------------------------------------
    S((F("free", ""), F("free", "")), end="", ago=(1, 1), share=0),
    S((F("mismatch", "draft sign:after_sales sign:quality+0", 2),), end="", share=0),
    S((F("free", "draft sign:after_sales sign:engineering sign:quality", 4),), end="", share=0),
    S((F("misuse", "disagree", 1),), end="", share=0),
    S((F("old", "appraise", 1),), end="", share=0),
    S((F("old", "appraise quote", 6), F("worn", "appraise quote accept repair pass", 2)), end="", share=0),
    S((F("free", "appraise_short", 13), F("free", "appraise_short", 18)), end="", share=0),
    S((F("free", "appraise_short extend:6+3 grant+1", 8),), end="", share=0),
    S((F("free", "appraise", 6), F("free", "appraise repair", 4)), end="", share=0),
    S((F("free", "appraise", 10),), end="", share=0),
    S((F("free", "appraise repair fail+0", 7), F("free", "appraise repair", 5)), end="", share=0),
    S((F("agent_14", "appraise_short parts+7 extend:8+2", 3),), end="", share=0),
    S((F("free", "appraise extend:5+4 grant+1 extend:6+3 grant:director+0", 1),), end="", share=0),
    S((F("free", "appraise extend:5+4 refuse_extension+1", 1),), end="", share=0),
    S((F("free", "appraise repair pass", 2), F("no_fault", "appraise", 1)), end="", share=0),
    S((F("misuse", "appraise quote accept repair pass", 1),), end="", share=0),
    S((F("old", "appraise quote refuse", 1),), end="", share=0),
    S((F("machined", "appraise quote accept repair pass credit ship", 1),), end="", share=0),
    S((F("free", "appraise repair pass ship", 3), F("free", "appraise repair pass ship", 3)), end="", share=0),
    S((F("mismatch", "appraise", 1), F("mismatch", "appraise ledger", 1)), end="", share=0),
    S((F("young", "appraise:again ledger", 2),), end="", share=0, same="twice"),
    S((F("custom", "appraise ledger endorse", 1),), end="", share=0),
    S((F("intact", "appraise taken", 1), F("intact", "appraise taken clear", 1)), end="", share=0),
    S((F("weak", "appraise taken prepare", 1), F("weak", "appraise taken", 2)), end="", share=0),
    S((F("dead", "appraise taken prepare transfer", 2),), end="", share=0),
    S(
        (F("free", "appraise", 3), F("free", FREE, 4), F("free", "")),
        plot="register submit authorise enlist count:missing sign_count",
        end="",
        share=0,
    ),
    # -- completed, waiting for the customer's word -----------------------------------------------------
    S((F("free", FREE),), end="", ago=(1, 3), share=0),
    S((F("old", CHARGED), F("old", CHARGED)), end="", ago=(1, 1), share=0),
    S(plot="register submit on_site", end="", ago=(1, 1), share=0),
    # -- closed: every way through ----------------------------------------------------------------------
    S((F("young", FREE),), ago=(95, 105), share=0, same="twice"),
    S((F("free", FREE),), share=9),
    S((F("free", FREE), F("free", FREE)), share=4),
    S((F("free", "appraise repair+6 pass+1 back"),), end="close:no", share=2),
    S((F("free", "appraise_short parts repair pass back"),), share=3),
    S((F("free", "appraise_short extend:6+5 grant parts+8 repair pass back"),), share=1),
    S((F("free", "appraise repair fail repair pass back"),), share=1),
    S((F("agent_14", FREE),), share=2),
    S((F("office", FREE), F("office", FREE), F("office", FREE)), share=1),
    S((F("direct_14", CHARGED),), share=1),
    S((F("old", CHARGED),), share=3),
    S((F("worn", "appraise quote quote+2 accept repair pass credit back pay"),), share=1),
    S((F("worn", "appraise quote scrap"),), share=1),
    S((F("misuse", CHARGED),), share=3),
    S((F("misuse", "appraise quote refuse back"),), end="close:no", share=1),
    S((F("opened", CHARGED),), share=1),
    S((F("machined", CHARGED),), share=1),
    S((F("unproven", CHARGED),), share=1),
    S((F("foreign", CHARGED),), share=1),
    S((F("gift", FREE),), share=0),
    S((F("no_fault", "appraise back"),), end="close:no", share=2),
    S((F("collected", CHARGED),), share=1),
    S((F("transport", "appraise taken prepare transfer dismantle refund"),), share=1),
    S((F("transport", "appraise taken prepare transfer rework refund"),) * 2, share=1),
    S((F("mismatch", "appraise taken prepare transfer rework refund"),), share=3),
    S((F("mismatch", "appraise taken prepare transfer scrap_transferred refund"),), share=1),
    S((F("dead", "appraise taken prepare transfer rework refund"),), share=1),
    S((F("intact", "appraise taken clear restock refund"),), share=1),
    S((F("agreed", "appraise ledger endorse approve clear restock refund"),), share=0),
    S((F("custom", "appraise ledger endorse approve prepare transfer dismantle refund"),), share=0),
    S((F("weak", "appraise ledger refuse_return appraise:free repair pass back"),), share=0),
    S((F("misuse", "disagree settle quote accept repair pass pay back"),), share=0),
    S((F("misuse", "appraise quote reappraise appraise:free repair pass back"),), share=1),
    S(
        (F("free", FREE), F("misuse", CHARGED), F("free", FREE), F("no_fault", "appraise back"),
         F("mismatch", "appraise taken prepare transfer rework refund"), F("free", FREE)),
        share=1,
    ),
    S(
        (F("free", FREE), F("free", FREE), F("free", "write_off")),
        plot="register submit authorise enlist count:missing sign_count",
        share=1,
    ),
    S(
        (F("free", FREE), F("free", "count sign_count appraise repair pass back")),
        plot="register submit authorise enlist count:missing sign_count",
        share=1,
    ),
    S(
        (F("free", FREE), F("free", FREE)),
        plot="register submit authorise enlist count:wrong_model sign_count",
        share=1,
    ),
    S(
        (F("free", FREE), F("free", FREE), F("free", FREE), F("old", CHARGED)),
        plot="register submit authorise enlist count:unlisted sign_count",
        share=1,
    ),
    S((F("free", FREE),), end="close:no reopen complete close", ago=(4, 40), share=0),
    S((F("old", CHARGED),), plot="register submit reject reopen authorise enlist count sign_count", share=0),
    # -- nothing comes back -----------------------------------------------------------------------------
    S(plot="register submit on_site", share=5),
    S((F("old", ""),), plot="register on_site", share=1),
    S((), plot="register submit", end="", ago=(1, 1), kind="complaint", share=0),
    S((), plot="register submit", end="", ago=(4, 4), kind="grievance", share=0),
    S((), plot="register submit answer", kind="opinion", share=2),
    S((), plot="register submit answer", kind="grievance", share=2),
    S((), plot="register submit answer", end="close:no", kind="complaint", share=1),
    S((), plot="register submit answer", end="", ago=(2, 2), kind="complaint", share=0),
)  # fmt: skip

# Told once beside very many cases, and never copied: the case with the most motors, at every stage of the work.
LARGEST = S(
    (F("free", FREE, 4),) * 24
    + (F("free", "appraise repair pass", 3),) * 8
    + (F("free", "appraise repair", 3),) * 10
    + (F("old", "appraise quote", 2),) * 4
    + (F("free", "appraise", 2),) * 8
    + (F("free", ""),) * 6,
    end="",
    ago=(1, 1),
    share=0,
)
