"""The table of amounts from which a handling opinion takes what a fault costs those who answer for it (九)."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accountability.actions import set_amounts
from accountability.forms.penalties import AmountsForm
from workflow.views.acting import ActingPage


class AmountsPage(ActingPage[None, AmountsForm]):
    """Set the amounts; opinions that are drafted already keep theirs."""

    permission = "penalty.set_amounts"
    template = "accountability/amounts.html"
    done = _("Saved.")

    def make_form(self, data: QueryDict | None) -> AmountsForm:
        return AmountsForm(data)

    def act(self) -> str:
        set_amounts(self.form.table(), by=self.user)
        return reverse("accountability:amounts")
