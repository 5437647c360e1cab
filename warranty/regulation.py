"""The factory's regulation of after-sales, 《售后服务管理规定》, clause by clause, and how each is read.

The Chinese text is the regulation; the English beside it is a translation. What a policy figure or a sentence of a
verdict adds to a clause is found by the clause it cites, and not repeated here.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from aftersales.citations import FACTORY_DEFAULT, anchor, cited_in
from aftersales.kit.choices import Label
from warranty import clauses
from workflow.policy import Figure, figures

TITLE = ("售后服务管理规定", "Regulation of After-Sales Service")


@dataclass(frozen=True)
class Passage:
    """One clause: its number as it is cited, its heading if it has one, its paragraphs, and how it is read."""

    number: str
    reading: Label = ""
    heading: tuple[str, str] = ("", "")
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        return anchor(self.number)

    @property
    def figures(self) -> list[Figure]:
        """The figures of the policy that cite it; of the factory default, those that cite nothing."""
        if self.number == FACTORY_DEFAULT:
            return [figure for figure in figures() if not cited_in(figure.label)]
        return [figure for figure in figures() if self.number in cited_in(figure.label)]

    @property
    def sentences(self) -> list[clauses.Clause]:
        """What a verdict says by it; sentences that want a date stand in verdicts alone."""
        found = [row for row in sentences_of_verdicts() if row.number == self.number]
        return [row for row in found if "{" not in row.zh]


def sentences_of_verdicts() -> list[clauses.Clause]:
    """Every row of the tables of clauses.py, in their order."""
    found: list[clauses.Clause] = []
    for value in vars(clauses).values():
        if isinstance(value, clauses.Clause):
            found.append(value)
        elif isinstance(value, tuple):
            found += [row for row in value if isinstance(row, clauses.Clause)]
    return found


REGULATION = (
    Passage(
        "一",
        _(
            "The after-sales group is sales, which leads, quality, production and engineering. Who belongs"
            " to it is set by the roles of people; 售后服务组, 售后服务部 and 售后服务人员 are one role,"
            " after-sales."
        ),
        ("一、成立售后服务组：", "I. The after-sales group"),
        ("以销售为主，由销售、质检、生产、技术组成。",),
        ("It is led by sales and made up of sales, quality inspection, production and engineering.",),
    ),
    Passage("二", heading=("二、售后服务组职责：", "II. Duties of the after-sales group")),
    Passage(
        "二.1",
        _(
            "Every kind of feedback is registered and answered, and has its slip FK; only a quality problem"
            " can lead to a motor that comes back. It is registered within the days below."
        ),
        zh=("1、及时反馈售后产品的质量问题，以及顾客意见、抱怨及投诉，并填写质量反馈信息单。",),
        en=(
            "1. To report quality problems of products sold without delay, together with opinions,"
            " grievances and complaints of customers, and to fill in the quality feedback slip.",
        ),
    ),
    Passage(
        "二.2",
        _(
            "Each motor is appraised jointly and signed by four departments: cause, liability, remedy,"
            " return or repair. The rules of 五 to 七 propose, people decide, and a departure from the"
            " proposal needs a reason."
        ),
        zh=(
            "2、对售后产品的质量问题分析原因、落实责任、提出解决问题的方法和措施，鉴定退回电机应作退货、"
            "还是返修处理。",
        ),
        en=(
            "2. To analyse the causes of quality problems, settle who is liable, propose how they are"
            " solved, and appraise whether a motor that was sent back is to be taken back or repaired.",
        ),
    ),
    Passage(
        "二.3",
        _(
            "The customer has a first answer and a solution within the days below; whoever is due is"
            " reminded, and what is late comes before those who lead. On closing, the customer's reply is"
            " recorded."
        ),
        zh=("3、组织人员及时解决售后产生的质量问题，在规定的时间内给客户满意的答复。",),
        en=(
            "3. To see that quality problems are solved without delay, and that the customer has a"
            " satisfactory answer within the time set.",
        ),
    ),
    Passage(
        "二.4",
        _(
            "A confirmed fault of the factory opens a corrective action (slip JZ) with the liable"
            " department. Who issues, plans and verifies it are three people; the same fault in a motor"
            " made after the measure reopens it."
        ),
        zh=(
            "4、责令责任部门针对出现的质量问题指定纠正预防措施，并跟踪验证措施落实情况，"
            "避免类似问题的再次发生。",
        ),
        en=(
            "4. To have the liable department lay down corrective and preventive measures for the quality"
            " problem, and to follow up and verify that they are carried out, so that the like does not"
            " happen again.",
        ),
    ),
    Passage(
        "二.5",
        _(
            "The group finds who is liable; production writes the opinion as 九 says. Where production"
            " itself is liable, after-sales countersigns first."
        ),
        zh=("5、对责任人、责任部门进行处理，写出处理意见，报考核部门。",),
        en=(
            "5. To deal with the persons and departments liable, write the handling opinion, and report it"
            " to the assessment department.",
        ),
    ),
    Passage(
        "三",
        _(
            "The chart is not part of the text that has come down; the product follows 四. What may be done"
            " next stands on the page of each case and motor, with the reason where it has to wait."
        ),
        ("三、售后服务工作流程：（见附图）", "III. Workflow of after-sales service (see the chart attached)"),
    ),
    Passage("四", heading=("四、管理规定：", "IV. Rules of conduct")),
    Passage(
        "四.1",
        _(
            "A feedback can be submitted once all of this is answered; “unknown” needs a reason. The"
            " judgements a, b and c are preliminary, the appraisal decides. No motor travels before the"
            " sales manager has approved, and nobody approves a case of their own. The salesperson bears"
            " the freight in of a motor that should not have come back, if the group finds so and gives a"
            " reason; the sales manager may waive it."
        ),
        zh=(
            "1、业务人员接到顾客关于我厂产品质量问题的反馈后，应详细了解产品的规格型号、出厂日期、编号、"
            "使用时间、使用情况（工作环境、配套设施、是否按照要求操作）以及出现的质量问题、损坏的零部件，"
            "必要时应亲临现场了解情况，通过了解情况应作出判断：",
            "a.是否是本厂产品？",
            "b.是顾客原因造成还是我厂产品质量问题造成？",
            "c.是否在保修期内？",
            "业务员应详细记录以上情况，反馈销售主管和内勤人员，经部门主管同意后返回公司，"
            "并及时转给厂售后服务人员，业务人员应详细记录。",
            "对顾客反应的质量问题，能就地解决的，业务员有责任处理。业务员若将不该退回的产品退回厂里，"
            "业务员承担运输费用。",
            "对客户使用的非我厂产品出现了质量问题，顾客自愿让我厂维修，业务员为拓展业务，"
            "可以办理有偿维修服务，并在电话中说明或书面注明。",
        ),
        en=(
            "1. A salesperson who hears from a customer of a quality problem of our product finds out in"
            " detail its model, ex-factory date, serial number, time in use and circumstances of use"
            " (working environment, connected equipment, whether it was operated as required), the problem"
            " and the damaged parts, on the spot where necessary, and judges on that footing:",
            "a. Is it our factory's product?",
            "b. Was it caused by the customer, or by a quality problem of our product?",
            "c. Is it within the warranty period?",
            "The salesperson records all this in detail and reports it to the sales manager and the sales"
            " coordinator; once the manager agrees it is sent back, and passed on to the factory's"
            " after-sales staff without delay. The salesperson keeps a detailed record.",
            "What can be solved on the spot it is the salesperson's duty to solve. A salesperson who has a"
            " product sent back to the factory that should not have been bears the freight.",
            "Where a product of another maker has a quality problem and its user wants us to repair it, the"
            " salesperson may, to win business, arrange a paid repair, and says so on the telephone or"
            " notes it in writing.",
        ),
    ),
    Passage(
        "四.2",
        _(
            "The return list reaches the coordinator, dispatcher and after-sales count each consignment"
            " against it and both sign; missing, unlisted and wrong motors count each for itself (slip JJ)."
            " Quality inspects a repaired motor before its slip FX. A return is entered, approved by the"
            " sales manager (slip TH), then transferred (slip ZY). A charged repair is quoted before, and"
            " paid or on credit when it ships."
        ),
        zh=(
            "2、退回电机时要将退回电机的清单传真给销售内勤，销售内勤通知发运员接货，"
            "发运员接货后和售后服务人员按清单清点数目做好记录并填写交接单，交接单一式三联，"
            "存根一联交销售内勤，二联发运员留底，三联交售后服务部，由售后服务部协同技术、质检、"
            "生产部共同鉴定，分析原因、落实责任及解决方法与时间要求，需维修的由售后服务部负责维修；"
            "需办理退货的，由售后服务部和生产部办理转移单交生产车间处理，并由销售内勤通知业务人员。",
            "维修完成后，售后服务部填写返修单，返修单一式三联，售后服务部留底一联，二联交发运员，"
            "发运员按返修单的要求发货给客户或业务员，三联交给销售内勤并通知业务人员。",
            "如退货，销售内勤将退货产品记录在退货明细上，填写退货单，并注明退货原因，"
            "经部门主管认可方可办理退货。退货单一式四联，留底一联，二联转财务，三联转成品库，四联转销售。",
        ),
        en=(
            "2. When motors are sent back, their list is faxed to the sales coordinator, who notifies the"
            " dispatcher. On receipt the dispatcher and after-sales count them against the list, record it"
            " and fill in the handover slip in three copies: the stub for the coordinator, the second for"
            " the dispatcher, the third for after-sales, which appraises them together with engineering,"
            " quality inspection and production: cause, liability, remedy and time limit. What is to be"
            " repaired after-sales repairs; for what is taken back, after-sales and production make out the"
            " transfer slip and hand it to the workshop, and the coordinator notifies the salesperson.",
            "After the repair, after-sales fills in the repair slip in three copies: the first it keeps,"
            " the second goes to the dispatcher, who ships to the customer or the salesperson as it says,"
            " the third to the coordinator, who notifies the salesperson.",
            "For a return, the coordinator enters the product in the return ledger and fills in the return"
            " slip with the reason; the return is made only once the manager has approved. The slip has"
            " four copies: one is kept, the second goes to finance, the third to the finished-goods"
            " warehouse, the fourth to sales.",
        ),
    ),
    Passage(
        "四.3",
        _(
            "Calendar days, the first day not counted, from the fourth signature of the appraisal unless"
            " the policy says from the handover. Parts that come late do not move the day; an unanswered"
            " quotation stops the clock. An extension is asked for before the day, the original day is"
            " kept, and the customer is told."
        ),
        zh=(
            "3、退回返修电机，在查明原因及配件齐全时，七日内交给客户，配件不全时，十五日内交给客户，"
            "特殊情况可适当延期。",
        ),
        en=(
            "3. A motor sent back for repair is given to the customer within seven days once the cause is"
            " found, if the parts are complete, and within fifteen if they are not; in special cases this"
            " may be suitably extended.",
        ),
    ),
    Passage("五", heading=("五、退货：", "V. Returns")),
    Passage(
        "五.1",
        _(
            "Intact means never used and without a fault; the factory's consent is asked for. A custom-made"
            " motor is not taken back on this ground unless an agreement, with number and date, allows it."
            " Intact motors go back into stock after inspection."
        ),
        zh=(
            "1、在保修期内的完好产品经厂家同意可以做退货处理，"
            "客户专门定做的产品不做退货处理（另有协议的按协议的相关条款执行）。",
        ),
        en=(
            "1. An intact product within the warranty period may be returned with the factory's consent;"
            " one made specially for the customer is not returned (where there is an agreement, its terms"
            " apply).",
        ),
    ),
    Passage(
        "五.2",
        _(
            "Quality has measured it. A motor that failed before its first use through the factory counts"
            " the same."
        ),
        zh=("2、产品因技术参数、结构尺寸达不到合同或协议要求的可以做退货处理。",),
        en=(
            "2. A product whose technical parameters or dimensions fail the contract or agreement may be"
            " returned.",
        ),
    ),
    Passage(
        "五.3",
        _(
            "Of transport that the factory arranged; the appraisal says who arranged it, and whether use is"
            " impaired."
        ),
        zh=("3、运输过程造成的电机损坏，影响正常使用（不包括客户自提）的可以做退货处理。",),
        en=(
            "3. A motor damaged in transport so that normal use is impaired may be returned (not where the"
            " customer collected it).",
        ),
    ),
    Passage(
        "六",
        _(
            "All bars that apply are listed, not only the first. A return in spite of one is a departure:"
            " sales manager and director both sign it. Charge and freight are judged each for itself."
        ),
        ("六、不退货：", "VI. No return"),
    ),
    Passage(
        "六.1",
        _("What cannot be proven to be in warranty counts as out of it (八)."),
        zh=("1、在保修期外的产品不做退货处理。",),
        en=("1. A product outside the warranty period is not returned.",),
    ),
    Passage(
        "六.2",
        _(
            "The appraisal found no fault and nothing that fails the contract. It goes back to the customer"
            " unrepaired."
        ),
        zh=("2、已使用的产品无质量问题不做退货处理。",),
        en=("2. A used product without a quality problem is not returned.",),
    ),
    Passage(
        "六.3",
        _(
            "Damage by transport that the factory arranged does not count; a part that the customer"
            " machined does."
        ),
        zh=("3、产品外形非我厂原因造成损坏或改变的不做退货处理。",),
        en=("3. A product whose exterior was damaged or changed, not by our factory, is not returned.",),
    ),
    Passage(
        "六.4",
        _("It bars the return, but not a free repair where the cause is the factory's all the same."),
        zh=("4、客户擅自拆开产品进行维修或改装的不做退货处理。",),
        en=("4. A product that the customer opened without leave for repair or conversion is not returned.",),
    ),
    Passage(
        "六.5",
        _(
            "Misuse and a cause that is the factory's exclude each other: then nothing is decided until"
            " that is settled."
        ),
        zh=("5、因客户使用不当造成产品不能正常使用的不做退货处理。",),
        en=("5. A product that does not work because of the customer's misuse is not returned.",),
    ),
    Passage(
        "七",
        _("To charge less than this, or nothing, is a departure: a reason, and the sales manager agrees."),
        ("七、维修：", "VII. Repair"),
    ),
    Passage(
        "七.1",
        _(
            "Only the material of parts that the customer machined is charged; they are ticked in the list"
            " of parts. A repair does not make the warranty longer."
        ),
        zh=(
            "1、在保修期内因我厂质量问题造成损坏的产品免费维修。但更换或维修客户加工过的产品零部件时，"
            "则收取材料费。",
        ),
        en=(
            "1. A product damaged within the warranty period through a quality problem of our factory is"
            " repaired free. Where parts that the customer machined are replaced or repaired, their"
            " material is charged.",
        ),
    ),
    Passage(
        "七.2",
        _("The customer accepts a quotation before the work begins (slip BJ)."),
        zh=("2、在保修期内对非我厂质量问题造成损坏的产品进行维修，须收取材料费和维修费。",),
        en=(
            "2. The repair of a product damaged within the warranty period, not through a quality problem"
            " of our factory, costs material and labour.",
        ),
    ),
    Passage(
        "七.3",
        _("As 七.2. A motor without proof of its ex-factory date is charged, too (八)."),
        zh=("3、在保修期外的产品进行维修，须收取材料费和维修费。",),
        en=("3. The repair of a product outside the warranty period costs material and labour.",),
    ),
    Passage(
        "八",
        _(
            "Until the same day of the month in which it ends, that day included. The register counts"
            " before a document, a document before the nameplate; a month without a day counts from its"
            " first. Direct, office or agent is what the ex-factory record says, not who hands the motor in."
        ),
        ("八、保修期：", "VIII. Warranty period"),
        (
            "我厂产品自出厂之日起，一年内为保修期。对于办事处或代理商产品自出厂之日起，"
            "一年零四个月内为保修期。",
            "用户无确凿证据证明在保修期内，一律视为在保修期外。",
        ),
        (
            "The warranty period of our products is one year from the day they leave the factory, and one"
            " year and four months for those of offices and agents.",
            "Where the user has no conclusive evidence that a product is within the warranty period, it is"
            " always treated as outside.",
        ),
    ),
    Passage(
        "九",
        _(
            "Only confirmed faults of the factory. The product proposes from the production record of the"
            " serial number, people decide: production drafts (slip CF), the person concerned may respond,"
            " assessment checks, the director approves, finance deducts. Amounts come from the factory's"
            " own table."
        ),
        ("九、处罚：", "IX. Penalties"),
        (
            "对各业务员退回的电机，售后服务组鉴定确属厂产品质量问题的，应根据铭牌上的编号、"
            "日期等落实责任人，按《质量事故的处理规定》处理负责人，部门领导应受连带责任的，一并处理，"
            "由生产部写出处理意见，交于考核部门，经厂长批准后，从工资考核奖中扣除。",
        ),
        (
            "Where the after-sales group finds that a motor sent back has a quality problem of the factory,"
            " the person responsible is established from the serial number, date and so on of the nameplate"
            " and dealt with under the Regulation on Quality Faults, together with leaders of the"
            " department who are jointly liable. Production writes the handling opinion for the assessment"
            " department; once the director has approved it is deducted from the performance bonus.",
        ),
    ),
    Passage(
        "十",
        _(
            "Asked once a year by visit, forum, telephone or a personal link, and if the policy says so"
            " after each closed case (slip MY). Every worst answer asks for an improvement with an owner"
            " and a day. The third question mixes two things and has no bad answer; it is shown as timely"
            " and effective, middling, not timely or not effective."
        ),
        ("十、顾客满意：", "X. Customer satisfaction"),
        (
            "本厂经营的最终目的是实现顾客满意，每年有销售公司利用年底走访、顾客洽谈会、"
            "电话询问等方式了解顾客对我厂产品的满意程度，并以此作为我厂今后改进的依据。",
            "测量顾客满意程度，应考虑如下五个方面",
            "1、产品实物质量：好、一般、较差",
            "2、交货期：按期、基本按期、拖期",
            "3、服务的及时性有效性：及时、一般、有效",
            "4、价格是否合理：合理、基本合理、不合理",
            "5、包装：无缺陷、轻微缺陷、明显缺陷",
        ),
        (
            "The final purpose of our factory's business is that customers are satisfied. Every year the"
            " sales company finds out by visits at the end of the year, customer forums, by telephone and"
            " so on how satisfied customers are with our products, and what we improve is based on it.",
            "Five aspects are considered in measuring satisfaction:",
            "1. Quality of the product: good, fair, rather poor",
            "2. Delivery: on time, mostly on time, late",
            "3. Timeliness and effectiveness of service: timely, fair, effective",
            "4. Is the price reasonable: reasonable, mostly reasonable, unreasonable",
            "5. Packaging: without defect, slight defects, evident defects",
        ),
    ),
)
"""In the order of the text."""

LEFT_OPEN = Passage(
    FACTORY_DEFAULT,
    _(
        "Where the regulation is silent, the factory has chosen. What it chose is a figure of the policy"
        " that a later edition may change, or one of the sentences below; a verdict says so where a clause"
        " number would stand."
    ),
    ("本厂默认", "Factory default"),
)


def passages() -> tuple[Passage, ...]:
    """The regulation, and last what it leaves open."""
    return (*REGULATION, LEFT_OPEN)
