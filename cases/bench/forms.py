"""To whom a motor is handed, and what of the board is shown."""

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import set_choices, set_rows, short_text
from aftersales.kit.list_pages import ANY, ListFilter
from aftersales.models import User
from cases.bench.queries import AT_THE_BENCH, NOBODY, repairers
from cases.models import ReturnedMotor
from cases.statuses import MotorStatus
from workflow.forms import ActForm, form_of
from workflow.models import Facts


@form_of("motor.take_on")
class TakeOnForm(ActForm):
    intro = _("It then waits for you alone, whoever had it before.")


@form_of("motor.pass_to")
class PassForm(ActForm):
    repairer = forms.ModelChoiceField(
        User.objects.none(), label=_("Repairer"), required=False, empty_label=_("nobody: back into the queue")
    )
    note = short_text(_("What they must know"), required=False)

    def prepare(self) -> None:
        field = self.fields["repairer"]
        set_rows(field, repairers())
        field.initial = self.obj.repairer_id

    def facts(self) -> Facts:
        """The name as well, for the timeline."""
        chosen = self.cleaned_data["repairer"]
        return super().facts() | {"to": str(chosen) if chosen else gettext("nobody")}


class BenchFilter(ListFilter[ReturnedMotor]):
    """Whose, in which state, and whether only what is late."""

    status = forms.ChoiceField(label=_("Status"), required=False)
    person = forms.IntegerField(required=False, max_value=2**63 - 1, widget=forms.HiddenInput)
    overdue = forms.BooleanField(label=_("Only overdue"), required=False)
    lookups = {"status": "status"}

    def __init__(self, data: QueryDict | None = None, *, user: User | None = None) -> None:
        super().__init__(data, user=user)
        states = [(state.value, state.label) for state in map(MotorStatus, AT_THE_BENCH)]
        set_choices(self.fields["status"], [ANY, *states])

    def narrow(self, rows: QuerySet[ReturnedMotor]) -> QuerySet[ReturnedMotor]:
        found = super().narrow(rows)
        person = self.cleaned_data.get("person")
        return found if person is None else found.filter(repairer=None if person == NOBODY else person)

    def late(self, rows: QuerySet[ReturnedMotor]) -> QuerySet[ReturnedMotor]:
        return rows.filter(due_on__lt=timezone.localdate())
