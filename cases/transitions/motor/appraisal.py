"""What the four departments find of a motor together (四.2)."""

from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, transition

from aftersales.roles import Role
from cases import conditions as c
from cases.statuses import IN_THE_HOUSE, MotorStatus
from cases.transitions.motor.machine import MotorMachine, after_appraisal
from workflow.guards import Derived, Permission, step
from workflow.models import Fact

M = MotorStatus


class Appraising(MotorMachine):
    """This part of the machine of a motor."""

    class Meta:
        abstract = True

    @transition(
        field="status",
        source=[M.RECEIVED, M.REPAIRING, M.INSPECTING, M.RETURN_APPROVED],
        target=None,
        permission=Permission("motor.measure"),
        custom=step(
            _("Measure by the test plan"), past=_("Measurement recorded."), page="cases:measure", seldom=True
        ),
    )
    def measure(self, **act: Fact) -> None:
        """Values go on a sheet of their own; see cases.measuring."""

    @transition(
        field="status",
        source=M.RECEIVED,
        target=None,
        permission=Permission("motor.draft_appraisal"),
        custom=step(
            _("Write the appraisal"),
            past=_("Appraisal written."),
            page="cases:appraise",
            done="appraisal_id",
            many=True,
        ),
    )
    def draft_appraisal(self, **act: Fact) -> None: ...

    @transition(
        field="status",
        source=M.RECEIVED,
        target=None,
        permission=Permission("motor.sign_appraisal", c.has_not_signed),
        conditions=[c.appraisal_drafted, c.appraisal_decides, c.appraisal_shows_document],
        custom=step(_("Sign the appraisal"), past=_("Appraisal signed."), page="cases:appraise", many=True),
    )
    def sign_appraisal(self, **act: Fact) -> None: ...

    @transition(
        field="status",
        source=M.RECEIVED,
        target=None,
        permission=Permission("motor.sign_on_paper"),
        conditions=[c.appraisal_drafted, c.appraisal_decides, c.somebody_to_sign],
        custom=step(_("Enter a signature on paper"), past=_("Signature on paper entered."), seldom=True),
    )
    def sign_on_paper(self, *, department: str, signer_id: int, scan_id: int, **act: Fact) -> None:
        """Who has signed the printed sheet has signed; the scan shows it, and the event who entered it."""

    @transition(
        field="status",
        source=M.RECEIVED,
        target=None,
        permission=Permission("motor.settle_dissent"),
        conditions=[c.departments_disagree],
        custom=step(_("Settle the disagreement"), past=_("Disagreement settled."), tells=[Role.AFTER_SALES]),
    )
    def settle_dissent(self, *, reason: str, **act: Fact) -> None: ...

    @transition(
        field="status",
        source=M.RECEIVED,
        target=RETURN_VALUE(M.REPAIRING, M.AWAITING_PARTS, M.QUOTED, M.RETURN_PENDING, M.READY_TO_SHIP),
        permission=Derived(lambda: _("It takes effect with the fourth signature.")),
        conditions=[c.all_signed],
        custom=step(_("Appraised"), tells=[Role.SALESPERSON, Role.SALES_COORDINATOR]),
    )
    def appraise(self, **act: Fact) -> str:
        assert self.appraisal is not None  # it is signed
        self.adopt(self.appraisal)
        return after_appraisal(self)

    @transition(
        field="status",
        source=list(IN_THE_HOUSE),
        target=M.RECEIVED,
        permission=Permission("motor.reappraise"),
        custom=step(
            _("Appraise again"),
            past=_("To be appraised again."),
            tells=[Role.QUALITY, Role.ENGINEERING, Role.PRODUCTION],
            grave=True,
        ),
    )
    def reappraise(self, *, reason: str, **act: Fact) -> None:
        self.forget_appraisal()
