"""The file of the night: what is right goes, what is wrong is named, what money hangs on waits for a person."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from tests.actors import coordinator, salesperson
from tests.factories import case_at, customer, product, registered
from tests.tables.sheets import workbook
from warranty.models import Amendment, Motor, RegisterChange

pytestmark = pytest.mark.django_db

OURS = ("出厂编号", "型号", "出厂日期", "收货单位")
U8 = ("单据日期", "发货单号", "客户简称", "存货规格", "存货序列号")
K3 = ("FBillNo", "FDate", "FCustomerID.FName", "FMaterialModel", "FSerialNo")


@pytest.fixture
def load(tmp_path, capsys):
    """Run the command on a workbook of these rows; what it says."""
    customer(), product(), coordinator()

    def run(*rows, who="wu", **options):
        file = tmp_path / "nightly.xlsx"
        file.write_bytes(workbook(*rows))
        call_command("load_register", file, username=who, **options)
        return capsys.readouterr().out

    return run


def line(number, day="2026-03-15", model="90SZ03"):
    return (number, model, day, customer().name)


def test_a_night_on_which_all_is_right_ends_well_and_says_so(load):
    said = load(OURS, line("250315-0001"), line("250315-0002"), ("合计", 2))
    assert said == "nightly.xlsx: new 2, changed 0, held 0, same 0, wrong 0, skipped 1\n"
    assert {change.reason for change in RegisterChange.objects.all()} == {"nightly.xlsx"}
    assert "new 0, changed 0, held 0, same 2" in load(OURS, line("250315-0001"), line("250315-0002"))


def test_a_wrong_row_is_named_the_rest_goes_and_the_command_fails(load, capsys):
    with pytest.raises(CommandError, match="1 rows were left out"):
        load(OURS, line("250315-0001"), line("250315-0002", "0025-03-15"))
    assert "Row 3 250315-0002: “0025-03-15” is not a day of our time." in capsys.readouterr().out
    assert Motor.objects.get().serial_number == "250315-0001"


def test_a_changed_motor_with_an_open_case_waits_and_the_rest_goes(load):
    bound = registered("250315-0001", ex_factory_date=dt.date(2026, 3, 1))
    case_at("in_process", entry=bound)
    assert "new 1, changed 0, held 1" in load(OURS, line("250315-0001"), line("250315-0002"))
    assert Amendment.objects.get().entry() == bound
    assert "held 1" in load(OURS, line("250315-0001"))
    assert Amendment.objects.count() == 1


@pytest.mark.parametrize("profile", ["u8", "k3cloud"])
def test_the_columns_of_other_systems_are_known(profile, load):
    number, model, day, name = line("250315-0001")
    rows = {
        "u8": (U8, (day, "FH-1", name, model, number)),
        "k3cloud": (K3, ("FH-1", day, name, model, number)),
    }
    load(*rows[profile], profile=profile)
    assert Motor.objects.get().document == "FH-1"


def test_a_dry_run_changes_nothing(load):
    assert "new 1" in load(OURS, line("250315-0001"), dry_run=True)
    assert not Motor.objects.exists()


@pytest.mark.parametrize("heads", [("城市", "人口"), ("出厂编号", "型号")])
def test_a_file_of_anything_else_is_refused(heads, load):
    with pytest.raises(CommandError, match="columns are not known"):
        load(heads, ("青岛", 1))


def test_a_file_that_is_missing_or_nobody_who_may_is_said(load, tmp_path):
    salesperson()
    with pytest.raises(CommandError, match="may not change the register"):
        load(OURS, line("250315-0001"), who=salesperson().username)
    with pytest.raises(CommandError, match="gone"):
        call_command("load_register", tmp_path / "gone.xlsx", username="wu")
