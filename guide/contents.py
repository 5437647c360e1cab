"""What the guide explains: a page for each role and each task, and where in the product each of them helps.

The words of a page stand in ``templates/guide/``, once for each language; who may do what, what waits for whom and by
when is not written there but drawn from the tables that the product works by.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label
from aftersales.roles import Role


@dataclass(frozen=True)
class Task:
    """One way of work, from its beginning to its end.

    ``verbs`` are taken on it and ``pages`` belong to it: from there a link leads to the page. ``figures`` are those of
    the policy that set its days; each a name or several with spaces between. ``noun.*`` stands for all verbs of a noun.
    """

    key: str
    title: Label
    verbs: str = ""
    pages: str = ""
    figures: str = ""


@dataclass(frozen=True)
class Part:
    """Tasks that belong together, as the first page shows them."""

    title: Label
    tasks: tuple[Task, ...]


PARTS = (
    Part(
        _("To begin with"),
        (
            Task(
                "worklist",
                _("The worklist, the search and notices"),
                verbs="note.* question.* urge.*",
                pages=(
                    "home workflow:task workflow:team search notices:notices notices:notice_choice "
                    "talk:note talk:ask talk:urge"
                ),
                figures="remind_days lead_days manager_days director_days",
            ),
        ),
    ),
    Part(
        _("The feedback"),
        (
            Task(
                "complaint",
                _("Register a feedback"),
                verbs=(
                    "case.create case.revise case.submit case.withdraw case.first_answer case.resolve_on_site"
                ),
                pages="cases:new cases:list cases:case cases:confirm_customer",
                figures="register_days backdating_days first_answer_days solution_days",
            ),
            Task(
                "approval",
                _("Approve a return"),
                verbs="case.authorise_return case.request_info case.reject",
                figures="register_days first_answer_days",
            ),
            Task(
                "return-list",
                _("Import a return list"),
                verbs="case.accept_list case.list_more case.correct_list case.keep_originals",
                pages="table:return_list",
            ),
            Task(
                "closing",
                _("Answer and close a case"),
                verbs="case.answer case.complete case.close case.reopen",
                figures="first_answer_days solution_days",
            ),
        ),
    ),
    Part(
        _("The motors arrive"),
        (
            Task(
                "count",
                _("Receive and count a consignment"),
                verbs="handover.* motor.report_missing motor.write_off motor.put",
                pages="returns:count returns:handover",
                figures="appraisal_days",
            ),
            Task(
                "parcel",
                _("A parcel that nobody announced"),
                verbs="parcel.* arrival.*",
                pages="returns:parcels returns:new_parcel returns:parcel",
            ),
            Task(
                "appraisal",
                _("Appraise together"),
                verbs=(
                    "motor.draft_appraisal motor.sign_appraisal motor.measure motor.reappraise "
                    "motor.settle_dissent motor.sign_on_paper"
                ),
                pages="cases:motors cases:motor warranty:what_if",
                figures="appraisal_days direct_months agent_months",
            ),
        ),
    ),
    Part(
        _("Repair and back to the customer"),
        (
            Task(
                "quotation",
                _("Quote a repair"),
                verbs=(
                    "motor.quote motor.quote_again motor.accept_quote motor.refuse_quote motor.ask_again "
                    "motor.give_up_quote motor.agree_departure motor.refuse_departure"
                ),
                figures="quotation_days quotation_valid_days",
            ),
            Task(
                "repair",
                _("Repair and inspect"),
                verbs=(
                    "motor.finish_repair motor.take_on motor.pass_to motor.parts_arrived "
                    "motor.pass_inspection motor.fail_inspection"
                ),
                pages="cases:bench cases:shortages",
                figures="parts_complete_days parts_missing_days",
            ),
            Task(
                "shipping",
                _("Ship and deliver"),
                verbs=(
                    "motor.ship motor.confirm_delivery motor.correct_shipment motor.correct_delivery "
                    "motor.take_in_again motor.record_payment motor.correct_payment motor.refund_payment "
                    "motor.confirm_no_charge motor.approve_credit motor.record_freight freight.*"
                ),
                figures="parts_complete_days parts_missing_days",
            ),
            Task(
                "taken-back",
                _("Take back, return and transfer"),
                verbs=(
                    "motor.draft_return motor.approve_return motor.refuse_return motor.endorse_return "
                    "motor.prepare_transfer motor.transfer motor.clear_for_stock motor.find_unfit "
                    "motor.restock motor.rework motor.dismantle motor.scrap motor.settle_return "
                    "motor.correct_settlement"
                ),
            ),
            Task(
                "extension",
                _("A date that cannot be kept"),
                verbs=(
                    "motor.request_extension motor.grant_extension motor.refuse_extension "
                    "motor.extend_for_holiday"
                ),
                pages="cases:holiday cases:on_time",
                figures="parts_complete_days parts_missing_days extension_days extensions",
            ),
        ),
    ),
    Part(
        _("So that it does not happen again"),
        (
            Task(
                "corrective-action",
                _("A corrective action"),
                verbs="action.* alarm.*",
                pages=(
                    "accountability:actions accountability:action accountability:new_action figures:alarms "
                    "figures:alarm"
                ),
                figures="plan_days verification_days recurrence_months",
            ),
            Task(
                "penalty",
                _("A penalty"),
                verbs="penalty.*",
                pages=(
                    "accountability:penalties accountability:penalty accountability:draft_penalty "
                    "accountability:amounts"
                ),
                figures="penalty_days",
            ),
            Task(
                "survey",
                _("Ask customers how satisfied they are"),
                verbs="campaign.* response.* improvement.*",
                pages=(
                    "satisfaction:campaigns satisfaction:campaign satisfaction:target "
                    "satisfaction:response satisfaction:improvements satisfaction:improvement "
                    "satisfaction:new_campaign satisfaction:results table:survey_answers"
                ),
                figures="survey_link_days improvement_days good_score fair_score poor_score",
            ),
            Task(
                "monthly-report",
                _("The monthly report"),
                pages="figures:report figures:issued figures:overview",
            ),
        ),
    ),
    Part(
        _("All the time"),
        (
            Task(
                "printing",
                _("Printing and signatures on paper"),
                verbs="void_request.* handover.sign_on_paper parcel.sign_on_paper",
                pages=(
                    "slips:slips slips:slip slips:print_slips slips:print_waiting slips:copies "
                    "slips:print_job slips:ask_void slips:void_request ledgers ledger"
                ),
                figures="acknowledgement_days",
            ),
            Task(
                "deputies",
                _("Deputies and handing over"),
                verbs="case.hand_over case.hand_over_draft action.hand_over_measure improvement.hand_over",
                pages="people:deputies people:hand_over",
            ),
            Task(
                "register",
                _("Import the register"),
                verbs="amendment.*",
                pages=(
                    "warranty:motors warranty:customers warranty:models catalogue:failures catalogue:parts "
                    "table:registered_motors table:customers table:products table:parts table:failures "
                    "accountability:employees table:employees"
                ),
            ),
            Task(
                "settings",
                _("Settings for the administrator"),
                verbs="policy.*",
                pages=(
                    "people:administration people:people people:person people:new_person people:roles "
                    "people:sessions people:editions people:new_edition slips:printers slips:printer "
                    "slips:new_printer notices:robots notices:deliveries"
                ),
            ),
        ),
    ),
)

TASKS = {task.key: task for part in PARTS for task in part.tasks}

ROLES: dict[str, tuple[str, ...]] = {
    Role.SALESPERSON: ("register_days", "first_answer_days", "solution_days", "quotation_days"),
    Role.SALES_COORDINATOR: ("register_days", "quotation_days", "acknowledgement_days"),
    Role.SALES_MANAGER: ("first_answer_days", "manager_days"),
    Role.DISPATCHER: ("parts_complete_days", "parts_missing_days", "acknowledgement_days"),
    Role.AFTER_SALES: ("solution_days", "appraisal_days", "parts_complete_days", "parts_missing_days"),
    Role.AFTER_SALES_LEAD: ("lead_days", "extension_days", "extensions"),
    Role.ENGINEERING: ("appraisal_days", "plan_days"),
    Role.QUALITY: ("appraisal_days", "verification_days", "alarm_days"),
    Role.PRODUCTION: ("appraisal_days", "penalty_days", "plan_days"),
    Role.WORKSHOP: ("plan_days", "acknowledgement_days"),
    Role.WAREHOUSE: ("acknowledgement_days",),
    Role.FINANCE: ("penalty_days", "acknowledgement_days"),
    Role.ASSESSMENT: ("penalty_days",),
    Role.DIRECTOR: ("director_days", "penalty_days", "extensions"),
    Role.ADMIN: (),
}
"""The figures of the policy that set the days of each role."""
