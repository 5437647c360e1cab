"""The passport of a motor, by its serial number: how it left the factory, its warranty today, and all its rounds."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest
from aftersales.kit.serials import normalised
from cases.passport import out_of_sight, repeat_of, rounds_of
from cases.verdicts import judge, register_facts
from warranty.models import Motor
from warranty.queries import registered_motor, suggestions
from warranty.reasons import readable
from warranty.rules import explain

SOON = 30  # days before the warranty ends, when that is said in amber


@require_GET
def life(request: SignedInRequest, serial_number: str) -> HttpResponse:
    """What the register says, for who may look at it or has to do with the motor, and the rounds that they may see."""
    entry, user = registered_motor(serial_number), request.user
    rounds = rounds_of(serial_number, entry, user)
    reads = user.can("register.view") or bool(rounds)
    entry = entry if reads else None
    near = suggestions([serial_number]).get(serial_number, []) if reads and entry is None else []
    if not (entry or rounds or near):
        raise Http404
    context = {
        "serial_number": entry.serial_number if entry else normalised(serial_number),
        "entry": entry,
        "near": near,
        "rounds": rounds,
        "repeat": repeat_of(rounds),
        "elsewhere": out_of_sight(serial_number, user),
        "warranty": warranty_today(entry) if entry else None,
    }
    return render(request, "cases/life.html", context, status=200 if entry or rounds else 404)


def warranty_today(entry: Motor) -> dict[str, object]:
    """What the rules say of the warranty if the customer told us today, with the days left."""
    today = timezone.localdate()
    verdict, _edition = judge(register_facts(entry, entry.consignee) | {"claim_date": today.isoformat()})
    if verdict is None:
        return {}
    expires = verdict.warranty.expires_on
    days = (expires - today).days if expires else None
    reasons = [readable(reason._asdict()) for reason in explain(verdict) if reason.part == "warranty"]
    return {
        "status": verdict.warranty.status,
        "expires_on": expires,
        "days_left": days,
        "days_over": -days if days is not None and days < 0 else None,
        "colour": colour_of(days),
        "reasons": reasons,
    }


def colour_of(days: int | None) -> str:
    """Of the countdown."""
    if days is None or days < 0:
        return "grey"
    return "amber" if days <= SOON else "green"
