"""What a person is told: the list, what they have chosen, and for the administrator what went out."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aftersales.access import SignedInRequest, require
from aftersales.journal import write
from aftersales.kit.list_pages import ListPage
from aftersales.kit.paging import paginate
from notices.claims import send_again
from notices.forms import NoticeChoiceForm, RobotForm
from notices.models import Delivery, DeliveryState, Notice, Robot, choice_of
from notices.queries import unread_count
from notices.wording import as_shown

own_notices = ListPage(
    template="notices/notices.html",
    rows=lambda user: Notice.objects.filter(user=user).select_related("event__dossier", "reminder"),
    context=lambda page, user: {
        "notices": as_shown(page.rows, user),
        "unread_count": unread_count(user),
        "administers": user.can("notice.administer"),
    },
)


@require_http_methods(["GET", "POST"])
def notices(request: SignedInRequest) -> HttpResponseBase:
    """What the person was told, newest first; a POST marks everything as read."""
    if request.method == "GET":
        return own_notices.show(request)
    Notice.objects.filter(user=request.user, read_at=None).update(read_at=timezone.now())
    return redirect("notices:notices")


@require_http_methods(["GET", "POST"])
def notice_choice(request: SignedInRequest) -> HttpResponse:
    """By which ways the person wants to be told, and when."""
    form = NoticeChoiceForm(request.POST or None, instance=choice_of(request.user))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("notices:notice_choice")
    groups = [
        robot for robot in Robot.objects.all() if robot.speaks and request.user.roles & set(robot.roles)
    ]
    return render(
        request, "notices/notice_choice.html", {"form": form, "groups": groups, "mails": settings.MAILS}
    )


@require("notice.administer")
@require_http_methods(["GET", "POST"])
def deliveries(request: SignedInRequest) -> HttpResponse:
    """What went out to whom, and what was given up; a POST sends that once more."""
    if request.method == "POST":
        count = send_again(timezone.now())
        messages.success(request, _("%(count)s are tried again with the next round.") % {"count": count})
        return redirect("notices:deliveries")
    state = request.GET.get("state", "")
    rows = Delivery.objects.select_related("event__dossier", "reminder", "letter", "user", "robot")
    if state in DeliveryState.values:
        rows = rows.filter(state=state)
    context = {
        "page": paginate(request, rows),
        "state": state,
        "states": DeliveryState.choices,
        "given_up": Delivery.objects.filter(state=DeliveryState.GIVEN_UP).exists(),
    }
    return render(request, "notices/deliveries.html", context)


@require("notice.administer")
@require_http_methods(["GET", "POST"])
def robots(request: SignedInRequest) -> HttpResponse:
    """What the robot of each group tells, and when. Their addresses are in the environment and shown nowhere."""
    forms = robot_forms(request.POST or None)
    valid = [form.is_valid() for form in forms]  # each, so that each says what is wrong
    if request.method == "POST" and all(valid):
        for form in forms:
            if form.has_changed():
                write("change_robot", form.save(), by=request.user, changed=form.changed_data)
        messages.success(request, _("Saved."))
        return redirect("notices:robots")
    return render(request, "notices/robots.html", {"forms": forms, "demo": settings.DEMO})


def robot_forms(data: QueryDict | None) -> list[RobotForm]:
    """A form for every group of which the environment knows the address."""
    known = {robot.name: robot for robot in Robot.objects.all()}
    return [
        RobotForm(data, instance=known.get(name) or Robot(name=name), prefix=f"robot{place}")
        for place, name in enumerate(settings.ROBOT_SECRETS)
    ]
