"""The same work under other circumstances: in Chinese, on a phone, without scripts, too late, too fast."""

import pytest
from playwright.sync_api import expect

from tests.actors import another_manager, coordinator, manager, salesperson
from tests.browser import PHONE
from tests.factories import case_at, registered
from tests.journeys import steps
from tests.journeys.nameplate import nameplate

pytestmark = pytest.mark.browser


def test_everything_is_chinese_in_a_chinese_browser_unless_somebody_asks_for_english(in_chinese, desk):
    motor = registered()

    with desk.of(salesperson()) as zhou:
        zhou.sees("没有待办")
        zhou.presses("English")
        zhou.sees("Nothing waits for you")
        zhou.presses("中文")
        zhou.follows("登记反馈")
        zhou.fills_in(
            {
                "客户": motor.consignee.name,
                "型号": "90SZ03",
                "出厂编号": motor.serial_number,
                "出厂日期": motor.ex_factory_date,
                "已使用": "是",
                "使用时间": "约 5 个月，每天两班",
                "工作环境": "室内，粉尘较大",
                "配套设施": "DXD-180 立式包装机牵引辊",
                "按要求操作": "是",
                "出现的问题": "启动后换向火花大",
                "损坏零部件": "碳刷、换向器",
                "（a）是否本厂产品": "是",
                "（b）是哪方原因造成": "本厂",
                "（c）是否在保修期内": "是",
            }
        )
        zhou.sees("保修期内", "免费维修", under="初步判定")
        zhou.picture("intake-chinese")
        zhou.presses("保存并提交")
        zhou.finds_it("待审批")
        case = zhou.heading()

    with desk.of(manager()) as zheng:
        zheng.picture("worklist-chinese")
        zheng.takes("审批质量反馈", case)
        zheng.picture("case-chinese")
        zheng.follows("同意退回")
        zheng.presses("同意退回")
        zheng.finds_it("同意退回")

    with desk.of(coordinator()) as wu:
        wu.takes("录入退回清单", case)
        wu.presses("录入清单")
        wu.finds_it("待收货")


def test_a_salesperson_at_the_customers_registers_on_the_phone(new_desk, tmp_path):
    motor = registered()
    phone = new_desk(viewport=PHONE, is_mobile=True, has_touch=True)

    with phone.of(salesperson()) as zhou:
        zhou.fits_the_screen()
        zhou.follows("New feedback")
        zhou.fills_in(steps.about(motor) | steps.COMPLAINT)
        zhou.fills_in({"Photos": nameplate(tmp_path, "90SZ03", motor.serial_number)})
        zhou.fits_the_screen()
        zhou.presses("Save draft")
        zhou.finds_it("draft")
        zhou.fits_the_screen()
        zhou.takes("Finish and submit your drafts", "90SZ03")
        zhou.sees_photos(1)
        zhou.follows("Submit for approval")
        zhou.presses("Submit for approval")
        zhou.finds_it("awaiting approval")
        case = zhou.heading()

    with phone.of(manager()) as zheng:
        zheng.fits_the_screen()
        zheng.takes("Approve or reject returns", case)
        zheng.fits_the_screen()
        zheng.follows("Authorise the return")
        zheng.fits_the_screen()


def test_a_browser_without_scripts_goes_from_the_call_to_the_approval(new_desk, tmp_path):
    motor = registered()
    desk = new_desk(java_script_enabled=False)

    with desk.of(salesperson()) as zhou:
        zhou.follows("New feedback")
        zhou.fills_in(steps.about(motor) | steps.COMPLAINT)
        zhou.presses("Judge what is filled in")
        zhou.sees("In warranty", under="Preliminary verdict")
        zhou.fills_in({"Photos": nameplate(tmp_path, "90SZ03", motor.serial_number)})
        zhou.presses("Save and submit")
        zhou.finds_it("awaiting approval")
        case = zhou.heading()

    steps.approve(desk, case)
    steps.enter_list(desk, case)


def test_whoever_is_too_late_is_told_and_overwrites_nothing(new_desk):
    case = case_at("submitted").number
    desk, another_desk = new_desk(), new_desk()

    with desk.of(manager()) as zheng, another_desk.of(another_manager()) as feng:
        zheng.takes("Approve or reject returns", case)
        zheng.follows("Authorise the return")
        zheng.fills_in({"Note": "请客户随机附上碳刷与联轴器"})

        feng.takes("Approve or reject returns", case)
        feng.follows("Ask for more information")
        feng.fills_in({"What do you want to know?": "铭牌上的编号是多少？"})
        feng.presses("Ask for more information")

        with zheng.refused(409):
            zheng.presses("Authorise the return")
        zheng.sees("Somebody was faster", "What you wrote", "请客户随机附上碳刷与联轴器")
        zheng.picture("too-late")
        zheng.follows("See the present state")
        zheng.finds_it("more information wanted")
        zheng.sees("铭牌上的编号是多少？")
        zheng.sees_not("请客户随机附上碳刷与联轴器")


def test_an_impatient_click_and_a_double_click_count_once(desk):
    motor = registered()

    with desk.of(salesperson()) as zhou:
        zhou.follows("New feedback")
        zhou.fills_in(steps.about(motor) | steps.COMPLAINT)
        zhou.presses_again("Save and submit")
        zhou.finds_it("awaiting approval")
        case = zhou.heading()
        zhou.follows("Cases")
        expect(zhou.row(motor.consignee.name)).to_have_count(1)

    with desk.of(manager()) as zheng:
        zheng.takes("Approve or reject returns", case)
        zheng.follows("Authorise the return")
        zheng.presses_twice("Authorise the return")
        zheng.finds_it("return approved")
        history = zheng.page.get_by_role("listitem").filter(has_text="Authorise the return")
        expect(history).to_have_count(1)


def test_the_desk_hears_what_the_browser_complains_about(scripted_desk):
    with scripted_desk.of(salesperson()):
        scripted_desk.page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')"
        )
        with scripted_desk.page.expect_event("pageerror"):
            scripted_desk.page.evaluate("setTimeout(() => { throw new Error('broken') })")
    assert "Content Security Policy" in scripted_desk.trouble[0]
    assert "broken" in scripted_desk.trouble[-1]
    scripted_desk.trouble.clear()
