"""Changing the person quickly at a computer of the workshop: a badge is scanned, or a PIN is typed.

Off unless ``QUICK_CHANGE`` is on, and only at computers that an administrator has made one of the workshop, by a
cookie. Such a session lasts half an hour, and money, penalties and the policy ask for the password in it.
"""

import datetime as dt

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from aftersales import language, unsent
from aftersales.access import SignedInRequest
from aftersales.again import QUICK
from aftersales.journal import write
from aftersales.kit.form_fields import Identifier
from aftersales.kit.throttle import too_often
from aftersales.models import QuickSign, User
from aftersales.passwords import AgainForm
from aftersales.views import began

COMPUTER = "workshop"  # the cookie
SALT = "computer of the workshop"
A_YEAR = dt.timedelta(days=365)
HALF_AN_HOUR = dt.timedelta(minutes=30)
TRIES = 5  # wrong PINs, until the person chooses a new one
BACKEND = "aftersales.signing_in.CountedBackend"
MOST = 20  # tries of a computer in a minute


def is_workshop(request: HttpRequest) -> bool:
    """Whether this is a computer at which people change quickly."""
    if not settings.QUICK_CHANGE:
        return False
    try:
        signing.loads(request.COOKIES.get(COMPUTER, ""), salt=SALT, max_age=A_YEAR)
    except signing.BadSignature:
        return False
    return True


def digest(badge: str) -> str:
    """How the code of a badge is kept: it is looked for, and nobody can read it back."""
    return salted_hmac("badge", badge.strip().upper()).hexdigest()


def name_computer(request: SignedInRequest, response: HttpResponse) -> None:
    """Let this computer be one of the workshop, or no more."""
    if is_workshop(request):
        response.delete_cookie(COMPUTER)
    else:
        told = signing.dumps(request.user.pk, salt=SALT)
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(COMPUTER, told, max_age=A_YEAR, httponly=True, samesite="Lax", secure=secure)
    write("workshop_computer", request.headers.get("User-Agent", ""), by=request.user)


# -- changing -----------------------------------------------------------------------------------------


class ChangeForm(forms.Form):
    """A badge, or a user name and a PIN."""

    who = forms.CharField(
        label=gettext_lazy("Badge or user name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    pin = forms.CharField(
        label=gettext_lazy("PIN"),
        max_length=8,
        required=False,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy("Not with a badge."),
    )

    def __init__(self, data: QueryDict | None, *, request: HttpRequest) -> None:
        super().__init__(data)
        self.request = request

    @sensitive_variables()
    def clean(self) -> None:
        super().clean()
        if self.errors:
            return
        if too_often(self.request, "quick change", MOST):
            raise forms.ValidationError(_("Too many tries. Wait a minute, or sign in with the password."))
        self.person = by_badge(self.cleaned_data["who"]) or by_pin(self.cleaned_data)
        if self.person is None:
            raise forms.ValidationError(
                _("Nobody is known by this. After five wrong PINs only the password helps.")
            )


def open_to(sign: QuickSign | None) -> User | None:
    """Whose it is, if their account is open."""
    if sign is None or not sign.user.is_active or (sign.user.is_demo and not settings.DEMO):
        return None
    return sign.user


def by_badge(code: str) -> User | None:
    return open_to(QuickSign.objects.select_related("user").filter(badge=digest(code)).first())


@transaction.atomic
def by_pin(said: dict[str, str]) -> User | None:
    rows = QuickSign.objects.select_related("user").select_for_update(of=("self",))
    sign = rows.filter(user__username=said["who"]).exclude(pin="").first()
    if sign is None or not said["pin"] or sign.failures >= TRIES:
        return None
    right = check_password(said["pin"], sign.pin)
    sign.failures = 0 if right else sign.failures + 1
    sign.save(update_fields=["failures"])
    return open_to(sign) if right else None


@login_not_required
@require_http_methods(["GET", "POST"])
def change_person(request: HttpRequest) -> HttpResponse:
    """Somebody else goes on at this computer."""
    if not is_workshop(request):
        raise Http404
    form = ChangeForm(request.POST or None, request=request)
    if request.method != "POST" or not form.is_valid():
        return render(request, "registration/change_person.html", {"form": form})
    person = form.person
    assert person
    login(request, person, backend=BACKEND)
    request.session.set_expiry(HALF_AN_HOUR)
    request.session[QUICK] = True
    began(request)
    response = redirect("home")
    unsent.remember(response, person)
    language.remember(response, person)
    return response


# -- one's own badge and PIN --------------------------------------------------------------------------


class QuickSignForm(AgainForm):
    """A badge, a PIN, or both, said with the password."""

    badge = Identifier(label=gettext_lazy("Badge"), max_length=80, required=False)
    pin = forms.RegexField(
        r"^\d{4,8}$",
        label=gettext_lazy("PIN"),
        required=False,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy("Four to eight digits. What is left empty stays as it is."),
    )
    field_order = ["badge", "pin", "password"]

    def clean_badge(self) -> str:
        badge: str = self.cleaned_data["badge"]
        others = QuickSign.objects.exclude(user=self.request.user)
        if badge and len(badge) < 8:
            raise forms.ValidationError(_("A badge has at least eight characters; anybody could guess this."))
        if badge and others.filter(badge=digest(badge)).exists():
            raise forms.ValidationError(_("This badge is somebody else's."))
        return badge


@require_http_methods(["GET", "POST"])
def quick_sign(request: SignedInRequest) -> HttpResponse:
    """One's own badge and PIN."""
    if not settings.QUICK_CHANGE:
        raise Http404
    form = QuickSignForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        keep(request.user, form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("quick_sign")
    sign = QuickSign.objects.filter(user=request.user).first()
    return render(request, "registration/quick_sign.html", {"form": form, "sign": sign})


@transaction.atomic
def keep(user: User, said: dict[str, str]) -> None:
    sign = QuickSign.objects.filter(user=user).first() or QuickSign(user=user)
    sign.badge = digest(said["badge"]) if said["badge"] else sign.badge
    if said["pin"]:
        sign.pin, sign.failures = make_password(said["pin"]), 0
    sign.save()
    write("quick_sign", user, by=user, person=user)
