"""The register of the demo: products, customers, policy editions, and what left the factory in 30 months."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from demo.stage import Stage, chapter
from warranty.models import Customer, Motor, Product
from workflow.models import PolicyEdition

MOTORS = 2000
MONTHS = 30

SERVO, MAGNET, RUN, START = "直流伺服电动机", "永磁直流电动机", "电容运转异步电动机", "电容起动异步电动机"

PRODUCTS = (
    ("55SZ01", SERVO, "24", "20", "3000", 280),
    ("70SZ03", SERVO, "110", "40", "3000", 330),
    ("90SZ01", SERVO, "110", "50", "1500", 420),
    ("90SZ03", SERVO, "110", "92", "3000", 460),
    ("110SZ01", SERVO, "110", "123", "1500", 620),
    ("110SZ51", SERVO, "110", "185", "1500", 680),
    ("130SZ01", SERVO, "110", "355", "1500", 980),
    ("55ZYT", MAGNET, "24", "30", "3000", 160),
    ("70ZYT", MAGNET, "110", "80", "3000", 230),
    ("90ZYT", MAGNET, "220", "150", "3000", 340),
    ("YY6314", RUN, "220~", "120", "1400", 145),
    ("YY7124", RUN, "220~", "370", "1400", 210),
    ("YC8024", START, "220~", "370", "1400", 265),
    ("YC90S4", START, "220~", "550", "1400", 320),
)


class Buyer(NamedTuple):
    """One row of BUYERS."""

    name: str
    channel: str
    region: str
    industry: str
    contact: str
    address: str


BUYERS = (
    Buyer(
        "青岛海纳包装机械有限公司", "direct", "华东", "packaging", "林海波", "山东省青岛市城阳区春阳路88号"
    ),
    Buyer("温州锐成包装设备厂", "direct", "华东", "packaging", "叶志勇", "浙江省温州市瓯海区娄桥工业园12号"),
    Buyer(
        "汕头金园包装机械有限公司", "direct", "华南", "packaging", "郑伟雄", "广东省汕头市金平区潮汕路56号"
    ),
    Buyer("沧州恒利捆扎机械厂", "direct", "华北", "packaging", "郭长顺", "河北省沧州市运河区黄河西路9号"),
    Buyer(
        "佛山顺达自动化包装有限公司", "direct", "华南", "packaging", "梁嘉明", "广东省佛山市顺德区科业路3号"
    ),
    Buyer(
        "无锡宏织纺织机械有限公司",
        "direct",
        "华东",
        "textile",
        "钱永康",
        "江苏省无锡市惠山区洛社镇人民路21号",
    ),
    Buyer("绍兴越纺机电有限公司", "direct", "华东", "textile", "俞国良", "浙江省绍兴市柯桥区安昌街道6号"),
    Buyer("榆次经纬络筒设备厂", "direct", "华北", "textile", "武建军", "山西省晋中市榆次区迎宾西街40号"),
    Buyer("武汉江纺机械制造有限公司", "direct", "华中", "textile", "胡斌", "湖北省武汉市江夏区大桥新区18号"),
    Buyer("苏州康泰医疗器械有限公司", "direct", "华东", "medical", "沈洁", "江苏省苏州市高新区嵩山路77号"),
    Buyer("长沙湘仪离心机有限公司", "direct", "华中", "medical", "彭立新", "湖南省长沙市岳麓区麓谷大道15号"),
    Buyer("北京同康医疗设备有限公司", "direct", "华北", "medical", "赵一鸣", "北京市大兴区黄村镇兴华路30号"),
    Buyer("济南泉润食品机械厂", "direct", "华东", "food", "孔令军", "山东省济南市历城区工业北路102号"),
    Buyer("诸城鲁味食品机械有限公司", "direct", "华东", "food", "臧志强", "山东省潍坊市诸城市密州西路5号"),
    Buyer(
        "哈尔滨北大仓食品机械有限公司", "direct", "东北", "food", "佟立国", "黑龙江省哈尔滨市香坊区公滨路66号"
    ),
    Buyer("郑州中原灌装设备有限公司", "direct", "华中", "food", "靳文涛", "河南省郑州市中原区冉屯路8号"),
    Buyer("天津津阀执行器有限公司", "direct", "华北", "valve", "冯德胜", "天津市北辰区双辰中路11号"),
    Buyer("扬州扬电阀门控制有限公司", "direct", "华东", "valve", "仇小兵", "江苏省扬州市邗江区扬子江路2号"),
    Buyer("自贡川阀电动装置厂", "direct", "西南", "valve", "曾祥林", "四川省自贡市大安区大山铺镇9号"),
    Buyer("铁岭北方阀门电装有限公司", "direct", "东北", "valve", "关振东", "辽宁省铁岭市银州区岭东街19号"),
    Buyer("广州恒通机电经营部", "agent", "华南", "trade", "黄锦泉", "广东省广州市白云区增槎路机电城A12"),
    Buyer("杭州西湖微电机商行", "agent", "华东", "trade", "陆建华", "浙江省杭州市拱墅区石祥路五金城3幢"),
    Buyer("郑州金泰机电有限公司", "agent", "华中", "trade", "史广庆", "河南省郑州市管城区商城东路机电市场"),
    Buyer("昆明滇力机电公司", "agent", "西南", "trade", "段云鹏", "云南省昆明市官渡区大板桥路7号"),
    Buyer("兰州西部电机经销处", "agent", "西北", "trade", "马文海", "甘肃省兰州市七里河区西津东路301号"),
    Buyer("石家庄燕赵电机销售中心", "agent", "华北", "trade", "霍金柱", "河北省石家庄市桥西区裕华西路28号"),
    Buyer("北京办事处", "office", "华北", "trade", "周建国", "北京市丰台区马家堡东路17号"),
    Buyer("上海办事处", "office", "华东", "trade", "刘敏", "上海市普陀区真北路915弄"),
    Buyer("广州办事处", "office", "华南", "trade", "陈志远", "广东省广州市越秀区环市西路101号"),
    Buyer("沈阳办事处", "office", "东北", "trade", "周建国", "辽宁省沈阳市铁西区北二东路22号"),
    Buyer("西安办事处", "office", "西北", "trade", "马丽娟", "陕西省西安市莲湖区大庆路410号"),
    Buyer("成都办事处", "office", "西南", "trade", "马丽娟", "四川省成都市金牛区二环路北三段5号"),
    Buyer("淄博华信电机维修部", "direct", "华东", "repair", "翟光明", "山东省淄博市博山区中心路33号"),
    Buyer("东莞厚街永盛电机维修店", "direct", "华南", "repair", "邓永盛", "广东省东莞市厚街镇家具大道51号"),
    Buyer("重庆渝中机电维修中心", "direct", "西南", "repair", "唐世刚", "重庆市渝中区石油路6号"),
    Buyer("长春春城电机修理厂", "direct", "东北", "repair", "于占江", "吉林省长春市宽城区北人民大街80号"),
    Buyer(
        "山东齐鲁理工大学自动化学院", "direct", "华东", "university", "牛老师", "山东省济南市长清区大学路1号"
    ),
    Buyer(
        "西北工程大学电气实验中心", "direct", "西北", "university", "屈老师", "陕西省西安市长安区东祥路1号"
    ),
    Buyer(
        "华北科技大学机电工程系", "direct", "华北", "university", "贺老师", "河北省保定市莲池区永华北大街61号"
    ),
    Buyer(
        "华南机电职业学院实训中心", "direct", "华南", "university", "温老师", "广东省广州市番禺区市新路85号"
    ),
)
INDUSTRY = {buyer.name: buyer.industry for buyer in BUYERS}

SHIFTS = ("总装一班", "总装二班", "总装三班")
WORKERS = ("孙兆亮", "李桂芳", "王传宝", "张秀芹", "焦玉龙", "韩立柱", "徐庆海", "岳红梅", "刘成林", "穆长河")


class Batch(NamedTuple):
    """Motors of one model that left for one customer on one day."""

    product: Product
    consignee: Customer
    day: dt.date
    size: int
    custom_made: bool = False
    agreement_allows_return: bool = False


class Production:
    """Gives serial numbers and delivery notes without a repetition, and builds the rows of the register."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        motors = [*Motor.objects.values_list("serial_number", "ex_factory_date", "document")]
        self.made = Counter(number[:6] for number, _, _ in motors)
        self.notes = Counter(day for day, _ in {(day, document) for _, day, document in motors})

    def serial_number(self, day: dt.date) -> str:
        """The next serial number of a day, such as 250315-0042."""
        prefix = f"{day:%y%m%d}"
        self.made[prefix] += 1
        return f"{prefix}-{self.made[prefix]:04d}"

    def delivery_note(self, day: dt.date) -> str:
        """The next delivery note of a day, such as FH20250315-02."""
        self.notes[day] += 1
        return f"FH{day:%Y%m%d}-{self.notes[day]:02d}"

    def build(self, batch: Batch) -> list[Motor]:
        """The unsaved rows of a batch."""
        document = self.delivery_note(batch.day)
        shift = self.chance.choice(SHIFTS)
        return [
            Motor(
                serial_number=self.serial_number(batch.day),
                product=batch.product,
                ex_factory_date=batch.day,
                consignee=batch.consignee,
                document=document,
                custom_made=batch.custom_made,
                agreement_allows_return=batch.agreement_allows_return,
                produced_on=batch.day - dt.timedelta(days=2 + batch.size % 7),
                production_shift=shift,
                responsible_person=self.chance.choice(WORKERS),
            )
            for _ in range(batch.size)
        ]


@chapter("register")
def register(stage: Stage) -> str:
    """The regulation as printed, a future edition, products, customers, and the motors they got."""
    chance = stage.random("register")
    add_editions(stage.today)
    products = add_products()
    customers = add_customers(chance)
    production = Production(chance)
    batches = sorted(shipped_batches(stage.today, chance, products, customers), key=lambda batch: batch.day)
    motors = Motor.objects.bulk_create(row for batch in batches for row in production.build(batch))
    return f"{len(products)} products, {len(customers)} customers, {len(motors)} motors"


def add_editions(today: dt.date) -> None:
    """A change of figures is a new edition; the future one shows it without judging anything yet."""
    PolicyEdition.objects.bulk_create(
        [
            PolicyEdition(name="售后服务管理规定（2007）", effective_from=dt.date(2007, 1, 1), values={}),
            PolicyEdition(
                name=f"售后服务管理规定（{today.year + 1} 修订稿）",
                effective_from=dt.date(today.year + 1, 1, 1),
                values={"agent_months": 18, "case_survey": True},
            ),
        ]
    )


def add_products() -> list[Product]:
    return Product.objects.bulk_create(
        Product(
            model=model,
            description=description,
            voltage=voltage,
            power=power,
            speed=speed,
            price=Decimal(price),
        )
        for model, description, voltage, power, speed, price in PRODUCTS
    )


def add_customers(chance: random.Random) -> list[Customer]:
    """The buyers, with telephone numbers and mailboxes that nobody has."""
    return Customer.objects.bulk_create(
        Customer(
            name=buyer.name,
            channel=buyer.channel,
            region=buyer.region,
            contact=buyer.contact,
            phone=f"139 0000 {chance.randrange(2000, 9999)}",
            email=f"buyer{number}@example.com" if number % 4 else "",
            address=buyer.address,
        )
        for number, buyer in enumerate(BUYERS, 1)
    )


def shipped_batches(
    today: dt.date, chance: random.Random, products: list[Product], customers: list[Customer]
) -> Iterator[Batch]:
    """Deliveries of 1 to 20 motors until the register is full; every customer has its favourite models."""
    favourites = {customer.name: chance.sample(products, 3) for customer in customers}
    left = MOTORS
    while left:
        customer = chance.choice(customers)
        size = min(left, chance.randint(1, 20))
        left -= size
        day = weekday(today - dt.timedelta(days=chance.randint(3, MONTHS * 30)))
        custom_made = chance.random() < 0.04
        agreement = custom_made and chance.random() < 0.4
        yield Batch(chance.choice(favourites[customer.name]), customer, day, size, custom_made, agreement)


def weekday(day: dt.date) -> dt.date:
    """The day itself, or the Saturday before a Sunday: nothing leaves the factory on Sundays."""
    return day - dt.timedelta(days=1) if day.isoweekday() == 7 else day
