"""What people, deputies and the policy are asked for."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label
from aftersales.kit.form_fields import Text, day, of_model, set_choices, set_rows, short_text
from aftersales.models import Deputyship, User
from aftersales.roles import DUTIES, Role
from people.holdings import Held
from people.models import PolicyChange
from workflow.forms import ActForm, ReasonForm, form_of
from workflow.models import Facts, PolicyEdition
from workflow.policy import Figure, Value, figures

LONGEST = 366  # days


class PersonField(forms.ModelChoiceField):
    """One of the people who are here."""

    def __init__(self, *, label: Label, required: bool = True) -> None:
        super().__init__(queryset=User.objects.none(), label=label, required=required)

    def label_from_instance(self, user: User) -> str:
        return f"{user} · {user.role_names}" if user.roles else str(user)


def people_here() -> QuerySet[User]:
    """Who can be chosen, with their roles."""
    return User.objects.filter(is_active=True).prefetch_related("grants").order_by("name", "pk")


class PersonForm(forms.ModelForm):
    """A person, their roles, and whether they are still here; who is new gets a password for the first time."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    successor = PersonField(label=_("Who takes over what they hold?"), required=False)
    reason = short_text(_("Reason"), required=False)
    password = forms.CharField(
        label=_("Password for the first time"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("The person chooses their own when they sign in first."),
    )

    class Meta:
        model = User
        formfield_callback = of_model
        fields = ["username", "name", "phone", "email", "roles", "is_active"]

    def __init__(self, data: QueryDict | None, *, instance: User, held: int = 0) -> None:
        super().__init__(
            data, instance=instance, initial={"roles": sorted(instance.roles) if instance.pk else []}
        )
        self.held = held
        self.was_active = instance.is_active
        if instance.pk:
            del self.fields["password"], self.fields["username"]
        else:
            del self.fields["is_active"]
        if held:
            others = people_here().exclude(pk=instance.pk)
            set_rows(self.fields["successor"], others)
        else:
            del self.fields["successor"], self.fields["reason"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.instance)
        return password

    @property
    def leaves(self) -> bool:
        """Whether the person is made inactive, though things are theirs."""
        return bool(self.held) and self.was_active and not self.cleaned_data.get("is_active", True)

    def clean(self) -> None:
        super().clean()
        if not self.leaves:
            return
        if not self.cleaned_data.get("successor"):
            self.add_error("successor", gettext("They hold something; say who takes it over."))
        if not self.cleaned_data.get("reason"):
            self.add_error("reason", gettext("Say why."))


class PasswordGivenForm(forms.Form):
    """A password in place of a forgotten one, for the next time alone."""

    password = forms.CharField(
        label=_("Password for the first time"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("The person chooses their own when they sign in first."),
    )

    def __init__(self, data: QueryDict | None, *, person: User) -> None:
        super().__init__(data)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


class HandOverForm(forms.Form):
    """What goes to whom, and why."""

    things = forms.MultipleChoiceField(label=_("What is handed over"), widget=forms.CheckboxSelectMultiple)
    to = PersonField(label=_("To whom"))
    reason = short_text(_("Reason"))

    def __init__(self, data: QueryDict | None, *, person: User, held: Sequence[Held]) -> None:
        super().__init__(data)
        rows = [(one.key, f"{one.holding.label}: {one.thing}") for one in held]
        set_choices(self.fields["things"], rows)
        self.fields["things"].initial = [key for key, _label in rows]
        set_rows(self.fields["to"], people_here().exclude(pk=person.pk))
        self.held = {one.key: one for one in held}

    def chosen(self) -> list[Held]:
        return [self.held[key] for key in self.cleaned_data["things"]]


class DeputyForm(forms.ModelForm):
    """Somebody acts for somebody else from a day until a day, in everything or in what is named."""

    principal = PersonField(label=_("In whose place"))
    deputy = PersonField(label=_("Who acts"))
    starts_on = day(_("From"))
    ends_on = day(_("Until"))
    duties = forms.MultipleChoiceField(
        label=_("In what"),
        choices=[(name, label) for name, (label, _nouns) in DUTIES.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: everything but penalties and wages, which have to be named."),
    )

    class Meta:
        model = Deputyship
        fields = ["principal", "deputy", "starts_on", "ends_on", "duties"]

    def __init__(self, data: QueryDict | None, *, user: User, for_others: bool) -> None:
        super().__init__(data, initial={"starts_on": timezone.localdate(), "principal": user.pk})
        people = people_here()
        set_rows(self.fields["deputy"], people)
        set_rows(self.fields["principal"], people)
        if not for_others:
            del self.fields["principal"]
            self.instance.principal = user

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        principal = said.get("principal") if "principal" in self.fields else self.instance.principal
        starts_on, ends_on, deputy = (said.get(name) for name in ("starts_on", "ends_on", "deputy"))
        if deputy and deputy == principal:
            self.add_error("deputy", gettext("Nobody is their own deputy."))
        if ends_on and ends_on < timezone.localdate():
            self.add_error("ends_on", gettext("This day has passed."))
        if starts_on and ends_on and not 0 <= (ends_on - starts_on).days <= LONGEST:
            self.add_error("ends_on", gettext("It ends within a year, and not before it begins."))
        if principal and not self.errors:
            self.look_at_others(principal)

    def look_at_others(self, principal: User) -> None:
        """Who is away in that time stands in for nobody: a deputy hands nothing on."""
        said = self.cleaned_data
        now = Deputyship.objects.filter(
            ended_at=None, starts_on__lte=said["ends_on"], ends_on__gte=said["starts_on"]
        )
        if now.filter(principal=said["deputy"]).exists():
            away = gettext("%(name)s has a deputy in that time themselves, and a deputy hands nothing on.")
            raise ValidationError({"deputy": away % {"name": said["deputy"]}})
        if now.filter(principal=principal, deputy=said["deputy"]).exists():
            raise ValidationError({"deputy": gettext("They stand in for this person in that time already.")})


def named(duties: list[str]) -> str:
    """The duties of a deputy in words."""
    if not duties:
        return gettext("everything but penalties and wages")
    return str(_(", ")).join(str(DUTIES[name][0]) for name in duties if name in DUTIES)


# -- the policy ---------------------------------------------------------------------------------------

form_of("policy.turn_down", "policy.withdraw")(ReasonForm)


def figure_field(figure: Figure) -> forms.Field:
    """The form field of one figure or switch of the policy."""
    label = gettext(figure.label)
    if isinstance(figure.default, bool):
        return forms.BooleanField(label=label, required=False)
    if figure.words:
        choices = [(value, gettext(words)) for value, words in figure.words.items()]
        return forms.ChoiceField(label=label, choices=choices)
    return forms.IntegerField(label=label, min_value=0, max_value=10_000)


@form_of("policy.revise")
class PolicyForm(ActForm):
    """An edition with all its figures, filled with those of another one."""

    name = Text(label=_("Name of the edition"), max_length=80)
    effective_from = day(_("Effective from"))
    reason = short_text(_("Reason"))

    def __init__(
        self,
        data: QueryDict | None,
        *,
        obj: PolicyChange,
        user: User,
        base: Mapping[str, Value],
        initial: Facts | None = None,
    ) -> None:
        known: Facts = {figure.name: figure.of(base) for figure in figures()}
        super().__init__(data, obj=obj, user=user, initial=known | (initial or {}))
        for figure in figures():
            self.fields[figure.name] = figure_field(figure)

    def clean_effective_from(self) -> dt.date:
        start: dt.date = self.cleaned_data["effective_from"]
        if start <= timezone.localdate():
            raise ValidationError(gettext("A new edition takes effect tomorrow at the earliest."))
        others = PolicyEdition.objects.standing().filter(effective_from=start)
        if others.exclude(pk=self.obj.edition_id).exists():
            raise ValidationError(gettext("Another edition begins on this day."))
        return start

    def facts(self) -> Facts:
        """Name, day and reason, and as ``values`` the figures that differ from the defaults."""
        said = self.cleaned_data
        values = {row.name: said[row.name] for row in figures() if said[row.name] != row.default}
        return {name: said[name] for name in ("name", "effective_from", "reason")} | {"values": values}


class WithdrawEditionForm(ReasonForm):
    """Why an edition is not to hold."""

    intro = _("It has not begun to hold. A second person confirms that it never does.")
