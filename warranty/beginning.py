"""The first steps of a new factory that have to do with the register."""

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from people.first_steps import Step, register
from warranty.models import Customer, Motor, Product

register(
    Step(
        "models",
        _("Enter the models"),
        _("Feedback is accepted for models of the register; a spreadsheet will do."),
        "warranty:models",
        lambda: Exists(Product.objects.filter(active=True)),
    ),
    rank=30,
)

register(
    Step(
        "customers",
        _("Enter the customers"),
        _(
            "From a spreadsheet, or one by one. Feedback may also name a new one, which the sales coordinator confirms."
        ),
        "warranty:customers",
        lambda: Exists(Customer.objects.filter(active=True)),
    ),
    rank=40,
)

register(
    Step(
        "motors",
        _("Enter what left the factory"),
        _("Serial number, date and customer of each motor: from this the warranty is judged."),
        "warranty:motors",
        lambda: Exists(Motor.objects.filter(active=True)),
        needed=False,
    ),
    rank=50,
)
