"""The report on paper, in Chinese."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from aftersales.kit import pdf
from aftersales.models import User
from figures import charting
from figures.models import IssuedReport
from figures.report import Report


def report_pdf(report: Report, by: User, issued: IssuedReport | None = None) -> bytes:
    """The report as PDF; it has been made in Chinese. With ``issued`` it says as which it was issued."""
    with translation.override("zh-hans"):
        context = {
            "report": report,
            "issued": issued,
            "charts": charting.charts_of(report),
            "factory": settings.FACTORY_NAME,
            "printed_at": timezone.localtime(),
            "printed_by": by,
        }
        html = render_to_string("figures/report_paper.html", context)
    return pdf.write(pdf.lay_out(html, style="print-report.css"))
