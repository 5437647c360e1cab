"""A second factor at sign-in for who approves: a code of an app (RFC 6238), or one of the recovery codes on paper.

Off unless ``SECOND_FACTOR`` is on. A code is taken once; ten wrong ones close the door for a quarter of an hour,
wherever they come from.
"""

import datetime as dt
import secrets
import time
from collections.abc import Callable

import pyotp
import segno
from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from aftersales.access import SignedInRequest, View
from aftersales.journal import write
from aftersales.kit.form_fields import Identifier
from aftersales.models import RecoveryCode, SecondFactor, User
from aftersales.passwords import OPEN_BEFORE
from aftersales.roles import APPROVES

PASSED = "second factor"  # key of a session
SECRET = "secret of the second factor"  # noqa: S105  (key of a session, until it is set up)
STEP = 30  # seconds for which an app shows a code
CODES = 10  # recovery codes
TRIES = 10
PATIENCE = dt.timedelta(minutes=15)


def needs_one(user: User) -> bool:
    """Whether this person approves something, for themselves or in somebody's place."""
    return bool(settings.SECOND_FACTOR and not APPROVES.isdisjoint(user.permissions))


class SecondFactorMiddleware:
    """Leads who approves, and has said only the password, to the page that asks for the second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: SignedInRequest, view: View, args: tuple[str, ...], kwargs: dict[str, str]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.view_name in OPEN_BEFORE | {"second_factor"}:
            return None
        if not request.user.is_authenticated or request.session.get(PASSED) or not needs_one(request.user):
            return None
        page = reverse("second_factor")
        return HttpResponseClientRedirect(page) if request.htmx else redirect(page)


# -- codes --------------------------------------------------------------------------------------------


def step_of(secret: str, code: str) -> int | None:
    """The step of time for which an app with this secret shows the code: now, or just before or after."""
    now = int(time.time()) // STEP
    totp = pyotp.TOTP(secret, interval=STEP)
    near = (step for step in (now, now - 1, now + 1) if secrets.compare_digest(totp.at(step * STEP), code))
    return next(near, None)


def digest(code: str) -> str:
    """How a recovery code is kept: nobody can read it back."""
    return salted_hmac("recovery code", code).hexdigest()


@transaction.atomic
def new_codes(factor: SecondFactor) -> list[str]:
    """Recovery codes in the place of those that there were."""
    codes = [f"{secrets.randbelow(10**5):05}-{secrets.randbelow(10**5):05}" for _place in range(CODES)]
    factor.codes.all().delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(factor=factor, digest=digest(code)) for code in codes)
    return codes


@transaction.atomic
def passes(user: User, code: str) -> bool:
    """Whether the code opens the door now; each opens it once."""
    factor = SecondFactor.objects.select_for_update().get(user=user)
    now = timezone.now()
    if factor.failed_at and now - factor.failed_at > PATIENCE:
        factor.failures = 0
    if factor.failures >= TRIES:
        return False
    right = takes_step(factor, code) or takes_recovery_code(factor, code)
    factor.failures = 0 if right else factor.failures + 1
    factor.failed_at = None if right else now
    factor.save()
    return right


def takes_step(factor: SecondFactor, code: str) -> bool:
    step = step_of(factor.secret, code)
    if step is None or step <= factor.last_step:
        return False
    factor.last_step = step
    return True


def takes_recovery_code(factor: SecondFactor, code: str) -> bool:
    rows = factor.codes.filter(digest=digest(code), used_at=None)
    return bool(rows.update(used_at=timezone.now()))


# -- pages --------------------------------------------------------------------------------------------


class CodeForm(forms.Form):
    """The code of the app, or a recovery code."""

    code = Identifier(
        label=gettext_lazy("Code"),
        max_length=11,
        help_text=gettext_lazy("Six digits from the app, or a recovery code."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )

    def __init__(self, data: QueryDict | None, *, right: Callable[[str], bool]) -> None:
        super().__init__(data)
        self.right = right

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].replace(" ", "")
        if not self.right(code):
            raise forms.ValidationError(_("This code does not open it. Wait for the next one of the app."))
        return code


@require_http_methods(["GET", "POST"])
def second_factor(request: SignedInRequest) -> HttpResponse:
    """Say the code, or set up the app first; who has passed gets new recovery codes."""
    if not needs_one(request.user):
        return redirect("home")
    factor = SecondFactor.objects.filter(user=request.user).first()
    if factor is None:
        return set_up(request)
    if request.session.get(PASSED):
        return renew_codes(request, factor)
    form = CodeForm(request.POST or None, right=lambda code: passes(request.user, code))
    if request.method == "POST" and form.is_valid():
        request.session[PASSED] = True
        return redirect("home")
    return render(request, "registration/second_factor.html", {"form": form})


def set_up(request: SignedInRequest) -> HttpResponse:
    """The secret goes into the app; its first code shows that it has arrived."""
    secret: str = request.session.setdefault(SECRET, pyotp.random_base32())
    form = CodeForm(request.POST or None, right=lambda code: step_of(secret, code) is not None)
    if request.method == "POST" and form.is_valid():
        step = step_of(secret, form.cleaned_data["code"]) or 0
        factor = SecondFactor.objects.create(user=request.user, secret=secret, last_step=step)
        write("set_up_second_factor", request.user, by=request.user, person=request.user)
        del request.session[SECRET]
        request.session[PASSED] = True
        return render(request, "registration/recovery_codes.html", {"codes": new_codes(factor)})
    name = request.user.get_username()
    address = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=settings.FACTORY_NAME)
    picture = segno.make(address, error="m").svg_data_uri(scale=5)
    context = {"form": form, "secret": secret, "picture": picture}
    return render(request, "registration/second_factor.html", context)


def renew_codes(request: SignedInRequest, factor: SecondFactor) -> HttpResponse:
    if request.method == "POST":
        return render(request, "registration/recovery_codes.html", {"codes": new_codes(factor)})
    left = factor.codes.filter(used_at=None).count()
    return render(request, "registration/recovery_codes.html", {"codes": [], "left": left})


@transaction.atomic
def take_away(user: User, *, by: User) -> bool:
    """Whoever has lost phone and paper sets it up anew at the next sign-in; whether there was one."""
    found = SecondFactor.objects.filter(user=user)
    if not found.exists():
        return False
    RecoveryCode.objects.filter(factor__user=user).delete()
    found.delete()
    write("take_away_second_factor", user, by=by, person=user)
    return True
