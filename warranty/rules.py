"""The regulation's 五 to 八 as a pure function: facts and a policy in, a verdict with its clauses out.

The rules propose; people decide, and a departure from the proposal needs a reason (二.2).
The sentences and conditions are in `clauses`; here is the order in which they are weighed.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, date
from typing import NamedTuple

from warranty import clauses
from warranty.clauses import FACTORY_DEFAULT, Claim, Clause, first, hits
from warranty.facts import Evidence, Facts, Json
from warranty.policy import DEFAULT, WarrantyPolicy

__all__ = [
    "FACTORY_DEFAULT",
    "Charge",
    "Evidence",
    "Facts",
    "Freight",
    "Reason",
    "Return",
    "Verdict",
    "Warranty",
    "decide",
    "dispositions",
    "expiry",
    "explain",
    "wrong_return_risks",
]

STRENGTH = {"ledger": 0, "document": 1, "nameplate": 2}
"""Evidence of the ex-factory date, the strongest first (八)."""

REPAIRS = {
    "free": ("repair_free",),
    "free_except_machined_material": ("repair_charged",),
    "material_and_labour": ("repair_charged", "send_back"),
    "no_repair": ("send_back",),
    "hold": (),
}
"""What may be done with a motor that is not returned, by its charge; who has to pay may decline."""


class Reason(NamedTuple):
    """Why one part of a verdict is as it is; both sentences end with the clause."""

    part: str
    outcome: str
    clause: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Warranty:
    """Whether the claim is in warranty (八)."""

    status: str
    """in, out, unproven, not_applicable or hold."""

    expires_on: date | None
    """The last day in warranty; None where it is not known or does not apply."""

    reason: Clause

    @property
    def clauses(self) -> tuple[str, ...]:
        return _deciding(self.reason)


@dataclass(frozen=True, slots=True)
class Return:
    """Whether the motor may be returned (五, 六)."""

    outcome: str
    """allowed, needs_consent, refused or hold."""

    grounds: tuple[str, ...]
    """Every clause for the return, whatever the outcome."""

    bars: tuple[str, ...]
    """Every clause against it; a refusal without one means that the motor is repaired."""

    reasons: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Charge:
    """What a repair costs the customer (七)."""

    outcome: str
    """free, free_except_machined_material, material_and_labour, no_repair or hold."""

    reason: Clause

    @property
    def clauses(self) -> tuple[str, ...]:
        return _deciding(self.reason)


@dataclass(frozen=True, slots=True)
class Freight:
    """Who bears the inbound freight (四.1)."""

    bearer: str
    """factory, customer, salesperson or hold."""

    reason: Clause

    @property
    def clauses(self) -> tuple[str, ...]:
        return _deciding(self.reason)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the regulation makes of the facts; every part with the clause that decided it."""

    warranty: Warranty
    returns: Return
    charge: Charge
    freight: Freight

    flags: tuple[str, ...] = ()
    """What a person should look at, though it decides nothing: evidence_conflict."""

    problems: tuple[str, ...] = ()
    """Contradictions in the facts; while there is one, return, charge and freight are on hold."""

    def as_dict(self) -> dict[str, Json]:
        """The verdict as JSON values."""
        expires_on = self.warranty.expires_on
        return {
            "warranty": {
                "status": self.warranty.status,
                "expires_on": expires_on.isoformat() if expires_on else None,
                "clauses": list(self.warranty.clauses),
            },
            "return": {
                "outcome": self.returns.outcome,
                "grounds": list(self.returns.grounds),
                "bars": list(self.returns.bars),
            },
            "charge": {"outcome": self.charge.outcome, "clauses": list(self.charge.clauses)},
            "freight": {"bearer": self.freight.bearer, "clauses": list(self.freight.clauses)},
            "flags": list(self.flags),
            "problems": list(self.problems),
        }


def decide(facts: Facts, policy: WarrantyPolicy = DEFAULT) -> Verdict:
    """The verdict on these facts under this edition; never raises on facts that `parse_facts` accepts."""
    claim = _claim(facts, policy)
    problems = hits(clauses.PROBLEMS, claim)
    if problems:
        returns = _return((clauses.CONTRADICTION,))
        charge = freight = clauses.CONTRADICTION
    else:
        returns = _weigh_return(claim)
        charge, freight = first(clauses.CHARGES, claim), first(clauses.FREIGHT, claim)
    return Verdict(
        _weigh_warranty(claim),
        returns,
        Charge(charge.outcome, charge),
        Freight(freight.outcome, freight),
        _names(hits(clauses.FLAGS, claim)),
        _names(problems),
    )


def explain(verdict: Verdict) -> tuple[Reason, ...]:
    """Why each part of the verdict is as it is, problems first; where 本厂默认 stands, no clause decides."""
    warranty, returns = verdict.warranty, verdict.returns
    return (
        *(_reason("problem", clause) for clause in clauses.PROBLEMS if clause.name in verdict.problems),
        _reason("warranty", warranty.reason, warranty.expires_on),
        *(_reason("return", clause) for clause in returns.reasons),
        _reason("charge", verdict.charge.reason),
        _reason("freight", verdict.freight.reason),
        *(_reason("flag", clause) for clause in clauses.FLAGS if clause.name in verdict.flags),
    )


def dispositions(verdict: Verdict) -> tuple[str, ...]:
    """What may be done with the motor without departing from the verdict, the proposal first.

    Of return, repair_free, repair_charged and send_back (unrepaired); nothing while the charge is on hold.
    """
    outcome = verdict.returns.outcome
    repairs = REPAIRS[verdict.charge.outcome]
    if outcome == "allowed" and verdict.charge.outcome == "no_repair":
        return ("return",)
    return ("return", *repairs) if outcome in ("allowed", "needs_consent") else repairs


def wrong_return_risks(facts: Facts, policy: WarrantyPolicy = DEFAULT) -> tuple[Reason, ...]:
    """Why the salesperson may have to bear the freight if this motor is sent in (四.1).

    Out of warranty or caused by the customer is no such reason: a paid repair is lawful (七).
    """
    return tuple(_reason("freight", clause) for clause in hits(clauses.RISKS, _claim(facts, policy)))


def expiry(ex_factory_date: date, months: int) -> date:
    """The last day in warranty: the corresponding day, or the month's last where there is none (八).

    Beyond the calendar's end, the calendar's last day.
    """
    year, month = divmod(ex_factory_date.year * 12 + ex_factory_date.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(ex_factory_date.day, monthrange(year, month + 1)[1]))


def _claim(facts: Facts, policy: WarrantyPolicy) -> Claim:
    left_factory_on = _left_factory_on(facts.evidence)
    expires_on = None
    if facts.own_product and left_factory_on is not None:
        expires_on = expiry(left_factory_on, policy.warranty_months(facts.channel))
    return Claim(facts, policy, left_factory_on, expires_on)


def _left_factory_on(evidence: Iterable[Evidence]) -> date | None:
    """The date of the strongest evidence; of equally strong pieces the earliest (八 asks for proof)."""
    return min(((STRENGTH[piece.source], piece.date) for piece in evidence), default=(0, None))[1]


def _weigh_warranty(claim: Claim) -> Warranty:
    reason = first(clauses.WARRANTY, claim)
    return Warranty(reason.outcome, claim.expires_on if reason.outcome in ("in", "out") else None, reason)


def _weigh_return(claim: Claim) -> Return:
    """五 and 六: any bar refuses; then an open cause holds; then the grounds decide."""
    grounds = _grounds(claim)
    bars = _bars(claim, grounds)
    return _return(bars or _unbarred(claim, grounds), grounds, bars)


def _grounds(claim: Claim) -> tuple[Clause, ...]:
    return hits(clauses.GROUNDS, claim) if claim.facts.own_product else ()


def _bars(claim: Claim, grounds: tuple[Clause, ...]) -> tuple[Clause, ...]:
    if not claim.facts.own_product:
        return (clauses.FOREIGN_MOTOR,)
    bars = hits(clauses.BARS, claim)
    return (*bars, clauses.CUSTOM_MADE) if _custom_made_bars(claim, grounds) else bars


def _custom_made_bars(claim: Claim, grounds: tuple[Clause, ...]) -> bool:
    """Custom-made bars the return unless an agreement allows it (五.1); the bars of 六 hold all the same."""
    if not clauses.CUSTOM_MADE.applies(claim) or not grounds:
        return False
    return claim.policy.custom_made_bar == "every_ground" or _numbers(grounds) == ("五.1",)


def _unbarred(claim: Claim, grounds: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """What decides a return that nothing bars: an open cause, 五.2 and 五.3, then 五.1, then nothing."""
    if claim.undetermined:
        return (clauses.CAUSE_OPEN,)
    allowing = tuple(ground for ground in grounds if ground.outcome == "allowed")
    return allowing or (first(clauses.INTACT, claim) if grounds else clauses.NO_GROUND,)


def _return(
    reasons: tuple[Clause, ...], grounds: tuple[Clause, ...] = (), bars: tuple[Clause, ...] = ()
) -> Return:
    return Return(reasons[0].outcome, _numbers(grounds), _numbers(bars), reasons)


def _reason(part: str, clause: Clause, expires_on: date | None = None) -> Reason:
    number = clause.number
    return Reason(
        part,
        clause.outcome,
        number,
        f"{clause.zh.format(expires_on)}（{number}）",
        f"{clause.en.format(expires_on)} ({'factory default' if number == FACTORY_DEFAULT else number})",
    )


def _deciding(reason: Clause) -> tuple[str, ...]:
    """The clause that decided; none for a factory default, nor while nothing is decided."""
    return () if reason.number == FACTORY_DEFAULT or reason.outcome == "hold" else (reason.number,)


def _numbers(found: tuple[Clause, ...]) -> tuple[str, ...]:
    return tuple(clause.number for clause in found)


def _names(found: tuple[Clause, ...]) -> tuple[str, ...]:
    return tuple(clause.name for clause in found)
