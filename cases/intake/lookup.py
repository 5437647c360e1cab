"""What the register knows of a serial number fills what was left open in a form, visibly and changeable."""

import re
from typing import NamedTuple

from django.http import QueryDict
from django.utils import timezone

from aftersales.kit.serials import key, normalised
from cases.statuses import Answer
from cases.verdicts import judge, register_facts
from warranty.models import Motor
from warranty.queries import registered_motor, registered_motors

OUR_ADDRESS = re.compile(r"(?i)https?://[^/\s]+/(?:m|serial)/([^/?#\s]+)/?")
JUDGED = {"in": Answer.YES, "out": Answer.NO}


class Filled(NamedTuple):
    """The form with what the register knows, the names of what it has filled, and its entry."""

    data: QueryDict
    names: set[str]
    entry: Motor | None


def filled_in(data: QueryDict) -> Filled:
    """Fill what was sent, a copy, where it is empty; what an earlier number had filled goes first."""
    number, known = normalised(data.get("serial_number", "")), data.get("known", "")
    entry = registered_motor(number) if number else None
    before = entry if known == number else registered_motor(known)
    filled: set[str] = set()
    if before and (entry is None or before.pk != entry.pk):
        filled |= forget(data, register_knows(before) | judged(before, data.get("claim_date", "")))
    if entry:
        data["serial_number"] = entry.serial_number
        unasked = {} if data.get("in_warranty") else judged(entry, data.get("claim_date", ""))
        filled |= fill(data, register_knows(entry) | unasked)
    data["known"] = entry.serial_number if entry else ""
    return Filled(data, filled, entry)


def forget(data: QueryDict, known: dict[str, str]) -> set[str]:
    """Empty what still is as the register had filled it."""
    same = {name for name, value in known.items() if value and data.get(name) == value}
    for name in same:
        data[name] = ""
    return same


def fill(data: QueryDict, known: dict[str, str]) -> set[str]:
    """Fill what is empty; contact and phone belong to their customer, so they come only with that one."""
    if data.get("customer_name") and data.get("customer_name") != known["customer_name"]:
        known = {name: value for name, value in known.items() if name not in ("contact", "phone")}
    empty = {name for name, value in known.items() if value and not data.get(name)}
    for name in empty:
        data[name] = known[name]
    return empty


def register_knows(entry: Motor) -> dict[str, str]:
    """The fields of the intake that the register can answer by itself."""
    return {
        "model": entry.product.model,
        "ex_factory_date": entry.ex_factory_date.isoformat(),
        "customer_name": entry.consignee.name,
        "contact": entry.consignee.contact,
        "phone": entry.consignee.phone,
        "own_product": Answer.YES,
    }


def judged(entry: Motor, claim_date: str) -> dict[str, str]:
    """The one that follows from the regulation."""
    day = claim_date or timezone.localdate().isoformat()
    verdict, _edition = judge(register_facts(entry, entry.consignee) | {"claim_date": day})
    return {"in_warranty": JUDGED.get(verdict.warranty.status, "") if verdict else ""}


def serial_in(texts: list[str]) -> str:
    """The serial number that the codes of a label say: the only one that the register knows, or the only one."""
    numbers = list(dict.fromkeys(filter(key, map(said, texts))))
    known = list(registered_motors(numbers))
    for found in (known, numbers):
        if len(found) == 1:
            return found[0]
    return ""


def said(text: str) -> str:
    """What a code says, as a serial number: by itself, or at the end of an address of ours."""
    address = OUR_ADDRESS.fullmatch(text)
    if address is None and "/" in text:
        return ""
    return normalised(address[1] if address else text)
