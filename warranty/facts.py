"""What is known of one motor's claim, and its strict reading from JSON."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, TypeAlias, get_args

Source = Literal["ledger", "document", "nameplate"]
Channel = Literal["direct", "office", "agent"]
Cause = Literal["factory", "customer", "transport", "none", "undetermined"]
Shipping = Literal["factory_arranged", "self_pickup"]
Consent = Literal["granted", "refused"]

Json: TypeAlias = "str | float | list[Json] | dict[str, Json] | None"
Reader = Callable[[Json], Any]
"""How a fact is read from JSON; ValueError says what is wrong with it."""

DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence of the day a motor left the factory (八)."""

    source: Source
    """Where the date was read: strongest the ledger, then a document, then the nameplate."""

    date: date
    """The ex-factory date; the first of the month where only the month is known."""

    month_only: bool = False
    """Only the month is known."""

    def agrees_with(self, other: "Evidence") -> bool:
        """Whether both can be true: a month agrees with every day in it."""
        if self.month_only or other.month_only:
            return (self.date.year, self.date.month) == (other.date.year, other.date.month)
        return self.date == other.date


@dataclass(frozen=True, slots=True)
class Facts:
    """What the intake (四.1) and the appraisal (四.2) have found out about one motor."""

    claim_date: date
    """The date of the first feedback, or of the handover where the policy says so."""

    own_product: bool = True
    """Made by this factory (四.1 a)."""

    channel: Channel = "direct"
    """The consignee on the ex-factory record, not who hands the motor in (八)."""

    evidence: tuple[Evidence, ...] = ()
    """Of the ex-factory date (八)."""

    used: bool = True
    """Has been in use (五.1, 六.2)."""

    hours_used: float | None = None
    """Hours in operation; None if unknown (四.1)."""

    cause: Cause = "undetermined"
    """What caused the problem; `none` where no fault was found (二.2)."""

    spec_mismatch: bool = False
    """QC measured a technical parameter or dimension outside the contract (五.2)."""

    shipping: Shipping | None = None
    """Who arranged the transport to the customer; None if unknown (五.3)."""

    affects_use: bool = True
    """Transport damage impairs normal use (五.3)."""

    exterior_damage: bool = False
    """Exterior damaged or changed, not by the factory nor by transport it arranged (六.3)."""

    customer_machined: bool = False
    """The customer machined a part (六.3, 七.1)."""

    unauthorized_disassembly: bool = False
    """The customer opened the motor to repair or convert it (六.4)."""

    misuse: bool = False
    """The customer's misuse put it out of order (六.5)."""

    custom_made: bool = False
    """Made specially for this customer (五.1)."""

    agreement_allows_return: bool = False
    """A special agreement lets the custom-made motor come back (五.1)."""

    factory_consent: Consent | None = None
    """The factory's answer to the return of an intact motor; None while open (五.1)."""

    repair_consent: bool = False
    """The owner of another maker's motor agreed to a paid repair (四.1)."""

    wrongly_returned: bool = False
    """The group found that the motor should not have been sent back (四.1)."""


class InvalidFacts(ValueError):
    """Facts that cannot be read; `key` names the fact at fault, `message` says what is wrong with it."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(f"{key}: {message}")
        self.key = key
        self.message = message


def parse_facts(mapping: Mapping[str, Json]) -> Facts:
    """Facts from JSON values. InvalidFacts for an unknown key, a wrong type or value, or no claim date."""
    if "claim_date" not in mapping:
        raise InvalidFacts("claim_date", "is required")
    return Facts(**{key: _read(key, value) for key, value in mapping.items()})


def facts_as_dict(facts: Facts) -> dict[str, Json]:
    """Every fact as a JSON value; `parse_facts` reads it back."""
    values = {field.name: getattr(facts, field.name) for field in fields(facts)}
    values["claim_date"] = facts.claim_date.isoformat()
    values["evidence"] = [_evidence_as_dict(piece) for piece in facts.evidence]
    return values


def _evidence_as_dict(evidence: Evidence) -> dict[str, str]:
    written = evidence.date.isoformat()
    return {"source": evidence.source, "date": written[:7] if evidence.month_only else written}


def _read(key: str, value: Json) -> Any:
    reader = READERS.get(key)
    if reader is None:
        raise InvalidFacts(key, "is not a known fact")
    try:
        return reader(value)
    except ValueError as error:
        raise InvalidFacts(key, str(error)) from None


def _bool(value: Json) -> bool:
    if value is True or value is False:
        return value
    raise ValueError(f"must be true or false, not {value!r}")


def _hours(value: Json) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool | str | list | dict) or not 0 <= value < math.inf:
        raise ValueError(f"must be a number of hours or null, not {value!r}")
    return value


def _date(value: Json) -> date:
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise ValueError(f"must be a date like 2025-03-15, not {value!r}")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value} is not in the calendar") from None


def _one_of(*allowed: str | None) -> Reader:
    """A reader that accepts these words only, and null if it is among them."""
    known = frozenset(allowed)
    wanted = ", ".join(word or "null" for word in allowed)

    def read(value: Json) -> str | None:
        if (isinstance(value, str) or value is None) and value in known:
            return value
        raise ValueError(f"must be one of {wanted}, not {value!r}")

    return read


_source = _one_of(*get_args(Source))


def _evidence(value: Json) -> tuple[Evidence, ...]:
    if not isinstance(value, list):
        raise ValueError(f"must be a list, not {value!r}")
    return tuple(_piece(item) for item in value)


def _piece(item: Json) -> Evidence:
    if not isinstance(item, dict) or item.keys() != {"source", "date"}:
        raise ValueError(f'each must have exactly "source" and "date", not {item!r}')
    written = item["date"]
    month_only = isinstance(written, str) and len(written) == len("2025-03")
    return Evidence(_source(item["source"]), _date(f"{written}-01" if month_only else written), month_only)


READERS: dict[str, Reader] = {
    "claim_date": _date,
    "own_product": _bool,
    "channel": _one_of(*get_args(Channel)),
    "evidence": _evidence,
    "used": _bool,
    "hours_used": _hours,
    "cause": _one_of(*get_args(Cause)),
    "spec_mismatch": _bool,
    "shipping": _one_of(*get_args(Shipping), None),
    "affects_use": _bool,
    "exterior_damage": _bool,
    "customer_machined": _bool,
    "unauthorized_disassembly": _bool,
    "misuse": _bool,
    "custom_made": _bool,
    "agreement_allows_return": _bool,
    "factory_consent": _one_of(*get_args(Consent), None),
    "repair_consent": _bool,
    "wrongly_returned": _bool,
}
