"""The first steps of a new factory that have to do with paper."""

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from people.first_steps import Step, register
from slips.models import PrinterProfile

register(
    Step(
        "printer",
        _("Describe a printer"),
        _(
            "Its paper and plies; the calibration page shows whether it fits. Without one, slips are opened as PDF."
        ),
        "slips:printers",
        lambda: Exists(PrinterProfile.objects.filter(active=True)),
        needed=False,
    ),
    rank=70,
)
