"""Signing in, the worklist, and the pages that say no."""

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.utils import timezone
from django.views.decorators.http import require_GET

from aftersales import language, navigation, unsent
from aftersales.again import password_given
from aftersales.kit.throttle import address
from aftersales.kit.untyped import Context
from aftersales.models import User
from aftersales.roles import Role

BEGAN = "began"  # key of a session: when and where somebody signed in, see people/sessions.py


def began(request: HttpRequest) -> None:
    """Keep in the session when and where it began."""
    request.session[BEGAN] = {
        "at": timezone.now().isoformat(),
        "address": address(request),
        "browser": request.headers.get("User-Agent", "")[:300],
    }


class SignIn(LoginView):
    """The sign-in page; in demo mode it offers a person of each role."""

    template_name = "registration/login.html"
    redirect_authenticated_user = True

    def get_form(self, form_class: type[AuthenticationForm] | None = None) -> AuthenticationForm:
        form = super().get_form(form_class)
        if settings.DEMO:  # the focus would scroll a phone past the demo people
            form.fields["username"].widget.attrs.pop("autofocus", None)
        return form

    def get_default_redirect_url(self) -> str:
        assert isinstance(self.request.user, User)
        return navigation.first_page(self.request.user)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """What was sent before is this person's for an hour; the session lasts as long as ever."""
        response = super().form_valid(form)
        self.request.session.set_expiry(None)
        password_given(self.request)
        began(self.request)
        unsent.remember(response, form.get_user())
        language.remember(response, form.get_user())
        return response

    def get_context_data(self, **forms: AuthenticationForm) -> Context:
        people = demo_people() if settings.DEMO else []
        return super().get_context_data(
            kept=self.request.session.get(unsent.KEPT),
            factory=settings.FACTORY_NAME,
            demo_people=people,
            demo_password=DEMO_PASSWORD,
            **forms,
        )


class SignOut(LogoutView):
    """Who signs out leaves nothing behind."""

    def post(self, request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        response.delete_cookie(unsent.PERSON)
        language.forget(response)
        return response


@require_GET
def send_again(request: HttpRequest) -> HttpResponse:
    """What was sent after the session had ended, to be sent now: nothing has been carried out."""
    kept = unsent.kept_for(request)
    if kept is None:
        return redirect("home")
    texts = [text for name, text in kept["fields"] if long(name, text)]
    return render(request, "send_again.html", kept | {"typed": texts})


LONG = 12  # characters of a text that one would rather copy than write again
DEMO_PASSWORD = "demo"  # noqa: S105  (of invented people, offered in demo mode only)


def demo_people() -> list[dict[str, str]]:
    """The demo people in the order of the roles table, each with the roles in words."""
    people = User.objects.filter(is_demo=True, is_active=True).prefetch_related("grants")
    order = {role: rank for rank, role in enumerate(Role.values)}
    ranked = sorted(people, key=lambda user: (min((order[r] for r in user.roles), default=99), user.pk))
    return [{"username": user.username, "name": user.name, "roles": user.role_names} for user in ranked]


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 with the reason, where there is one."""
    reason = getattr(exception, "reason", str(exception or ""))
    return render(request, "403.html", {"reason": reason}, status=403)


def outdated(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose page is older than the present sign-in: one's own may be sent again as it is.

    Only where the browser says that it comes from us; nobody else gets our visitors to send anything.
    """
    own = request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
    user = getattr(request, "user", None)
    known = own and user is not None and user.is_authenticated
    fields = [(name, text) for name, text in sent(request) if name != "csrfmiddlewaretoken"] if known else []
    context = {"fields": fields, "typed": [text for name, text in fields if long(name, text)]}
    return render(request, "403_csrf.html", context, status=403)


def sent(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form as they came."""
    return [(name, str(text)) for name, texts in request.POST.lists() for text in texts]


def long(name: str, text: str) -> bool:
    """Whether it is a longer text that people write, not a token or a password."""
    return len(text) > LONG and "password" not in name and (" " in text or not text.isascii())


def failed(request: HttpRequest) -> HttpResponse:
    """500, with what was typed. Reads neither session nor database, which may be what is broken."""
    try:
        texts = typed(request)
    except Exception:  # what was sent may be what is broken
        texts = []
    page = loader.get_template("500.html").render({"typed": texts})
    return HttpResponse(page, status=500)


def typed(request: HttpRequest) -> list[str]:
    """The longer texts of a form that was not carried out, so that nobody has to write them twice."""
    return [text for name, text in sent(request) if long(name, text)]
