"""What a cell says: a text, a number, a day, a tick, a choice, as people in offices write them.

Each reader takes a cell and gives a value, or raises ValueError with the sentence that stands at the cell. What
could be read in two ways is refused, and so is what has lost something on its way through a spreadsheet.
"""

import datetime as dt
import re
import string
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import TypeAlias

from django.utils import translation
from django.utils.translation import gettext as _

from aftersales.kit.choices import Label
from aftersales.kit.mail_addresses import LONGEST as LONGEST_ADDRESS
from aftersales.kit.mail_addresses import fault_of, plain_address
from aftersales.kit.serials import LONGEST, PLAIN, is_more, key, normalised
from aftersales.kit.tables.reading import Cell, Unusable
from aftersales.kit.text import clean, identifier, plain_dashes
from aftersales.kit.untyped import Value

Reader: TypeAlias = Callable[[Cell], Value]
Usable: TypeAlias = str | float | bool | dt.date | dt.datetime | dt.time

LANGUAGES = ("zh-hans", "en")
DIGITS = 15  # that a spreadsheet keeps of a number
TURN = 70  # of the centuries: 99 is 1999, 26 is 2026
FIRST_YEAR, LAST_YEAR = 1950, 2100  # whoever has an earliest year of their own says so of the value
SCIENTIFIC = re.compile(r"(?i)[-+]?\d(?:\.\d+)?E\+?\d{1,3}")


def usable(cell: Cell) -> Usable:
    """The cell, unless nothing stands in it that anybody could read."""
    if isinstance(cell, Unusable):
        if cell.error:
            raise ValueError(_("The spreadsheet shows the error %(error)s here.") % {"error": cell.error})
        raise ValueError(_("This formula has no value. Open the file, save it, and choose it again."))
    return cell


def is_blank(cell: Cell) -> bool:
    return cell == "" or (isinstance(cell, str) and not cell.strip())


SAYS_NOTHING = re.compile(r"(?i)[-—–―_/\\\s.…*]+|无|暂无|没有|none|n/a")


def says_nothing(cell: Cell) -> bool:
    """Whether a cell says that nothing stands in it, as forms ask for: a stroke, 无."""
    return isinstance(cell, str) and SAYS_NOTHING.fullmatch(cell) is not None


def shown(cell: Cell) -> str:
    """A cell as the preview shows it: as it was sent, numbers without a point that they had not."""
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**DIGITS:
        return str(int(cell))
    return str(cell)


# -- texts --------------------------------------------------------------------------------------------


def as_text(cell: Cell) -> str:
    """The cell as text. A number keeps its digits, or is refused where the spreadsheet has not kept them."""
    cell = usable(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return digits(cell)
    if isinstance(cell, dt.date | dt.time):
        raise ValueError(
            _("The spreadsheet has made a date of this. Set the column to text and type it again.")
        )
    if SCIENTIFIC.fullmatch(cell):
        raise lost_digits(cell)
    return cell


def digits(number: float) -> str:
    if abs(number) >= 10**DIGITS:
        raise lost_digits(f"{number:.5G}")
    if isinstance(number, int) or number.is_integer():
        return str(int(number))
    return repr(number)


def lost_digits(text: str) -> ValueError:
    return ValueError(
        _("The spreadsheet has not kept the digits of %(text)s. Set the column to text and type it again.")
        % {"text": text}
    )


def text(most: int, lines: bool = False) -> Reader:
    """A text of at most so many characters; of one line unless said otherwise."""

    def read(cell: Cell) -> str:
        return short_enough(clean(as_text(cell), lines=lines), most)

    return read


def short_enough(said: str, most: int) -> str:
    if len(said) > most:
        raise ValueError(
            _("%(n)d characters; at most %(most)d have room here.") % {"n": len(said), "most": most}
        )
    return said


WIDE = {ord(sign) + 0xFEE0: sign for sign in string.ascii_letters + string.digits + "-./"}


def name(most: int) -> Reader:
    """A number or name that things are found by; letters and digits in their usual width."""

    def read(cell: Cell) -> str:
        return short_enough(seen(identifier(as_text(cell).translate(WIDE))), most)

    return read


def seen(said: str) -> str:
    if not said.isprintable():
        raise ValueError(_("It has a character that nobody sees. Type it again."))
    return said


def serial_number(cell: Cell) -> str:
    """A serial number in its usual spelling."""
    if isinstance(cell, float) and not cell.is_integer():
        raise ValueError(
            _(
                "The spreadsheet has made a number with decimals of this. Set the column to text and type it again."
            )
        )
    return short_enough(seen(normalised(as_text(cell))), LONGEST)


def registered_number(cell: Cell) -> str:
    """A serial number as a register has them: with a digit, for "none" is no number."""
    if type(cell) is str and len(cell) <= LONGEST and PLAIN.fullmatch(cell) and cell.strip("0-"):
        return cell
    said = serial_number(cell)
    return one_number(said)


def one_number(said: str) -> str:
    """A serial number as it is kept, unless it is none, or has more beside it."""
    if said and not key(said).strip("0"):
        raise ValueError(_("“%(text)s” is no serial number.") % {"text": said})
    if is_more(said):
        raise more_than_a_number(said)
    return said


def more_than_a_number(said: str) -> ValueError:
    sentence = _(
        "“%(text)s” is more than a serial number. Give each motor a row, and all else a column of its own."
    )
    return ValueError(sentence % {"text": said})


def mail_address(cell: Cell) -> str:
    """An address to which mail can be sent."""
    said = short_enough(plain_address(as_text(cell)), LONGEST_ADDRESS)
    if sentence := fault_of(said):
        raise ValueError(sentence)
    return said


# -- numbers ------------------------------------------------------------------------------------------

BEFORE = r"(?:人民币|共计?|合?计|各|cny|rmb|[¥×*])"
AFTER = r"(?:元|圆|cny|rmb|台套|[台只件个套部]|pcs?\.?|pieces?|ea|sets?|units?)"
WITH_UNIT = re.compile(rf"(?i){BEFORE}?\s*([^()]*?)\s*{AFTER}?整?(?:[(]{AFTER}[)])?\s*[.,;。]?")
GROUPED = re.compile(r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?")
IN_WORDS = re.compile("[一二两三四五六七八九]|[二三四五六七八九]?十[一二三四五六七八九]?")  # 1 to 99


def number_in(cell: Cell) -> Decimal:
    """A number, in any width, with or without its unit and marks between thousands."""
    cell = usable(cell)
    if isinstance(cell, bool | dt.date | dt.time):
        raise no_number(shown(cell))
    if isinstance(cell, int | float):
        return Decimal(repr(cell))
    match = WITH_UNIT.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    said = match[1] if match else ""
    if GROUPED.fullmatch(said):
        said = said.replace(",", "").replace(" ", "")
    if IN_WORDS.fullmatch(said):
        return Decimal(chinese(said.replace("两", "二")))
    if not re.fullmatch(r"[-+]?\d+(?:\.\d+)?", said):
        raise no_number(cell)
    try:
        return Decimal(said)
    except InvalidOperation:
        raise no_number(cell) from None


def no_number(said: str) -> ValueError:
    return ValueError(_("“%(text)s” is no number.") % {"text": said})


def quantity(most: int) -> Reader:
    """How many: a whole number from 1."""

    def read(cell: Cell) -> int:
        number = number_in(cell)
        if number != number.to_integral_value() or not 1 <= number <= most:
            raise ValueError(
                _("“%(text)s” is no quantity; write a whole number from 1 to %(most)d.")
                % {"text": shown(cell), "most": most}
            )
        return int(number)

    return read


def amount(whole: int) -> Reader:
    """An amount of money with at most so many digits before the point, and two after it."""

    def read(cell: Cell) -> Decimal:
        number = number_in(cell)
        if not 0 <= number < 10**whole:
            raise ValueError(_("“%(text)s” is no amount that can be entered here.") % {"text": shown(cell)})
        cents = number.quantize(Decimal("0.01"))
        if cents != number and not isinstance(cell, float):  # which a spreadsheet has worked out
            raise ValueError(_("“%(text)s” has parts of a cent.") % {"text": shown(cell)})
        return cents

    return read


# -- days ---------------------------------------------------------------------------------------------

DAY_OF_THE_WEEK = re.compile(
    r"(?i)[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?|[(][一二三四五六日天][)]|^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s"
)
TIME = (
    r"(?:(?:上午|下午|中午|早上|晚上|am|pm)?\s*\d{1,2}(?:[:时点]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?分?|[时点])"
    r"(?:\s*[ap]m|z|[+-]\d\d:?\d\d)?|上午|下午)"
)
MOMENT = re.compile(rf"(?i)(.*?\d日?)(?:[T\s]+|(?<=日)){TIME}")
YEAR_FIRST = re.compile(
    r"(\d{4})\s*(?:[-/.\\、,·_年]|\s)\s*(\d{1,2})\s*(?:[-/.\\、,·_月]|\s)\s*(\d{1,2})\s*[日号]?"
)
SHORT_YEAR_FIRST = re.compile(r"(\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
SHORT_YEAR = re.compile(r"(\d{1,2})[-/.\\、_ ](\d{1,2})[-/.\\、_ ](\d{1,2})|(\d\d)(\d\d)(\d\d)")
EIGHT_DIGITS = re.compile(r"(\d{4})(\d\d)-?(\d\d)(?:\.0)?")
YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
WITH_A_NAME = re.compile(
    r"(?i)(\d{1,2})[-/. ]([a-z]{3})[a-z]*[-/., ]+(\d{4}|\d\d)"
    r"|([a-z]{3})[a-z]*[. ]+(\d{1,2})(?:st|nd|rd|th)?,?[ ]+(\d{4})"
)
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
NUMERAL = re.compile("[〇零○一二三四五六七八九十]+")
AROUND_A_DAY = " '’‘`\"“”.。,，;()[]"
PLAINER = str.maketrans({"廿": "二十", "卅": "三十", "。": "."})
CHINESE = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
EXCEL_BEGINS = dt.date(1899, 12, 30)
EXCEL_DAYS = range(32874, 73415)  # 1990 to 2100, as numbers of a spreadsheet


def day(cell: Cell) -> dt.date:
    """A day between 1950 and 2100; of a moment, the day. Refused: what can be read in two ways."""
    cell = usable(cell)
    if isinstance(cell, dt.datetime):
        return in_our_time(cell.date(), shown(cell))
    if isinstance(cell, dt.date):
        return in_our_time(cell, shown(cell))
    if isinstance(cell, bool | dt.time):
        raise no_date(shown(cell))
    return number_as_day(cell) if isinstance(cell, int | float) else day_in(cell)


def number_as_day(number: float) -> dt.date:
    """20260315, or the days that a spreadsheet counts from its own beginning."""
    if int(number) in EXCEL_DAYS:
        return EXCEL_BEGINS + dt.timedelta(days=int(number))
    return day_in(shown(number))


@lru_cache(maxsize=10_000)
def day_in(said: str) -> dt.date:
    """A day in words. Raises ValueError."""
    wide = unicodedata.normalize("NFKC", said).strip().translate(PLAINER)
    plain = plain_dashes(DAY_OF_THE_WEEK.sub("", wide)).strip(AROUND_A_DAY)
    if moment := MOMENT.fullmatch(plain):
        plain = moment[1].strip()
    plain = NUMERAL.sub(lambda match: in_digits(match[0]), plain)
    for pattern in (YEAR_FIRST, EIGHT_DIGITS):
        if match := pattern.fullmatch(plain):
            return the_day(*map(int, match.groups()), said=said)
    if match := SHORT_YEAR_FIRST.fullmatch(plain):
        return the_day(full_year(int(match[1])), int(match[2]), int(match[3]), said=said)
    if match := WITH_A_NAME.fullmatch(plain):
        return with_a_name(match, said)
    if match := YEAR_LAST.fullmatch(plain):
        return year_last(int(match[1]), int(match[2]), int(match[3]), said)
    if match := SHORT_YEAR.fullmatch(plain):
        return short_year(*(int(part) for part in match.groups() if part), said=said)
    if plain.isdecimal() and int(plain) in EXCEL_DAYS:
        return EXCEL_BEGINS + dt.timedelta(days=int(plain))
    raise no_date(said)


def short_year(first: int, second: int, third: int, *, said: str) -> dt.date:
    """3/15/26 is clear; 26.3.15 may be of 2026 or of 2015."""
    orders = ((first, second, third), (third, second, first), (third, first, second))
    found = {day for order in orders if (day := existing(full_year(order[0]), *order[1:]))}
    if len(found) > 1:
        raise two_ways(said)
    if not found:
        raise no_date(said)
    return found.pop()


def full_year(year: int) -> int:
    """The year, of one that may be written with two digits."""
    if year > 99:
        return year
    return year + (2000 if year < TURN else 1900)


def existing(year: int, month: int, day_of_month: int) -> dt.date | None:
    """The day, where the calendar has it."""
    try:
        return dt.date(year, month, day_of_month)
    except ValueError:
        return None


def in_digits(said: str) -> str:
    """二〇二六 is 2026, 十五 is 15."""
    return str(chinese(said)) if "十" in said else "".join(str(CHINESE[sign]) for sign in said)


def chinese(said: str) -> int:
    """十五 is 15, 二十 is 20."""
    tens, ten, ones = said.rpartition("十")
    if not ten:
        return CHINESE[said] if len(said) == 1 else 0
    return 10 * (CHINESE.get(tens, 0) if tens else 1) + CHINESE.get(ones, 0)


def with_a_name(match: re.Match[str], said: str) -> dt.date:
    """15-Mar-2026, March 15, 2026."""
    day_of_month, month, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
    if month.lower() not in MONTHS:
        raise no_date(said)
    return the_day(full_year(int(year)), MONTHS.index(month.lower()) + 1, int(day_of_month), said=said)


def year_last(first: int, second: int, year: int, said: str) -> dt.date:
    """15/3/2026 and 3/15/2026 are clear; 3/4/2026 is not."""
    if first <= 12 and second <= 12 and first != second:
        raise two_ways(said)
    month, day_of_month = (first, second) if first <= 12 else (second, first)
    return the_day(year, month, day_of_month, said=said)


def two_ways(said: str) -> ValueError:
    return ValueError(_("“%(text)s” can be read in two ways; write it as 2026-03-15.") % {"text": said})


def the_day(year: int, month: int, day_of_month: int, *, said: str) -> dt.date:
    found = existing(year, month, day_of_month)
    if found is None:
        raise no_date(said)
    return in_our_time(found, said)


def in_our_time(found: dt.date, said: str) -> dt.date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(_("“%(text)s” is not a day of our time.") % {"text": said})
    return found


def no_date(said: str) -> ValueError:
    return ValueError(_("“%(text)s” is no date; write it as 2026-03-15.") % {"text": said})


# -- words ------------------------------------------------------------------------------------------

YES = frozenset(["是", "有", "对", "√", "✓", "✔", "☑", "y", "yes", "true", "1", "需要", "允许"])
NO = frozenset(["否", "无", "不", "没有", "×", "✗", "✘", "☐", "x", "n", "no", "false", "0", "非", "不允许"])


def folded(said: str) -> str:
    """A text as two of it are compared: width, case and spaces do not matter."""
    return "".join(unicodedata.normalize("NFKC", said).lower().split())


def yes_or_no(yes_too: str = "", no_too: str = "") -> Reader:
    """A tick as people write it, or in one of these words. What an empty cell means says the column."""
    yes, no = YES | set(map(folded, yes_too.split())), NO | set(map(folded, no_too.split()))

    def read(cell: Cell) -> bool:
        cell = usable(cell)
        if isinstance(cell, bool):
            return cell
        said = folded(shown(cell))
        if said not in yes | no:
            raise ValueError(_("“%(text)s” is neither yes nor no.") % {"text": shown(cell)})
        return said in yes

    return read


def one_of(choices: Mapping[str, Label], also: Mapping[str, str] | None = None) -> Reader:
    """One of these values, in words of either language, or as it is stored. ``also`` are other words for them."""

    @cache
    def words() -> dict[str, str]:
        known = {folded(word): value for word, value in (also or {}).items()}
        for value, label in choices.items():
            known |= dict.fromkeys([folded(value), *in_both_languages(label)], value)
        return known

    def read(cell: Cell) -> str:
        if value := words().get(folded(as_text(cell))):
            return value
        labels = _(", ").join(str(label) for label in choices.values())
        raise ValueError(_("“%(text)s” is none of: %(choices)s.") % {"text": shown(cell), "choices": labels})

    return read


def in_both_languages(label: Label) -> frozenset[str]:
    """A label in every language of the product, folded."""
    found = set()
    for language in LANGUAGES:
        with translation.override(language):
            found.add(folded(str(label)))
    return frozenset(found)
