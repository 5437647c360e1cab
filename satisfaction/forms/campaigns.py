"""Planning a survey, and adding a customer to it."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.form_fields import Text, day, set_choices
from aftersales.models import User
from satisfaction.models import Campaign
from satisfaction.queries import askers
from satisfaction.statuses import Reach
from warranty.models import Channel, Customer
from workflow.forms import ActForm, form_of
from workflow.models import Facts


class CampaignForm(forms.Form):
    """The year, the period, whom to ask and who asks."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    year = forms.IntegerField(label=_("Year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    opens_on = day(_("First day"))
    closes_on = day(_("Last day"))
    reach = forms.ChoiceField(label=_("Customers"), choices=Reach.choices, widget=forms.RadioSelect)
    channels = forms.MultipleChoiceField(
        label=_("Channels"),
        choices=Channel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all of them."),
    )
    regions = forms.MultipleChoiceField(
        label=_("Regions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all of them."),
    )
    surveyors = forms.TypedMultipleChoiceField(
        label=_("Surveyors"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        campaign: Campaign | None = None,
        initial: Facts | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.campaign = campaign
        regions = Customer.objects.exclude(region="").order_by("region").values_list("region", flat=True)
        set_choices(self.fields["regions"], [(region, region) for region in regions.distinct()])
        set_choices(self.fields["surveyors"], askers())

    def clean_year(self) -> int:
        others = Campaign.objects.filter(year=self.cleaned_data["year"])
        if self.campaign:
            others = others.exclude(pk=self.campaign.pk)
        if others.exists():
            raise forms.ValidationError(gettext("There is a survey of this year already."))
        return self.cleaned_data["year"]

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        opens_on, closes_on = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens_on and closes_on and closes_on < opens_on:
            self.add_error("closes_on", gettext("The period ends before it begins."))

    def facts(self) -> Facts:
        """The fields of the survey itself."""
        names = ("year", "opens_on", "closes_on", "reach", "channels", "regions")
        return {name: self.cleaned_data[name] for name in names}

    def people(self) -> list[User]:
        return list(User.objects.filter(pk__in=self.cleaned_data["surveyors"]))


@form_of("campaign.add_customer")
class AddForm(ActForm):
    intro = _("For somebody whom the filter has left out; you ask them yourself.")
    customer = Text(label=_("Customer"), max_length=120, widget=forms.TextInput(attrs={"list": "customers"}))

    def clean_customer(self) -> int:
        found = Customer.objects.filter(name=self.cleaned_data["customer"].strip()).first()
        if found is None:
            raise forms.ValidationError(gettext("There is no customer of this name."))
        if self.obj.targets.filter(customer=found).exists():
            raise forms.ValidationError(gettext("This customer is asked already."))
        return found.pk
