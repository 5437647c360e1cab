"""Who may sign in, and how often one may try: a try is counted before its password is looked at.

django-axes locks a name after too many failures, but it counts a failure once the password was checked: thirty
guesses at the same moment all pass its door. Here each of them takes a number first, for the name and for the
address, and gives it back if the password was right.
"""

from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import reverse

from aftersales.access import View
from aftersales.kit.throttle import give_back, too_often
from aftersales.models import User
from aftersales.standing_in import person_today
from aftersales.unsent import forget_sent, keep

ANY_NAME = "sign-in"


class SignInMiddleware(LoginRequiredMiddleware):
    """The door of every page. A part of a page gets no sign-in page into its place: the whole page goes there.

    What is sent to the door is kept for its person; see unsent.py.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: View,
        view_args: tuple[str | int, ...],
        view_kwargs: dict[str, str | int],
    ) -> HttpResponseBase | None:
        refused = super().process_view(request, view_func, view_args, view_kwargs)
        if refused is None:
            if request.user.is_authenticated:
                forget_sent(request)
            return None
        return sign_in_of_page(request) if "HX-Request" in request.headers else refused

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponseRedirect:
        if request.method == "POST" and "HX-Request" not in request.headers and keep(request):
            return redirect_to_login(reverse("send_again"), resolve_url(settings.LOGIN_URL))
        return super().handle_no_permission(request, view_func)


def sign_in_of_page(request: HttpRequest) -> HttpResponse:
    """Lets htmx lead the whole page to the sign-in page, and back."""
    page = urlsplit(request.headers.get("HX-Current-URL", ""))
    back = urlencode({"next": urlunsplit(("", "", page.path, page.query, ""))})
    return HttpResponse(headers={"HX-Redirect": f"{resolve_url(settings.LOGIN_URL)}?{back}"})


class CountedBackend(ModelBackend):
    """Django's own backend for a limited number of tries a minute, and for demo people in a demo alone."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: str,
    ) -> User | None:
        if request is None:
            return super().authenticate(request, username=username, password=password, **kwargs)
        this_name = f"{ANY_NAME} {username}"
        any_name_refused = too_often(request, ANY_NAME, settings.SIGN_IN_FAILURES)
        if any_name_refused or too_often(request, this_name, settings.AXES_FAILURE_LIMIT):
            # For the middleware of axes, and for the page that it then shows.
            vars(request).update(axes_locked_out=True, any_name_refused=any_name_refused)
            raise PermissionDenied
        user = super().authenticate(request, username=username, password=password, **kwargs)
        if user is not None:
            give_back(request, ANY_NAME)
            give_back(request, this_name)
        return user

    def get_user(self, user_id: int) -> User | None:
        """Whose session it is, with their roles and whom they stand in for: one statement for every request."""
        user = person_today(user_id)
        return user if user and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        """Whether this account is open, for signing in and for a session that has begun.

        Everybody knows the password of the demo people, so outside a demo nobody is them.
        """
        of_demo = isinstance(user, User) and user.is_demo
        return super().user_can_authenticate(user) and (settings.DEMO or not of_demo)
