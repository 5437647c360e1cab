"""How people and groups want to be told."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import of_model
from aftersales.roles import Role
from notices.models import NoticeChoice, Robot

TIME = forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M")


class NoticeChoiceForm(forms.ModelForm):
    """A person's own choice, with the address to which mail goes."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)

    class Meta:
        model = NoticeChoice
        formfield_callback = of_model
        fields = ["by_email", "email", "daily", "daily_at", "language"]
        widgets = {"daily": forms.RadioSelect, "daily_at": TIME, "language": forms.RadioSelect}

    def __init__(self, data: QueryDict | None = None, *, instance: NoticeChoice) -> None:
        super().__init__(data, instance=instance)
        self.initial["email"] = self.instance.user.email
        self.initial["by_email"] = self.instance.by_email and bool(self.instance.user.email)

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        if said.get("by_email") and "email" in said and not said["email"]:
            self.add_error("email", gettext("Where to? Enter an address, or do without e-mail."))

    def save(self, commit: bool = True) -> NoticeChoice:
        user = self.instance.user
        user.email = self.cleaned_data["email"]
        user.save(update_fields=["email"])
        return super().save(commit)


class RobotForm(forms.ModelForm):
    """What a group hears. Its address is not among it."""

    roles = forms.MultipleChoiceField(
        label=_("hears what these roles hear"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Robot
        formfield_callback = of_model
        fields = ["roles", "daily", "daily_at"]
        widgets = {"daily": forms.RadioSelect, "daily_at": TIME}
