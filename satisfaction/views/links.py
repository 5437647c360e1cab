"""Answering over a personal link, on a phone and without an account.

The token in the address is all the authority there is, and it works once. Nothing about the customer can be read
here, neither before nor after, and whoever guesses learns only that a guess was none.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from aftersales.kit.throttle import rate_limited, too_often
from satisfaction.actions import Unusable, answer_by_link, find
from satisfaction.forms.answers import LinkAnswersForm
from workflow.guards import Blocked

WHAT = "survey"
STATUS = {"used": 410, "revoked": 410, "expired": 410, "unknown": 404, "too_often": 429}


@csrf_exempt  # the token is the authority; browsers send no origin from a page that gives no referrer
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The questions, or one plain page that says why not."""
    response = too_many(request) or questions(request, token)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@login_not_required
@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """What who has answered sees: no token, so that the page can stay open and be read again."""
    response = render(request, "satisfaction/thanks.html", {"factory": settings.FACTORY_NAME})
    response["X-Robots-Tag"] = "noindex"
    return response


def too_many(request: HttpRequest) -> HttpResponse | None:
    """Nobody is answered who has guessed wrong too often in this minute, not even with a link that works."""
    return plain(request, "too_often") if rate_limited(request, WHAT) else None


def questions(request: HttpRequest, token: str) -> HttpResponse:
    try:
        invitation = find(token)
        form = LinkAnswersForm(request.POST or None, of_case=invitation.target.case_id is not None)
        if request.method == "POST" and form.is_valid():
            answer_by_link(token, form.cleaned_data)
            return redirect("satisfaction:thanks")
    except Unusable as exception:
        if exception.standing == "unknown":
            too_often(request, WHAT)
        return plain(request, exception.standing)
    except Blocked as exception:
        form.add_error(None, exception.reason)
    context = {"form": form, "factory": settings.FACTORY_NAME}
    return render(request, "satisfaction/questions.html", context)


def plain(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "satisfaction/unusable.html", {"why": why}, status=STATUS[why])
