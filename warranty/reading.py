"""The sentences of a verdict in the reader's language."""

from django.utils.translation import get_language


def readable(reason: dict[str, str]) -> dict[str, str]:
    """A reason with ``text``, its sentence in the active language."""
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    return reason | {"text": reason[language]}
