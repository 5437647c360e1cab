"""What somebody typed or scanned into the search, in every way in which it may be meant."""

import re
import unicodedata
from dataclasses import dataclass

from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from aftersales.kit import phones
from aftersales.kit.search import encode, sought
from aftersales.kit.serials import LONGEST, key
from aftersales.kit.text import clean

MOST = 200  # characters that are looked at; a code in the plane of a slip has fewer
AN_ADDRESS = re.compile(r"(?i)https?://[^/?#]*(/[^?#]*)")
LETTERS = re.compile("[A-Z]{2,12}")
A_MOBILE = re.compile(r"(?:\+?86)?[ -]*1[3-9](?:[ -]*[0-9]){9}")
WORTH = 3  # letters of a word as the index has it: two Chinese characters, three others


@dataclass(frozen=True)
class Wanted:
    """``text`` in plain characters; the other ways are empty where it cannot be meant so."""

    text: str

    @classmethod
    def of(cls, text: str) -> "Wanted":
        return cls(unicodedata.normalize("NFKC", clean(text[:MOST], lines=False)).strip())

    @property
    def serial_key(self) -> str:
        """As the whole of a serial number, or a part of one."""
        return key(self.text) if len(self.text) <= LONGEST else ""

    @property
    def number(self) -> str:
        """As the number of a case or a slip, or its beginning."""
        return encode(self.text) if re.search("[0-9]", self.text) else ""

    @property
    def phone(self) -> str:
        """As a telephone number or its end, backwards (aftersales.kit.phones)."""
        return phones.sought(self.text)

    @property
    def initials(self) -> str:
        """As the initials of a name."""
        return self.text.upper() if LETTERS.fullmatch(self.text.upper()) else ""

    @property
    def words(self) -> list[str]:
        """As words, spelt as the index has them; none where no word is long enough to be found by it."""
        return self.names if any(len(word) >= WORTH for word in self.names) else []

    @property
    def names(self) -> list[str]:
        """As a name in a short table, where two letters are worth looking for.

        A mobile number is none: its groups are in so many texts that one would wait for seconds.
        """
        if A_MOBILE.fullmatch(self.text):
            return []
        words = [sought(word) for word in self.text.split()]
        return words if any(len(word) > 1 for word in words) else []

    @property
    def path(self) -> str:
        """The page of this product to which a scanned code leads."""
        match = AN_ADDRESS.fullmatch(self.text.partition("?")[0])
        return match[1] if match and leads_somewhere(match[1]) else ""


def leads_somewhere(path: str) -> bool:
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return False
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
