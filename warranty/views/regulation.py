"""The regulation to read, each clause beside what the product makes of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest
from people.views.editions import in_words
from warranty.regulation import TITLE, Passage, passages
from workflow.models import Facts, PolicyEdition, edition_on
from workflow.policy import Value


@require_GET
def regulation(request: SignedInRequest) -> HttpResponse:
    """The whole of it; in English a translation, with the Chinese, which is what holds, below each clause."""
    edition = edition_on(timezone.localdate())
    reads = "zh" if (get_language() or "").startswith("zh") else "en"
    context = {
        "title": TITLE[reads == "en"],
        "edition": edition,
        "passages": [shown(passage, reads, edition) for passage in passages()],
    }
    return render(request, "warranty/regulation.html", context)


def shown(passage: Passage, reads: str, edition: PolicyEdition | None) -> Facts:
    """One clause as a page shows it to a reader of ``zh`` or ``en``."""
    in_english = reads == "en"
    return {
        "passage": passage,
        "heading": passage.heading[in_english],
        "paragraphs": passage.en if in_english else passage.zh,
        "original": passage.zh if in_english else (),
        "sentences": [getattr(row, reads) for row in passage.sentences],
        "figures": figures_of(passage, edition),
    }


def figures_of(passage: Passage, edition: PolicyEdition | None) -> list[tuple[str, Value]]:
    """The figures that a clause hangs on, as they are today."""
    values = edition.values if edition else {}
    return [(_(figure.label), in_words(figure, figure.of(values))) for figure in passage.figures]
