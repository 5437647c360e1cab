"""FK, the quality feedback: what it freezes, when it is issued, how it reads (四.1).

Its facts, beside those of every slip:
    feedback_kind (质量问题 / 意见 / 抱怨 / 投诉), revision (0 for the first submission),
    contact, phone, region, channel, contract_number,
    model, ex_factory_date, serial_number (several joined by 、), quantity,
    time_in_use, environment, connected_equipment, operated_as_required, site_visit,
    symptom, damaged_parts,
    judged_own_product, judged_cause, judged_in_warranty       (a, b and c of clause 四.1)
    customer_request, manager_opinion
    photos          [{id, caption}]; whoever prints adds ``src``, a data: URI of the picture, or leaves it out
"""

from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.photos.uploads import paths_of
from cases.slips import common
from cases.statuses import Answer, FeedbackKind
from catalogue.statuses import Cause
from slips.actions.issuing import issue, void
from slips.brief import model_and_serial
from slips.kinds import Brief, Kind, copies, register
from slips.wording import Facts, date, in_chinese, moment, signature
from workflow.actions import on
from workflow.models import Event

YES_NO = {Answer.YES: "是", Answer.NO: "否", Answer.UNKNOWN: "不详", "": ""}


@in_chinese
def feedback(case: Case) -> Facts:
    """FK: the quality feedback as submitted (四.1), with the manager's opinion once there is one."""
    decisions = case.events.filter(subject="case", verb__in=["authorise_return", "reject", "answer"])
    decision = decisions.order_by("id").last()
    manager = (
        {}
        if decision is None
        else {
            "role": "after_sales" if decision.verb == "answer" else "sales_manager",
            "name": decision.who,
            "at": moment(decision.at),
        }
    )
    printed = case.photos.pictures().filter(motor=None)
    return common("FK", case, signature("salesperson", case.salesperson, case.submitted_at), manager) | {
        "feedback_kind": str(FeedbackKind(case.kind).label),
        "revision": case.revision,
        "contact": case.contact,
        "phone": case.phone,
        "region": case.customer.region,
        "channel": case.customer.get_channel_display(),
        "contract_number": case.contract_number,
        "model": case.model_name,
        "ex_factory_date": case.ex_factory_day if case.ex_factory_month_only else date(case.ex_factory_date),
        "serial_number": case.serial_number,
        "quantity": case.quantity,
        "time_in_use": case.time_in_use,
        "environment": case.environment,
        "connected_equipment": case.connected_equipment,
        "operated_as_required": YES_NO[case.operated_as_required],
        "site_visit": case.site_visit,
        "symptom": case.problem,
        "damaged_parts": case.damaged_parts,
        "judged_own_product": YES_NO[case.own_product],
        "judged_cause": str(Cause(case.cause).label) if case.cause else "",
        "judged_in_warranty": YES_NO[case.in_warranty],
        "customer_request": case.customer_request,
        "manager_opinion": manager_opinion(case, decision),
        "photos": [{"id": photo.pk, "caption": photo.caption} for photo in printed],
    }


def manager_opinion(case: Case, decision: Event | None) -> str:
    if case.resolved_on_site:
        return f"就地解决：{case.action_taken}"
    if decision is None:
        return ""
    words = {"authorise_return": "同意退回", "reject": "不予受理", "answer": "已答复"}[decision.verb]
    note = decision.data.get("reason") or decision.data.get("answer") or decision.data.get("note") or ""
    return f"{words}：{note}" if note else words


@on("case.submit", "case.authorise_return", "case.reject", "case.answer", "case.resolve_on_site", paper="FK")
def issue_feedback(case: Case, event: Event) -> None:
    """The quality feedback slip keeps the case's number; a newer revision replaces the earlier one."""
    earlier = case.slips.filter(kind="FK")
    last = earlier.order_by("revision").last()
    void(earlier, "已由新修订取代", event)  # printed on it, so in Chinese
    issue("FK", feedback(case), event, dossier=case.dossier, number=case.number, replaces=last)


def feedback_brief(facts: Facts) -> Brief:
    yield "反馈类别", facts["feedback_kind"]
    yield from model_and_serial(facts)
    yield "数量", f"{facts['quantity']} 台"
    yield "质量问题", facts["symptom"]
    yield "客户要求", facts["customer_request"]
    yield "主管意见", facts["manager_opinion"]


register(
    Kind(
        "FK",
        "质量反馈信息单",
        _("Quality feedback"),
        copies(("售后服务部", "after_sales")),
        ("salesperson", "sales_manager", "sales_coordinator", "after_sales"),
        rank=10,
        brief=feedback_brief,
        anew=lambda slip: feedback(Case.objects.get(pk=slip.dossier_id)),
        keeps_number=True,
        pictures=paths_of,
    )
)
