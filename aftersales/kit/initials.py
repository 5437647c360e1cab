"""The initials of a Chinese name as one types them: 济南中恒 is JNZH."""

import unicodedata


def initials(text: str) -> str:
    """The first letter of every syllable; letters and digits of the name stay as they are."""
    from pypinyin import (
        Style,
        lazy_pinyin,
    )  # which takes a quarter of a second to load, and few processes need it

    syllables = lazy_pinyin(unicodedata.normalize("NFKC", text), style=Style.FIRST_LETTER)
    return "".join(filter(str.isalnum, "".join(syllables))).upper()
