"""The page on which the coordinator confirms a new customer, or merges it."""

import uuid

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftersales.access import SignedInRequest
from cases.customers.actions import confirm, merge
from cases.customers.forms import ConfirmForm, MergeForm
from cases.models import Case
from warranty.models import Customer
from workflow.models import Facts
from workflow.views.acting import ActingPage


def new_customer(request: SignedInRequest, pk: int) -> Customer:
    """A customer that is still to be confirmed; else 404."""
    return get_object_or_404(Customer, pk=pk, provisional=True)


class ConfirmPage(ActingPage[Customer, ConfirmForm | MergeForm]):
    """Confirm a new customer, or say which known one it is."""

    permission = "customer.confirm"
    template = "cases/new_customer.html"
    find = staticmethod(new_customer)
    done = _("The register knows this customer now.")

    def make_form(self, data: QueryDict | None) -> ConfirmForm | MergeForm:
        self.other = MergeForm(
            data if self.asked("merge") else None, initial={"key": uuid.uuid4()}, auto_id="id_other_%s"
        )
        mine = data if self.asked("confirm") else None
        self.own = ConfirmForm(mine, instance=self.obj, initial={"key": uuid.uuid4()})
        return self.other if self.asked("merge") else self.own

    def act(self) -> str:
        if self.asked("merge"):
            merge(Customer.objects.get(pk=self.obj.pk), self.other.cleaned_data["name"], by=self.user)
        else:
            confirm(self.own.save(commit=False), self.own.corrected, by=self.user)
        return reverse("home")

    def context(self) -> Facts:
        cases = (
            Case.objects.visible_to(self.user)
            .filter(customer=self.obj.pk)
            .select_related("customer", "product")
        )
        name = Customer.objects.get(pk=self.obj.pk).name
        return {"customer": self.obj, "name": name, "own": self.own, "other": self.other, "cases": cases}
