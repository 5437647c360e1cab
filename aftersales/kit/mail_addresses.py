"""Addresses of e-mail as people type and paste them: in wide letters, with blanks, out of a mail program."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from aftersales.kit.text import identifier

LONGEST = 254
NAMED = re.compile(r"[^<>]*<([^<>]+)>")  # 孙志强 <sun@example.com>


def plain_address(text: str) -> str:
    """The address in what was typed: of a name with an address in brackets, the address."""
    said = identifier(unicodedata.normalize("NFKC", text)).replace("。", ".")
    if named := NAMED.fullmatch(said):
        said = named[1]
    return said.removeprefix("mailto:").replace(" ", "")


def fault_of(address: str) -> str:
    """Why no mail can be sent there, or an empty string."""
    try:
        validate_email(address)
    except ValidationError:
        return _("“%(text)s” is no e-mail address; write it as name@example.com.") % {"text": address}
    return ""
