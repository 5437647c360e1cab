"""A message that somebody pasted: what the register recognises in it, and the rest as the problem."""

import re

from django.db.models import F, TextField, Value

from aftersales.kit.serials import key, normalised
from aftersales.kit.text import clean, plain_dashes
from warranty.models import Customer, Product
from warranty.queries import registered_motors

NUMBERS = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z][0-9A-Za-z./\-]{4,38}[0-9A-Za-z](?![0-9A-Za-z])")
WRITTEN = re.compile(r"\d{6}-\d{3,5}")  # as our numbers are, even one that the register does not know
PHONE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{4}[- ]?\d{3,4})(?!\d)"
)
LABELS = re.compile(
    r"(?:产品|出厂|电机)?(?:编号|序列号|机号|型号|规格|电话|手机|联系电话|客户|单位|公司|联系人)\s*[:：]?\s*$"
)
WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()} | {
    0xFF0D: 0x2D
}
AROUND = " \t,.;:，。；：、-—/|()（）[]【】"
MOST = 4000


def read_message(text: str) -> dict[str, str]:
    """The fields of the intake that a message answers; several motors are a quantity, their numbers stay to be read."""
    said = plain_dashes(clean(text).translate(WIDE))[:MOST]
    found: dict[str, str] = {}
    rest = said
    phone = PHONE.search(said)
    if phone:
        found["phone"], rest = phone[1], without(rest, phone[0])
    numbers = numbers_in(rest)
    if numbers:
        found["serial_number"] = normalised(numbers[0])
        found["quantity"] = str(len(numbers))
    if len(numbers) == 1:
        rest = without(rest, numbers[0])
    for name, text_found in (("customer_name", customer_in(said)), ("model", model_in(said))):
        if text_found:
            found[name], rest = text_found, without(rest, text_found)
    return found | {"problem": tidy(rest)}


def numbers_in(text: str) -> list[str]:
    """The serial numbers as they are written there: those that the register knows, else what looks like one."""
    words = list(dict.fromkeys(word for word in NUMBERS.findall(text) if key(word)))
    known = registered_motors(words)
    same = dict.fromkeys(word for word in words if word in known)
    return list(same) or [word for word in words if WRITTEN.fullmatch(word)]


def customer_in(text: str) -> str:
    """The longest name of a customer that stands there."""
    there = (
        Customer.objects.filter(active=True)
        .annotate(said=Value(text, TextField()))
        .filter(said__contains=F("name"))
    )
    return max(there.values_list("name", flat=True), key=len, default="")


def model_in(text: str) -> str:
    """The longest of our models that stands there."""
    there = Product.objects.annotate(said=Value(text, TextField())).filter(said__icontains=F("model"))
    return max(there.values_list("model", flat=True), key=len, default="")


def without(text: str, found: str) -> str:
    """The text without what was found, and without the label before it."""
    before, _found, after = text.partition(found)
    if not _found:
        at = text.lower().find(found.lower())
        before, after = (text[:at], text[at + len(found) :]) if at >= 0 else (text, "")
    return LABELS.sub("", before) + after


def tidy(text: str) -> str:
    """The lines that still say something."""
    lines = (line.strip(AROUND) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
