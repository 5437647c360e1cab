"""The Chinese catalogue: complete, and in the words of the trade."""

import ast
import gettext
import re
import shutil
import subprocess

import pytest
from django.conf import settings
from django.core.management import call_command

from aftersales.roles import Role
from cases.statuses import CaseStatus, FeedbackKind, MotorStatus
from warranty.models import Channel

CATALOGUE = settings.BASE_DIR / "locale/zh_Hans/LC_MESSAGES/django.po"
SOURCES = (
    "aftersales",
    "workflow",
    "notices",
    "slips",
    "warranty",
    "catalogue",
    "cases",
    "returns",
    "accountability",
    "satisfaction",
    "guide",
    "templates",
)

WORDS = {
    Role: "业务员 销售内勤 销售主管 发运员 售后服务 售后组长 技术 质检 生产 车间 成品库 财务 考核 厂长 管理员",
    FeedbackKind: "质量问题 意见 抱怨 投诉",
    Channel: "直销 办事处 代理商",
    CaseStatus: "草稿 待审批 待补充 不予受理 同意退回 待收货 处理中 处理完毕 已结案 已撤回",
    MotorStatus: "待收货 未到货 未收到 已从清单划去 待鉴定 待客户确认 待配件 维修中 待复检 待发货 已发货 已送达 "
    "退货待审批 待转移 已转移 已入库 拆件利用 报废",
}


def compiled(catalogue, folder):
    """A catalogue as the product loads it: without strings that are empty or fuzzy."""
    binary = folder / "compiled.mo"
    subprocess.run(["msgfmt", "--check-format", "-o", binary, catalogue], check=True)  # noqa: S603, S607
    with binary.open("rb") as file:
        return gettext.GNUTranslations(file)


def strings(translations):
    """Its source strings; of those with a plural, the singular."""
    return {key[0] if isinstance(key, tuple) else key for key in translations._catalog}


@pytest.fixture
def chinese(tmp_path):
    return compiled(CATALOGUE, tmp_path)


@pytest.fixture
def extracted(tmp_path, monkeypatch, settings):
    """The strings that the sources have now, found in a copy of them."""
    for name in SOURCES:
        shutil.copytree(
            settings.BASE_DIR / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    locale = tmp_path / "locale"
    (locale / "zh_Hans").mkdir(parents=True)
    settings.LOCALE_PATHS = [locale]
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["zh_Hans"], verbosity=0)
    filled = tmp_path / "filled.po"
    subprocess.run(["msgen", "-o", filled, locale / "zh_Hans/LC_MESSAGES/django.po"], check=True)  # noqa: S603, S607
    return strings(compiled(filled, tmp_path))


def test_every_string_is_translated(chinese, extracted):
    """New strings come in by ``manage.py makemessages -l zh_Hans --no-location --no-wrap``."""
    assert sorted(extracted - strings(chinese)) == []


def test_every_string_can_be_found():
    """makemessages knows the functions of Django by their names and ``_``, not by another alias."""
    alias = re.compile(r"\b\w*gettext\w* as (?!_$)\w+", re.MULTILINE)
    files = [file for name in SOURCES for file in (settings.BASE_DIR / name).rglob("*.py")]
    assert [(file.name, found) for file in files for found in alias.findall(file.read_text())] == []


@pytest.mark.parametrize("choices", WORDS, ids=lambda choices: choices.__name__)
def test_people_read_the_words_of_the_trade(chinese, choices):
    assert [chinese.gettext(str(label)) for label in choices.labels] == WORDS[choices].split()


ASKED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "gettext_noop"}


def asked_for(tree):
    """The words that a module asks the catalogue for, wherever in it; makemessages does not see all of an f-string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKED:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def test_no_word_is_asked_for_inside_an_f_string():
    folders = {*SOURCES, "people", "talk", "figures"} - {"templates"}
    modules = [module for folder in folders for module in (settings.BASE_DIR / folder).rglob("*.py")]
    trees = [(module.name, ast.parse(module.read_text())) for module in modules]
    strings = [
        (name, node) for name, tree in trees for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
    ]
    assert [(name, ast.unparse(node)) for name, node in strings if asks(node)] == []


def asks(node):
    calls = [inner.func for inner in ast.walk(node) if isinstance(inner, ast.Call)]
    return any(isinstance(name, ast.Name) and name.id in ASKED | {"pgettext"} for name in calls)


def test_every_word_that_the_code_asks_for_is_in_the_catalogue(chinese):
    known, missing = strings(chinese), set()
    for folder in {*SOURCES, "people", "talk", "figures"} - {"templates"}:
        for module in (settings.BASE_DIR / folder).rglob("*.py"):
            if "migrations" not in module.parts:
                missing |= set(asked_for(ast.parse(module.read_text()))) - known
    assert missing == set()
