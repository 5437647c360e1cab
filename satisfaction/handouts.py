"""Personal links for all customers of a survey, as they leave the house: a table and a sheet of codes in one file."""

import tempfile
import zipfile
from typing import IO

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.kit.spreadsheets import Cell, Sheet, SheetColumn, write_sheets
from satisfaction.actions import address_of
from satisfaction.models import Campaign, Invitation
from satisfaction.printing import links_pdf

Made = list[tuple[Invitation, str]]  # each link with its token


def links_file(campaign: Campaign, made: Made) -> IO[bytes]:
    """A ZIP file with links.xlsx and codes.pdf, read from its beginning."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  (closed by whoever sends it)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("links.xlsx", links_table(campaign, made).read())
        archive.writestr("codes.pdf", links_pdf(campaign, made))
    file.seek(0)
    return file


def links_table(campaign: Campaign, made: Made) -> IO[bytes]:
    """Whom to send which link, with the words to send it with by WeChat or mail."""
    heads = [
        (_("Customer"), 32),
        (_("Contact"), 12),
        (_("Phone"), 16),
        (_("E-mail"), 26),
        (_("Surveyor"), 12),
        (_("Link"), 60),
        (_("Valid until"), 12),
        (_("Message"), 80),
    ]
    columns = [SheetColumn(str(head), width, "@") for head, width in heads]
    rows = (row_of(invitation, address_of(token)) for invitation, token in made)
    return write_sheets([Sheet(str(campaign), columns, rows)])


def row_of(invitation: Invitation, address: str) -> list[Cell]:
    customer = invitation.target.customer
    until = timezone.localdate(invitation.expires_at).isoformat()
    surveyor = str(invitation.target.surveyor)
    words = {"customer": customer.name, "factory": settings.FACTORY_NAME, "address": address, "until": until}
    message = _(
        "To %(customer)s: please tell %(factory)s in a minute how satisfied you are: %(address)s "
        "(works once, until %(until)s)"
    )
    reached = [customer.name, customer.contact, customer.phone, customer.email]
    return [*reached, surveyor, address, until, message % words]
