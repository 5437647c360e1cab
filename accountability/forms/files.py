"""A file for a corrective action: told by its content, not by its name."""

import io
import zipfile
from pathlib import PurePath

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accountability.models.action import KEPT
from aftersales.kit import store
from aftersales.kit.form_fields import short_text
from aftersales.kit.pictures import NotAPicture, as_jpeg
from aftersales.kit.text import clean
from workflow.forms import ActForm, form_of
from workflow.models import Facts

MOST = 20 * 1024 * 1024  # bytes
LONGEST = 120  # characters of a name
OFFICE = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}


@form_of("action.attach")
class AttachForm(ActForm):
    file = forms.FileField(
        label=_("File"), help_text=_("PDF, Word, Excel, PowerPoint or a picture, at most 20 MB.")
    )
    note = short_text(_("What it shows"), required=False)

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST:
            raise forms.ValidationError(gettext("This file is larger than 20 MB."))
        self.ending, self.content = known(file.read())
        return file

    def facts(self) -> Facts:
        """Its name, and what it is kept under."""
        name = clean(PurePath(self.cleaned_data["file"].name).stem)[: LONGEST - 6] or gettext("File")
        return {
            "name": f"{name}.{self.ending}",
            "ending": self.ending,
            "sha256": store.keep(self.content, KEPT),
            "note": self.cleaned_data["note"],
        }


def known(data: bytes) -> tuple[str, bytes]:
    """What a content is and as what it is kept; pictures without anything hidden. Raises ValidationError."""
    if data.startswith(b"%PDF-"):
        return "pdf", data
    if ending := of_office(data):
        return ending, data
    try:
        return "jpg", as_jpeg(data)
    except NotAPicture:
        raise forms.ValidationError(
            gettext("This is no PDF, Word, Excel or PowerPoint file and no picture.")
        ) from None


def of_office(data: bytes) -> str:
    """The ending of a Word, Excel or PowerPoint file without macros; empty for anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as found:
            names = found.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ""
    if any(name.endswith("vbaProject.bin") for name in names):
        return ""
    return next((ending for folder, ending in OFFICE.items() if any(n.startswith(folder) for n in names)), "")
