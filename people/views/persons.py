"""Who works here: their roles, what they hold by name, and who takes it over."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersales.access import SignedInRequest, require
from aftersales.again import password_first
from aftersales.models import SecondFactor, User
from aftersales.second_factor import take_away
from aftersales.views import forbidden
from people.actions import give_password, hand_over, save_person
from people.forms import HandOverForm, PasswordGivenForm, PersonForm
from people.holdings import held_by
from workflow.guards import Blocked, Forbidden, Refused


@require("person.edit")
@require_GET
def people(request: SignedInRequest) -> HttpResponse:
    """Everybody, who is here first."""
    rows = User.objects.prefetch_related("grants").order_by("-is_active", "name", "pk")
    return render(request, "people/people.html", {"people": rows})


@require("person.edit")
@password_first("person.edit", to_look=True)
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Somebody who begins here."""
    form = PersonForm(request.POST or None, instance=User())
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        person = save_person(
            form.save(commit=False), said["roles"], by=request.user, password=said["password"]
        )
        messages.success(request, _("%(name)s can sign in now.") % {"name": person})
        return redirect("people:people")
    return render(request, "people/person.html", {"form": form, "held": []})


@require("person.edit")
@password_first("person.edit")
@require_http_methods(["GET", "POST"])
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """One person: name, roles, and whether they are here; who leaves hands over what they hold."""
    person = get_object_or_404(User.objects.prefetch_related("grants"), pk=pk)
    held = held_by(person)
    form = PersonForm(request.POST or None, instance=person, held=len(held))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                if form.leaves:
                    hand_over(held, said["successor"], by=request.user, reason=said["reason"])
                save_person(form.save(commit=False), said["roles"], by=request.user)
            messages.success(request, _("Saved."))
            return redirect("people:people")
        except Refused as refusal:
            form.add_error("successor" if form.leaves else "roles", refusal.reason)
    has_factor = SecondFactor.objects.filter(user=person).exists()
    context = {"form": form, "person": person, "held": held, "has_factor": has_factor}
    return render(request, "people/person.html", context)


@require("person.edit")
@password_first("person.edit", to_look=True)
@require_http_methods(["GET", "POST"])
def password(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new password for who has forgotten theirs; one's own is changed where everybody changes theirs."""
    if pk == request.user.pk:
        return redirect("password")
    person = get_object_or_404(User, pk=pk)
    form = PasswordGivenForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            give_password(person, form.cleaned_data["password"], by=request.user)
        except Blocked as blocked:
            form.add_error(None, blocked.reason)
        else:
            messages.success(
                request, _("%(name)s can sign in with it, and then chooses another.") % {"name": person}
            )
            return redirect("people:person", pk)
    return render(request, "people/password.html", {"form": form, "person": person})


@require("person.edit")
@password_first("person.edit")
@require_POST
def second_factor(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whoever has lost phone and paper sets it up anew at the next sign-in; nobody does this for themselves."""
    person = get_object_or_404(User.objects.exclude(pk=request.user.pk), pk=pk)
    if take_away(person, by=request.user):
        messages.success(request, _("%(name)s sets it up anew at the next sign-in.") % {"name": person})
    return redirect("people:person", pk)


@require("person.edit")
@password_first("person.edit")
@require_http_methods(["GET", "POST"])
def give(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand over what somebody holds: one thing, some, or all."""
    person = get_object_or_404(User, pk=pk)
    held = held_by(person)
    form = HandOverForm(request.POST or None, person=person, held=held)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            count = hand_over(form.chosen(), said["to"], by=request.user, reason=said["reason"])
        except Blocked as blocked:
            form.add_error("to", blocked.reason)
        except Forbidden as refusal:
            return forbidden(request, refusal)
        else:
            done = ngettext("%(count)d thing is handed over.", "%(count)d things are handed over.", count)
            messages.success(request, done % {"count": count})
            return redirect("people:person", pk)
    return render(request, "people/hand_over.html", {"form": form, "person": person, "held": held})
