"""The annual report and the blank form, as PDF in Chinese."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from aftersales.kit import pdf
from aftersales.models import User
from satisfaction import charting
from satisfaction import slips as snapshots
from satisfaction.actions import address_of
from satisfaction.models import Campaign, Improvement, Invitation, Response, Target
from satisfaction.queries import has_answered
from satisfaction.results import after_cases, results_of
from slips import layout
from slips.kinds import KINDS
from slips.paper import Sheet
from slips.printing import qr_code
from workflow.models import Facts

COMMENTS = 200  # in the report; more would bury what matters


def report_pdf(campaign: Campaign, by: User) -> bytes:
    """The annual report (十)."""
    with translation.override("zh-hans"):
        html = render_to_string("satisfaction/report.html", report_of(campaign, by))
    return pdf.write(pdf.lay_out(html, style="print-report.css"))


def report_of(campaign: Campaign, by: User) -> Facts:
    """What the template of the report expects."""
    results = results_of(campaign)
    counted = Response.objects.counted().filter(target__campaign=campaign)
    raised = Improvement.objects.filter(response__target__campaign=campaign)
    silent = campaign.targets.exclude(has_answered()).select_related("customer")
    return {
        "campaign": campaign,
        "results": results,
        "charts": charting.of(results),
        "after": after_cases(campaign),
        "comments": counted.exclude(comments="").select_related("target__customer").order_by("pk")[:COMMENTS],
        "improvements": raised.select_related(
            "owner", "response__target__customer", "corrective_action"
        ).order_by("pk"),
        "silent": [target.customer.name for target in silent.order_by("customer__name")],
        "factory": settings.FACTORY_NAME,
        "printed_at": timezone.localtime(),
        "printed_by": by,
    }


def links_pdf(campaign: Campaign, made: list[tuple[Invitation, str]]) -> bytes:
    """Personal links as codes to cut out and give away, six customers a page."""
    with translation.override("zh-hans"):
        cards = [(invitation, address_of(token), qr_code(address_of(token))) for invitation, token in made]
        context = {"campaign": campaign, "cards": cards, "factory": settings.FACTORY_NAME}
        html = render_to_string("satisfaction/link_sheet.html", context)
    return pdf.write(pdf.lay_out(html, style="print-report.css"))


def blank_pdf(campaign: Campaign, target: Target | None = None) -> bytes:
    """The form MY without answers, for a visit or a forum; of one customer where one is given."""
    heading = layout.Heading(
        kind="MY",
        number="",
        title=KINDS["MY"].title,
        issued_at="",
        issued_by="",
        factory=settings.FACTORY_NAME,
        void=False,
        void_reason="",
        qr=qr_code(settings.SITE_URL.rstrip("/") + campaign.get_absolute_url()),
    )
    body = layout.lay_out(heading, snapshots.blank(campaign, target), Sheet())
    return pdf.render([(body, "")])
