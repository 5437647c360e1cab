"""The kinds of slips as data: title, copies and their recipients, colours, signature boxes, template.

The facts of a slip
===================

The snapshot frozen with a slip is one JSON object. Values are display text in Chinese or whole numbers;
dates are ISO ("2026-11-20"), moments "2026-11-20 14:03", amounts text with two decimals ("1409.50").
A fact that is not known is "" and never absent; a list may be empty. Long text is capped at 4,000 characters.

Every kind
    case_number, customer
    signatures      [{role, title, name, at}], one for every box of the kind in its order; name and at are
                    "" until signed (``Kind.boxes`` makes this list)

FK  feedback_kind (质量问题 / 意见 / 抱怨 / 投诉), revision (0 for the first submission),
    contact, phone, region, channel, contract_number,
    model, ex_factory_date, serial_number (several joined by 、), quantity,
    time_in_use, environment, connected_equipment, operated_as_required, site_visit,
    symptom, damaged_parts,
    judged_own_product, judged_cause, judged_in_warranty       (a, b and c of clause 四.1)
    customer_request, manager_opinion
    photos          [{id, caption}]; whoever prints adds ``src``, a data: URI of the picture, or leaves it out
JJ  consignment (第几批, number), carrier, waybill, arrived_on, listed, received, difference, remark
    motors          [{model, serial_number, exterior, accessories, remark}]
JD  version (of the appraisal, from 1), model, serial_number, ex_factory_date, received_on, symptom
    checks          [{item, standard, measured}]
    defect, cause, liable_department, liable_person, decision, remedy, time_limit, due_on
    verdict         [{aspect, outcome, clauses}] for warranty, return, charge, freight
    departure       the reason, where the decision departs from the proposal
    dissent
ZY  source_slip, from_department, to_department, remark
    motors          [{model, serial_number, defect, instruction, due_on}]
FX  contact, phone, model, serial_number, ex_factory_date, warranty, fault, cause, work_done,
    unrepaired      why the motor goes back as it came (未修退回), else ""
    parts           [{name, quantity, unit_price, amount, customer_machined (是 / 否)}]
    charge, material_fee, labour_fee, total, total_in_words
    inspection, inspected_by, inspected_on
    consignee, consignee_phone, consignee_address, freight_bearer
    other_maker     the note on another maker's motor with the customer's consent, else ""
TH  source_document (original delivery note or invoice), reason, reason_clauses, disposition, remark
    motors          [{model, serial_number, quantity, unit_price, amount}]
    total_quantity, total_amount, total_in_words
JZ  state, cycle (from 1: reopened actions go round again), issued_on, model, defect, defect_group,
    liable_department, team, problem, serial_numbers (joined by 、), cases (joined by 、), quantity
    containment, corrective, preventive    [{text, owner, due_on, done_on, evidence}]
    root_cause (five whys), planned_on, plan_due_on, implemented_on, standards,
    verification, verified_on, verify_by
    recurrence      why the action was reopened, else ""
    photos          [{id, caption}]
CF  state, model, serial_number, ex_factory_date, defect, liable_department, fault_class,
    finding, basis, opinion, countersignature, assessment, decision, deduction
    persons         [{name, capacity, amount, warning}]; the warning says that it is much of the wage
    responses       [{text}], each with who said it and when
    total, total_in_words
MY  year ("" after a closed case), region, factory, respondent, position, method, answered_on, surveyor, comments
    methods         [{text, chosen}]
    questions       [{label, options: [{text, chosen}]}], the best answer first
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aftersales.pdf import CopyLabel
from returns.lists import Listing

DEFAULT_COLOURS = {1: ("白",), 3: ("白", "红", "黄"), 4: ("白", "红", "蓝", "黄")}

TITLES = {
    "salesperson": "业务员",
    "sales_coordinator": "销售内勤",
    "sales_manager": "销售主管",
    "dispatcher": "发运员",
    "after_sales": "售后服务部",
    "engineering": "技术部",
    "quality": "质检部",
    "production": "生产部",
    "workshop": "车间",
    "warehouse": "成品库",
    "finance": "财务",
    "assessment": "考核部门",
    "director": "厂长",
    # Not a role, but who acts in the matter at hand:
    "issuer": "签发人",
    "planner": "责任部门",
    "verifier": "验证人",
    "concerned": "当事人",
    "respondent": "被访人",
    "surveyor": "调查人",
}


@dataclass(frozen=True)
class Copy:
    """One copy of a slip: who gets it, and which roles may acknowledge it."""

    number: int
    recipient: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """One kind of slip.

    ``signers`` are the roles of the signature boxes, from left to right; ``priced`` says that it shows amounts;
    ``listing`` is the list that may run over several pages.
    """

    prefix: str
    title: str
    name: Promise
    copies: tuple[Copy, ...]
    signers: tuple[str, ...]
    priced: bool = False
    permission: str = ""
    """Without it nobody sees such a slip, but for the people it was issued for (``Slip.readers``)."""
    listing: Listing | None = None

    @property
    def handlers(self) -> frozenset[str]:
        """The roles that get a copy or sign."""
        return frozenset(self.signers).union(*(copy.roles for copy in self.copies))

    @property
    def template(self) -> str:
        return f"slips/{self.prefix}.html"

    def boxes(self, signed: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
        """The signature boxes in the kind's order, filled from ``signed`` ({role, name, at}).

        Roles that sign beyond the kind's own boxes (the director on an exceptional return) follow at the end.
        """
        by_role = {signature["role"]: signature for signature in signed}
        extra = [role for role in by_role if role not in self.signers]
        return [box(role, by_role.get(role, {})) for role in (*self.signers, *extra)]

    def labels(
        self,
        printed_at: str = "",
        printed_by: str = "",
        reprints: Mapping[int, int] | None = None,
        colours: Sequence[str] = (),
    ) -> list[CopyLabel]:
        """The label of every copy. ``reprints`` says how often a copy, by number, was printed before."""
        colours = colours or DEFAULT_COLOURS[len(self.copies)]
        return [
            CopyLabel(
                copy.number,
                len(self.copies),
                colour,
                copy.recipient,
                printed_at,
                printed_by,
                (reprints or {}).get(copy.number, 0),
            )
            for copy, colour in zip(self.copies, colours, strict=True)
        ]


def box(role: str, signature: Mapping[str, str]) -> dict[str, str]:
    """One signature box; without a signature its name and time are left blank, for ink."""
    return {
        "role": role,
        "title": TITLES[role],
        "name": signature.get("name", ""),
        "at": signature.get("at", ""),
    }


def copies(*recipients: tuple[str, str]) -> tuple[Copy, ...]:
    """Copies numbered from 1, of (recipient as printed, roles separated by spaces)."""
    return tuple(
        Copy(n, recipient, tuple(roles.split())) for n, (recipient, roles) in enumerate(recipients, 1)
    )


KINDS: dict[str, Kind] = {
    kind.prefix: kind
    for kind in (
        Kind(
            "FK",
            "质量反馈信息单",
            _("Quality feedback"),
            copies(("售后服务部", "after_sales")),
            ("salesperson", "sales_manager", "sales_coordinator", "after_sales"),
        ),
        Kind(
            "JJ",
            "交接单",
            _("Handover slip"),
            copies(
                ("存根 · 销售内勤", "sales_coordinator"),
                ("发运员", "dispatcher"),
                ("售后服务部", "after_sales"),
            ),
            ("dispatcher", "after_sales"),
            listing=Listing("motors", 16, 8),
        ),
        Kind(
            "JD",
            "鉴定记录",
            _("Appraisal record"),
            copies(("售后服务部", "after_sales")),
            ("after_sales", "engineering", "quality", "production"),
            listing=Listing("checks", 6, 5),
        ),
        Kind(
            "ZY",
            "转移单",
            _("Transfer slip"),
            copies(("售后服务部", "after_sales"), ("生产部", "production"), ("车间", "workshop")),
            ("after_sales", "production", "workshop"),
            listing=Listing("motors", 8, 6),
        ),
        Kind(
            "FX",
            "返修单",
            _("Repair slip"),
            copies(
                ("留底 · 售后服务部", "after_sales"),
                ("发运员", "dispatcher"),
                ("销售内勤", "sales_coordinator"),
            ),
            ("after_sales", "quality", "dispatcher", "sales_coordinator"),
            priced=True,
            listing=Listing("parts", 5, 4, sums=("amount",)),
        ),
        Kind(
            "TH",
            "退货单",
            _("Return slip"),
            copies(
                ("留底 · 销售内勤", "sales_coordinator"),
                ("财务", "finance"),
                ("成品库", "warehouse"),
                ("销售", "salesperson sales_manager"),
            ),
            ("sales_coordinator", "sales_manager", "finance", "warehouse"),
            priced=True,
            listing=Listing("motors", 6, 6, sums=("quantity", "amount")),
        ),
        Kind(
            "JZ",
            "纠正预防措施单",
            _("Corrective action"),
            copies(("售后服务部", "after_sales")),
            ("issuer", "planner", "verifier"),
            permission="action.view",
        ),
        Kind(
            "CF",
            "处理意见",
            _("Handling opinion"),
            copies(("考核部门", "assessment")),
            ("production", "assessment", "concerned", "director", "finance"),
            permission="penalty.view",
        ),
        Kind(
            "MY",
            "顾客满意度调查表",
            _("Satisfaction survey"),
            copies(
                ("销售公司", "sales_coordinator sales_manager"),
            ),
            ("respondent", "surveyor"),
            permission="survey.view",
        ),
    )
}
