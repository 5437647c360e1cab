"""Who may do what: every role, and the permissions it grants, as data.

A permission is named ``noun.verb``. The verbs of the workflows carry the name of their transition, so
``motor.ship`` is what one needs for ``ReturnedMotor.ship``. Nothing else permits an act by role. Other tables name
roles too, and permit nothing: whom a step tells (``tells``), for whom something waits (``waiting.py``), who gets which
copy of a slip, which departments sign an appraisal or a count.
"""

from collections.abc import Iterable
from functools import cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label


class Role(models.TextChoices):
    """The people of the regulation. A user may hold several roles."""

    SALESPERSON = "salesperson", _("salesperson")
    SALES_COORDINATOR = "sales_coordinator", _("sales coordinator")
    SALES_MANAGER = "sales_manager", _("sales manager")
    DISPATCHER = "dispatcher", _("dispatcher")
    AFTER_SALES = "after_sales", _("after-sales")
    AFTER_SALES_LEAD = "after_sales_lead", _("after-sales lead")
    ENGINEERING = "engineering", _("engineering")
    QUALITY = "quality", _("quality")
    PRODUCTION = "production", _("production")
    WORKSHOP = "workshop", _("workshop")
    WAREHOUSE = "warehouse", _("warehouse")
    FINANCE = "finance", _("finance")
    ASSESSMENT = "assessment", _("assessment")
    DIRECTOR = "director", _("director")
    ADMIN = "admin", _("administrator")


APPRAISING = {"motor.draft_appraisal", "motor.sign_appraisal", "motor.measure"}
KEEPS_CATALOGUE = {"failure.edit"}
HANDLES_MOTORS = {"motor.put", "arrival.put"}  # has them in the hand, and says where they lie
RECORDS_FREIGHT = {"motor.record_freight", "freight.correct"}  # has the carrier's bill
PHOTOGRAPHS = {"case.add_photos", "motor.add_photos"}  # salespeople those of their own cases
SEES_ALL = {"case.view_all", "slip.view", "action.view", "register.view"}
SEES_AMOUNTS = {"amount.view"}
SEES_COSTS = {"cost.view"}  # the factory's own, whoever pays
LEADS = {"team.view", "on_time.view", "report.view"} | SEES_COSTS
CARRIES_OUT = {
    "action.contain",
    "action.plan",
    "action.add_measure",
    "action.implement",
    "action.attach",
}  # its own department's
CHECKS = {
    "action.judge_recurrence",
    "action.hand_over_measure",
    "action.issue",
    "action.contain",
    "action.add_case",
    "action.verify",
    "action.fail_verification",
    "action.attach",
}
READS_REPORT = {"report.view"}
ISSUES_REPORT = {"report.issue"}
LOOKS_INTO_ALARMS = {"alarm.assign", "alarm.close", "alarm.open_action"}
SEES_SURVEY = {"survey.list", "survey.view"}
SURVEYS = {
    "survey.list",
    "response.fill",
    "response.submit",
    "survey.invite",
}  # of the customers who are theirs to ask
RUNS_SURVEY = (
    SEES_SURVEY
    | SURVEYS
    | {"campaign.add_customer", "campaign.mail_links", "response.withdraw", "survey.import"}
)
PLANS_SURVEY = {
    "campaign.create",
    "campaign.revise",
    "campaign.launch",
    "campaign.close",
    "campaign.reopen",
    "improvement.assign",
    "improvement.hand_over",
}
CONFIRMS_CHANGES = {"amendment.accept", "amendment.turn_down"}  # of the register, where a case hangs on them
CONFIRMS_POLICY = {
    "policy.view",
    "policy.confirm",
    "policy.turn_down",
}  # an edition that somebody else proposed
CONFIRMS_AMOUNTS = {
    "rates.view",
    "rates.confirm",
    "rates.turn_down",
}  # of penalties, which somebody else proposed
HANDLES_PAPER = {"slip.print", "slip.acknowledge"}  # which copies, say the kinds of slips

SALES = {Role.SALESPERSON, Role.SALES_COORDINATOR, Role.SALES_MANAGER}

GRANTS: dict[str, set[str]] = {
    Role.SALESPERSON: SURVEYS
    | PHOTOGRAPHS
    | SEES_AMOUNTS
    | HANDLES_PAPER
    | {
        "slip.view",
        "register.view",
        "case.create",
        "case.revise",
        "case.submit",
        "case.resolve_on_site",
        "case.withdraw",
        "case.first_answer",
        "motor.accept_quote",
        "motor.ask_again",
        "motor.refuse_quote",
        "motor.confirm_delivery",
        "motor.correct_delivery",
    },
    Role.SALES_COORDINATOR: RUNS_SURVEY
    | PHOTOGRAPHS
    | SEES_ALL
    | HANDLES_PAPER
    | SEES_AMOUNTS
    | {
        "register.edit",
        "case.create",
        "case.create_for_others",
        "case.revise",
        "case.submit",
        "case.withdraw",
        "case.accept_list",
        "customer.confirm",
        "slip.ask_void",
        "motor.write_off",
        "arrival.assign",
        "arrival.ask_sales",
        "motor.ask_again",
        "motor.draft_return",
        "motor.confirm_delivery",
        "motor.correct_delivery",
    },
    Role.SALES_MANAGER: RUNS_SURVEY
    | PLANS_SURVEY
    | SEES_ALL
    | LEADS
    | HANDLES_PAPER
    | SEES_AMOUNTS
    | CONFIRMS_CHANGES
    | {
        "case.request_info",
        "case.hand_over",
        "case.reject",
        "case.authorise_return",
        "case.close",
        "case.reopen",
        "motor.approve_return",
        "motor.refuse_return",
        "motor.approve_credit",
        "motor.give_up_quote",
        "motor.agree_departure",
        "freight.decide",
        "freight.waive",
        "slip.ask_void",
        "void_request.confirm",
    }
    | CARRIES_OUT,
    Role.DISPATCHER: HANDLES_MOTORS
    | SEES_ALL
    | PHOTOGRAPHS
    | HANDLES_PAPER
    | {
        "handover.count",
        "handover.recount",
        "handover.sign",
        "parcel.count",
        "parcel.add_photos",
        "parcel.sign_on_paper",
        "parcel.sign",
        "handover.correct",
        "handover.sign_on_paper",
        "parcel.correct",
        "motor.report_missing",
        "motor.ship",
    }
    | RECORDS_FREIGHT
    | {"motor.take_in_again", "motor.correct_shipment"}
    | CARRIES_OUT,
    Role.AFTER_SALES: HANDLES_MOTORS
    | SEES_SURVEY
    | {"improvement.hand_on"}
    | READS_REPORT
    | SEES_ALL
    | HANDLES_PAPER
    | SEES_AMOUNTS
    | SEES_COSTS
    | APPRAISING
    | PHOTOGRAPHS
    | {
        "case.answer",
        "case.first_answer",
        "case.complete",
        "case.close",
        "case.reopen",
        "handover.count",
        "handover.recount",
        "handover.sign",
        "parcel.count",
        "parcel.add_photos",
        "parcel.sign_on_paper",
        "parcel.sign",
        "handover.correct",
        "handover.sign_on_paper",
        "parcel.correct",
        "motor.quote",
        "motor.scrap",
        "motor.parts_arrived",
        "motor.finish_repair",
        "motor.take_on",
        "motor.pass_to",
        "bench.view",
        "motor.reappraise",
        "motor.sign_on_paper",
        "motor.request_extension",
        "motor.prepare_transfer",
        "on_time.view",
        "slip.ask_void",
    }
    | CHECKS
    | {"penalty.view", "penalty.countersign"},
    Role.AFTER_SALES_LEAD: SEES_SURVEY
    | {"improvement.assign", "improvement.hand_over"}
    | SEES_ALL
    | LEADS
    | HANDLES_PAPER
    | SEES_AMOUNTS
    | CONFIRMS_CHANGES
    | {"motor.pass_to", "bench.view"}
    | {"motor.decide_extension", "motor.extend_for_holiday", "void_request.confirm"},
    Role.ENGINEERING: SEES_SURVEY
    | KEEPS_CATALOGUE
    | READS_REPORT
    | SEES_ALL
    | HANDLES_PAPER
    | APPRAISING
    | PHOTOGRAPHS
    | CARRIES_OUT,
    Role.QUALITY: HANDLES_MOTORS
    | SEES_SURVEY
    | {"improvement.hand_on"}
    | READS_REPORT
    | ISSUES_REPORT
    | LOOKS_INTO_ALARMS
    | SEES_ALL
    | HANDLES_PAPER
    | APPRAISING
    | PHOTOGRAPHS
    | KEEPS_CATALOGUE
    | {"motor.pass_inspection", "motor.fail_inspection", "motor.clear_for_stock", "motor.find_unfit"}
    | CHECKS
    | CARRIES_OUT,
    Role.PRODUCTION: HANDLES_MOTORS
    | SEES_SURVEY
    | READS_REPORT
    | SEES_ALL
    | HANDLES_PAPER
    | APPRAISING
    | PHOTOGRAPHS
    | {"motor.transfer", "motor.rework", "motor.dismantle", "motor.scrap_transferred"}
    | CARRIES_OUT
    | {"employee.view", "penalty.view", "penalty.draft"},
    Role.WORKSHOP: HANDLES_MOTORS
    | SEES_ALL
    | HANDLES_PAPER
    | CARRIES_OUT
    | {"motor.rework", "motor.dismantle", "motor.scrap_transferred"},
    Role.WAREHOUSE: HANDLES_MOTORS | SEES_ALL | HANDLES_PAPER | {"motor.restock"},
    Role.FINANCE: SEES_ALL
    | READS_REPORT
    | HANDLES_PAPER
    | SEES_AMOUNTS
    | SEES_COSTS
    | {"motor.record_payment", "motor.correct_payment", "motor.refund_payment", "motor.confirm_no_charge"}
    | {"motor.settle_return", "motor.correct_settlement"}
    | RECORDS_FREIGHT
    | {"freight.settle", "penalty.view", "penalty.deduct"},
    Role.ASSESSMENT: SEES_ALL
    | READS_REPORT
    | HANDLES_PAPER
    | {"employee.view", "employee.edit", "employee.view_wage"}
    | {"penalty.view", "penalty.assess", "penalty.record_response"},
    Role.DIRECTOR: SEES_SURVEY
    | SEES_ALL
    | LEADS
    | HANDLES_PAPER
    | SEES_AMOUNTS
    | {
        "motor.settle_dissent",
        "motor.endorse_return",
        "motor.decide_extension",
        "void_request.confirm",
    }
    | CONFIRMS_POLICY
    | CONFIRMS_AMOUNTS
    | {"penalty.view", "penalty.approve", "penalty.dismiss"},
    Role.ADMIN: SEES_ALL
    | KEEPS_CATALOGUE
    | CONFIRMS_POLICY
    | CONFIRMS_AMOUNTS
    | {"register.edit", "employee.view", "employee.edit", "policy.edit", "notice.administer", "printer.edit"}
    | {
        "penalty.set_amounts",
        "person.edit",
        "case.hand_over",
        "action.hand_over_measure",
        "improvement.hand_over",
    },
}

# What is done with the password said once more, see again.py: money, penalties, the policy, people, void slips.
MONEY = {
    "motor.record_payment",
    "motor.correct_payment",
    "motor.refund_payment",
    "motor.confirm_no_charge",
    "motor.approve_credit",
    "motor.agree_departure",
    "motor.settle_return",
    "motor.correct_settlement",
    "freight.decide",
    "freight.waive",
    "freight.settle",
}
PENALTIES = {
    "penalty.draft",
    "penalty.countersign",
    "penalty.assess",
    "penalty.approve",
    "penalty.dismiss",
    "penalty.deduct",
    "penalty.set_amounts",
    "rates.confirm",
    "rates.turn_down",
}
POLICY = {"policy.edit", "policy.confirm", "policy.turn_down"}
ASKS_AGAIN = MONEY | PENALTIES | POLICY | {"person.edit", "void_request.confirm"}

# Whoever may do one of these approves, and has a second factor where the installation asks for one.
APPROVES = ASKS_AGAIN | {
    "case.authorise_return",
    "motor.approve_return",
    "motor.settle_dissent",
    "motor.endorse_return",
    "motor.decide_extension",
    "amendment.accept",
}

# What anybody may be asked for, whatever their work: the check of the person says whether they are.
TALKS = {
    "note.write",
    "urge.urge",
    "question.ask",
    "question.answer",
    "question.pass_on",
    "question.withdraw",
}
TALKS_IN_CONFIDENCE = {"confined_question.answer", "confined_question.pass_on"}
PERSONAL = {"action.finish_measure", "penalty.respond", "improvement.finish"} | TALKS | TALKS_IN_CONFIDENCE


# What a deputy does in somebody's place, by the nouns of the permissions. Who stands in for somebody in all things
# does not for penalties, unless these are named (九: they are confidential).
DUTIES: dict[str, tuple[Label, frozenset[str]]] = {
    "cases": (
        _("feedback and motors"),
        frozenset(
            {
                "case",
                "customer",
                "motor",
                "freight",
                "handover",
                "parcel",
                "arrival",
                "amount",
                "bench",
                "cost",
                "team",
                "on_time",
                "note",
                "urge",
                "question",
                "report",
            }
        ),
    ),
    "paper": (_("slips"), frozenset({"slip", "void_request"})),
    "actions": (_("corrective actions"), frozenset({"action", "alarm", "improvement"})),
    "surveys": (_("satisfaction surveys"), frozenset({"survey", "response", "campaign"})),
    "register": (_("register and catalogue"), frozenset({"register", "amendment", "failure"})),
    "administration": (_("administration"), frozenset({"policy", "notice", "printer", "person"})),
    "penalties": (_("penalties and wages"), frozenset({"penalty", "rates", "employee", "confined_question"})),
}
ON_NAMING = "penalties"
ALL_DUTIES = tuple(name for name in DUTIES if name != ON_NAMING)


@cache
def duty_of(codename: str) -> str:
    """The duty to which a permission belongs; empty for one that no deputy has."""
    noun = codename.partition(".")[0]
    return next((name for name, (_label, nouns) in DUTIES.items() if noun in nouns), "")


def nouns_of(duties: Iterable[str]) -> set[str]:
    """The nouns with which these duties have to do."""
    return set().union(*(DUTIES[name][1] for name in duties))


# What no verb, view, task, ledger or link asks for, but a condition, a form or a column does.
IN_PASSING = {"amount.view", "case.create_for_others", "penalty.record_response"}


def all_permissions() -> set[str]:
    """Every permission that there is."""
    return PERSONAL.union(*GRANTS.values())


def permissions_of(roles: frozenset[str]) -> frozenset[str]:
    """Every permission that these roles grant together, and what everybody may do."""
    return frozenset(PERSONAL).union(*(GRANTS.get(role, set()) for role in roles))


@cache
def leads_of(codename: str) -> frozenset[str]:
    """Who leads the people with a permission: the sales manager those of sales, the after-sales lead all others."""
    return frozenset(
        [Role.SALES_MANAGER if SALES.issuperset(roles_with(codename)) else Role.AFTER_SALES_LEAD]
    )


@cache
def roles_with(codename: str) -> tuple[str, ...]:
    """The roles that grant a permission, in the order of ``Role``."""
    return tuple(role for role in Role.values if codename in GRANTS.get(role, set()))


def role_names(roles: Iterable[str]) -> str:
    """Roles as people read them, in the active language."""
    return str(_(", ")).join(str(Role(role).label) for role in roles)
