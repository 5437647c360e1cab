"""Search and filters of the lists of the catalogue."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aftersales.kit.list_pages import ANY, ListFilter, search_field
from catalogue.models import Failure, Part, TestItem
from catalogue.statuses import DefectGroup, PartSource, Stage

FAMILIES = [(name, name) for name in ("SZ", "ZYT", "YY", "YC")]


def with_word(text: str, *fields: str) -> Q:
    """That one of these fields has the text."""
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__icontains": text})
    return found


class FailureFilter(ListFilter[Failure]):
    q = search_field(_("Search"))
    group = forms.ChoiceField(label=_("Kind of defect"), choices=[ANY, *DefectGroup.choices], required=False)
    retired = forms.BooleanField(label=_("Retired ones as well"), required=False)
    lookups = {"group": "group"}

    def narrow(self, rows: QuerySet[Failure]) -> QuerySet[Failure]:
        found = super().narrow(rows)
        return found if self.cleaned_data.get("retired") else found.filter(active=True)

    def found(self, rows: QuerySet[Failure], text: str) -> QuerySet[Failure]:
        return rows.filter(with_word(text, "code", "name_zh", "name_en", "synonyms"))


class PartFilter(ListFilter[Part]):
    q = search_field(_("Search"))
    source = forms.ChoiceField(label=_("Source"), choices=[ANY, *PartSource.choices], required=False)
    lookups = {"source": "source"}

    def found(self, rows: QuerySet[Part], text: str) -> QuerySet[Part]:
        return rows.filter(with_word(text, "number", "name_zh", "name_en", "fits"))


class TestItemFilter(ListFilter[TestItem]):
    __test__ = False

    family = forms.ChoiceField(label=_("Family"), choices=[ANY, *FAMILIES], required=False)
    stage = forms.ChoiceField(label=_("Stage"), choices=[ANY, *Stage.choices], required=False)
    lookups = {"family": "family", "stage": "stage"}
