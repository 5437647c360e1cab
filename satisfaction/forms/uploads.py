"""A sheet of answers, first looked at, then taken over."""

from django import forms
from django.core import signing
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import Text
from aftersales.kit.spreadsheets import UnreadableSheet
from satisfaction.uploads import read

SALT = "satisfaction.import"


class ImportForm(forms.Form):
    """The file at the first step; at the second what was read of it, signed, so that it need not be sent again."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(
        label=_("Spreadsheet"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods"}),
        help_text=_("One row a person; the template has the headings. Answers in words, or 1, 2, 3."),
    )
    rows = Text(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("rows"):
            cleaned["lines"] = self.unsigned(cleaned["rows"])
        elif cleaned.get("file"):
            try:
                cleaned["lines"] = read(cleaned["file"].read())
            except UnreadableSheet as error:
                self.add_error("file", str(error))
        else:
            self.add_error("file", gettext("Choose a file."))
        if "lines" in cleaned and not cleaned["lines"]:
            self.add_error("file", gettext("The sheet has no answers."))

    def unsigned(self, text: str) -> list[dict[str, str]]:
        try:
            return signing.loads(text, salt=SALT, max_age=86400)
        except signing.BadSignature:
            self.add_error("file", gettext("Please choose the file again."))
            return [{}]


def signed(rows: list[dict[str, str]]) -> str:
    """What was read, to be sent back with the confirmation."""
    return signing.dumps(rows, salt=SALT, compress=True)
