"""What a slip prints of a test sheet, in Chinese as every slip."""

from cases.measuring.models import TestSheet
from catalogue.limits import Outcome
from workflow.models import Facts

MARKS = {Outcome.OUTSIDE: "（超差）", Outcome.UNKNOWN: "（无限值）"}


def checks_on(sheet: TestSheet | None) -> list[Facts]:
    """The values as rows of the appraisal record: those out of limits first."""
    values = sorted(sheet.values, key=lambda value: value["outcome"] != Outcome.OUTSIDE) if sheet else []
    return [
        {
            "item": value["name_zh"],
            "standard": f"{value['standard']} {value['unit']}" if value["standard"] else "",
            "measured": value["measured"] + mark(value),
        }
        for value in values
    ]


def measured_on(sheet: TestSheet | None) -> str:
    """The values in one text, as the repair slip has room for."""
    values = sheet.values if sheet else []
    return "；".join(
        f"{value['name_zh']} {value['measured']} {value['unit']}{mark(value)}" for value in values
    )


def mark(value: Facts) -> str:
    return MARKS.get(Outcome(value["outcome"]), "")
