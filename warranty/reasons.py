"""The reasons of a verdict as sentences in the reader's language."""

from django.utils.translation import get_language

from warranty.rules import Verdict, explain


def readable(reason: dict[str, str]) -> dict[str, str]:
    """A reason with ``text``, its sentence in the active language."""
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    return reason | {"text": reason[language]}


def reasons_of(verdict: Verdict | None) -> list[dict[str, str]]:
    """The reasons of a verdict, each with ``text``."""
    return [readable(reason._asdict()) for reason in explain(verdict)] if verdict else []
