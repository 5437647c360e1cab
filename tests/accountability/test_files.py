"""Files at the corrective action: told by their content, kept for good, for those who may see the action (二.4)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accountability.models import ActionFile
from tests.accountability.factories import action_at
from tests.actors import inspector, salesperson

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def sent(browser, action, data, name):
    url = f"/actions/{action.pk}/attach/"
    hidden = browser.get(url).context["form"].initial
    known = {key: hidden[key] for key in ("version", "key")}
    return browser.post(url, known | {"file": SimpleUploadedFile(name, data), "note": "30 台复测"})


def test_a_report_is_added_shown_and_saved_as_it_was(browse):
    action, browser = action_at("implemented"), browse(inspector())
    sent(browser, action, b"%PDF-1.7 report", "复测报告.exe")
    kept = ActionFile.objects.get()
    assert (kept.name, kept.note) == ("复测报告.pdf", "30 台复测")
    assert "复测报告.pdf" in browser.get(f"/actions/{action.pk}/").content.decode()
    answer = browser.get(f"/actions/files/{kept.pk}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 report"
    assert answer["Content-Disposition"].startswith("attachment")


def test_what_is_no_document_is_refused(browse):
    action = action_at("implemented")
    page = sent(browse(inspector()), action, b"<script>alert(1)</script>", "a.pdf")
    assert "This is no PDF" in page.content.decode()
    assert not ActionFile.objects.exists()


def test_who_does_not_see_the_action_gets_no_file(browse):
    action = action_at("implemented")
    sent(browse(inspector()), action, b"%PDF-1.7 report", "a.pdf")
    key = ActionFile.objects.get().pk
    assert browse(salesperson()).get(f"/actions/files/{key}/").status_code == 404
