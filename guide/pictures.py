"""The pictures of the guide, as ``manage.py screenshots`` takes them of the demo factory, in each language."""

from typing import NamedTuple

WIDE, PHONE = (1080, 760), (390, 760)


class Shot(NamedTuple):
    """One picture: who of the demo looks at which page.

    ``task`` is the heading of their worklist whose first row is opened, ``path`` an address instead; ``mark`` is what
    the picture begins with, where that is not the top of the page.
    """

    name: str
    username: str
    task: str = ""
    path: str = ""
    mark: str = ""
    size: tuple[int, int] = WIDE


SHOTS = (
    Shot("worklist", "gao.xiulan", path="/"),
    Shot("complaint", "zhou.jianguo", path="/cases/new/"),
    Shot("complaint-phone", "zhou.jianguo", path="/cases/new/", size=PHONE),
    Shot("approval", "wang.haitao", "authorise"),
    Shot("return-list", "sun.yan", "return_list"),
    Shot("closing", "gao.xiulan", "close"),
    Shot("count", "zhao.gang", "count", size=PHONE),
    Shot("parcel", "zhao.gang", path="/parcels/new/"),
    Shot("appraisal", "zhang.peng", "sign"),
    Shot(
        "what-if",
        "zhang.peng",
        path="/what-if/?claim_date=2026-01-10&channel=direct&ledger_date=2025-09-01&own_product=on&used=on"
        "&cause=factory&affects_use=on",
    ),
    Shot("quotation", "gao.xiulan", "quote"),
    Shot("repair", "gao.xiulan", "repair"),
    Shot("bench", "gao.xiulan", path="/bench/"),
    Shot("shipping", "zhao.gang", "ship"),
    Shot("taken-back", "wang.haitao", "approve_return"),
    Shot("extension", "wang.haitao", "extension"),
    Shot("corrective-action", "han.mei", "verify_action"),
    Shot("penalty", "shan.guoliang", "decide_penalty"),
    Shot("survey", "zhou.jianguo", "ask_customer"),
    Shot("monthly-report", "han.mei", path="/report/"),
    Shot("printing", "xu.ming", "print_slips"),
    Shot("deputies", "wang.haitao", path="/deputies/"),
    Shot("register", "admin", path="/register/motors/"),
    Shot("settings", "admin", path="/administration/"),
)

SIZES = {shot.name: shot.size for shot in SHOTS}
