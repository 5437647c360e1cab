"""One's own password: everybody changes theirs, and one that somebody else chose before anything else."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from aftersales.access import SignedInRequest, View
from aftersales.again import password_given
from aftersales.models import User
from aftersales.views import forbidden

OPEN_BEFORE = {"password", "logout", "set_language"}  # to who must choose a password first


class LongEnoughValidator(MinimumLengthValidator):
    """Django's; a password that is too short is told the rule, because Django has no Chinese for more."""

    def get_error_message(self) -> str:
        return self.get_help_text()


class PasswordForm(PasswordChangeForm):
    """Asks for the old password as signing in does, so that guesses at it are counted with the others."""

    request: HttpRequest

    @sensitive_variables()
    def clean_old_password(self) -> str:
        old = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=old) is None:
            raise forms.ValidationError(self.error_messages["password_incorrect"])
        return old

    @sensitive_variables()
    def clean_new_password1(self) -> str:
        new = self.cleaned_data["new_password1"]
        if new == self.cleaned_data.get("old_password"):
            raise forms.ValidationError(_("This is the old password; choose another."))
        return new

    def save(self, commit: bool = True) -> User:
        self.user.set_password(self.cleaned_data["new_password1"])
        self.user.must_change_password = False
        self.user.save(update_fields=["password", "must_change_password"])
        return self.user


class ChangePassword(PasswordChangeView):
    """The page on which people change their own password; whoever else is signed in with it no longer is."""

    form_class = PasswordForm
    template_name = "registration/password.html"
    success_url = reverse_lazy("home")
    request: SignedInRequest

    def get_form(self, form_class: type[PasswordChangeForm] | None = None) -> PasswordForm:
        form = super().get_form(form_class)
        assert isinstance(form, PasswordForm)
        form.request = self.request
        return form

    def post(self, request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if self.request.user.is_demo:
            return forbidden(
                self.request, PermissionDenied(_("Everybody shares the demo people; their password stays."))
            )
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        messages.success(
            self.request, _("Your password is changed. Wherever else you were signed in, you no longer are.")
        )
        return super().form_valid(form)


class AgainForm(forms.Form):
    """One's own password, asked for as signing in does, so that guesses at it are counted with the others."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, data: QueryDict | None, *, request: SignedInRequest) -> None:
        super().__init__(data)
        self.request = request

    @sensitive_variables()
    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if authenticate(self.request, username=self.request.user.get_username(), password=password) is None:
            raise forms.ValidationError(_("This is not your password."))
        return password


@require_http_methods(["GET", "POST"])
def password_again(request: SignedInRequest) -> HttpResponse:
    """Say the password once more, and go back to what one was about to do."""
    form = AgainForm(request.POST or None, request=request)
    back = (request.POST if request.method == "POST" else request.GET).get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = reverse("home")
    if request.method == "POST" and form.is_valid():
        request.session.set_expiry(None)  # what is kept had shortened it
        password_given(request)
        return redirect(back)
    return render(request, "registration/again.html", {"form": form, "back": back})


class OwnPasswordMiddleware:
    """Leads who signs in with a password that an administrator chose to the page where they choose their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: SignedInRequest, view: View, args: tuple[str, ...], kwargs: dict[str, str]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.view_name in OPEN_BEFORE or not request.user.is_authenticated:
            return None
        if not request.user.must_change_password:
            return None
        return HttpResponseClientRedirect(reverse("password")) if request.htmx else redirect("password")
