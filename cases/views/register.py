"""A motor's whole life, found by its serial number: how it left the factory, and every time it came back."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest
from aftersales.kit.serials import normalised
from cases.models import ReturnedMotor
from cases.same_motor import same_motor
from cases.verdicts import judge, register_facts
from warranty.models import Motor
from warranty.queries import registered_motor, suggestions
from warranty.reasons import readable
from warranty.rules import explain


@require_GET
def life(request: SignedInRequest, serial_number: str) -> HttpResponse:
    """The register entry, the warranty as of today, and the returns that the person may see."""
    entry = registered_motor(serial_number)
    visible = ReturnedMotor.objects.visible_to(request.user).filter(same_motor(serial_number, entry))
    returns = list(visible.select_related("case__customer", "product").order_by("-pk"))
    near = suggestions([serial_number]).get(serial_number, []) if entry is None else []
    if not (entry or returns or near):
        raise Http404
    context = {
        "serial_number": entry.serial_number if entry else normalised(serial_number),
        "entry": entry,
        "near": near,
        "returns": returns,
        "warranty": warranty_today(entry) if entry else None,
    }
    return render(request, "cases/life.html", context, status=200 if entry or returns else 404)


def warranty_today(entry: Motor) -> dict[str, object]:
    """What the rules say of the warranty if the customer told us today, with the days left."""
    today = timezone.localdate()
    verdict, _edition = judge(register_facts(entry, entry.consignee) | {"claim_date": today.isoformat()})
    if verdict is None:
        return {}
    expires = verdict.warranty.expires_on
    reasons = [readable(reason._asdict()) for reason in explain(verdict) if reason.part == "warranty"]
    return {
        "status": verdict.warranty.status,
        "expires_on": expires,
        "days_left": (expires - today).days if expires else None,
        "reasons": reasons,
    }
