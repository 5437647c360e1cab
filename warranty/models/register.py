"""The register of what left the factory: customers, products, motors."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit import phones
from aftersales.kit.choices import ColouredChoices
from aftersales.kit.initials import initials
from aftersales.kit.mail_addresses import fault_of, plain_address
from aftersales.kit.search import by_whole_keys, index_text
from aftersales.kit.serials import key, normalised
from warranty.dates import When, out_of_time
from warranty.fields import PhoneKeyField, SearchTextField, SerialKeyField
from warranty.models.entry import Entry, Match, closest, in_use
from workflow.models import Facts


class Channel(ColouredChoices):
    """How motors reach the customer; offices and agents have the longer warranty (八)."""

    DIRECT = "direct", "grey", _("direct sale")
    OFFICE = "office", "blue", _("sales office")
    AGENT = "agent", "violet", _("agent")


class Customer(Entry):
    """Who buys motors: a factory that builds them in, an agent, one of our offices, a repair shop."""

    noun = "customer"
    known_by = "name"
    deciding = frozenset({"channel"})
    private = frozenset({"phone", "email", "address"})

    name = models.CharField(_("name"), max_length=120, unique=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.DIRECT)
    region = models.CharField(_("region"), max_length=40, blank=True)
    contact = models.CharField(_("contact"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(
        _("language of mails"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone_key = PhoneKeyField()
    search_text = SearchTextField()
    active = in_use()
    provisional = models.BooleanField(_("to be confirmed"), default=False, editable=False)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        ordering = ["name"]
        indexes = [
            models.Index(fields=["phone_key"], name="customer_by_phone"),
            models.Index(fields=["region", "id"], name="customer_by_region_and_id"),
        ]

    def __str__(self) -> str:
        return self.name

    def build_search_text(self) -> str:
        """Name, its initials, region and contact, for substring search."""
        return index_text(self.name, initials(self.name), self.region, self.contact)

    @classmethod
    def tidied(cls, values: Facts) -> Facts:
        said = values.get("email")
        return values | {"email": plain_address(said)} if said else values

    def faults(self, when: When) -> Iterator[tuple[str, str]]:
        yield from super().faults(when)
        if self.email and (sentence := fault_of(self.email)):
            yield "email", sentence

    @classmethod
    def with_derived(cls, names: Sequence[str], entries: Sequence[Self]) -> list[str]:
        for entry in entries:
            entry.phone_key = phones.backwards(entry.phone)
            entry.search_text = entry.build_search_text()
        return [*names, "phone_key", "search_text"]


class Product(Entry):
    """A model of motor, such as 90SZ03."""

    noun = "product"
    known_by = "model"

    model = models.CharField(_("model"), max_length=40, unique=True)
    description = models.CharField(_("description"), max_length=80, blank=True)
    voltage = models.CharField(_("voltage (V)"), max_length=20, blank=True)
    power = models.CharField(_("power (W)"), max_length=20, blank=True)
    speed = models.CharField(_("speed (r/min)"), max_length=20, blank=True)
    price = models.DecimalField(_("list price (CNY)"), max_digits=10, decimal_places=2, null=True, blank=True)
    search_text = SearchTextField()
    active = in_use()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["model"]

    def __str__(self) -> str:
        return self.model

    @property
    def ratings(self) -> str:
        """Its voltage, power and speed, as far as they are known."""
        figures = [(self.voltage, "V"), (self.power, "W"), (self.speed, "r/min")]
        return " ".join(f"{figure} {unit}" for figure, unit in figures if figure)

    def build_search_text(self) -> str:
        """Model, description and the initials of both, for substring search."""
        return index_text(self.model, self.description, initials(self.description))

    @classmethod
    def with_derived(cls, names: Sequence[str], entries: Sequence[Self]) -> list[str]:
        for entry in entries:
            entry.search_text = entry.build_search_text()
        return [*names, "search_text"]


class Motor(Entry):
    """One motor as it left the factory: the strongest evidence of its date and of who got it (八)."""

    noun = "registered_motor"
    known_by = "serial_number"
    may_be_alike = True
    deciding = frozenset(
        {
            "serial_number", "product", "ex_factory_date", "consignee", "custom_made", "agreement_allows_return",
            "active",
        }
    )  # fmt: skip

    serial_number = models.CharField(_("serial number"), max_length=40, unique=True)
    serial_key = SerialKeyField()
    product = models.ForeignKey(Product, models.PROTECT, related_name="motors", verbose_name=_("model"))
    ex_factory_date = models.DateField(_("ex-factory date"))
    consignee = models.ForeignKey(
        Customer, models.PROTECT, related_name="motors", verbose_name=_("consignee")
    )
    document = models.CharField(_("contract or delivery note"), max_length=60, blank=True)
    custom_made = models.BooleanField(_("custom-made"), default=False)
    agreement_allows_return = models.BooleanField(_("agreement allows the return"), default=False)
    produced_on = models.DateField(_("produced on"), null=True, blank=True)
    production_shift = models.CharField(_("production shift"), max_length=40, blank=True)
    responsible_person = models.CharField(_("responsible person"), max_length=60, blank=True)
    active = in_use()

    class Meta:
        verbose_name = _("registered motor")
        verbose_name_plural = _("registered motors")
        ordering = ["-ex_factory_date", "serial_number"]
        indexes = [
            models.Index(fields=["serial_key"], name="motor_by_key"),
            models.Index(fields=["ex_factory_date", "id"], name="motor_by_ex_factory_date"),
        ]

    def __str__(self) -> str:
        return self.serial_number

    @classmethod
    def tidied(cls, values: Facts) -> Facts:
        if "serial_number" not in values:
            return values
        said = str(values["serial_number"])
        plain = normalised(said)
        return values if plain == said else values | {"serial_number": plain}

    @classmethod
    def with_derived(cls, names: Sequence[str], entries: Sequence[Self]) -> list[str]:
        if "serial_number" not in names:
            return list(names)
        for entry in entries:
            entry.serial_key = key(entry.serial_number)
        return [*names, "serial_key"]

    @classmethod
    def matches(cls, rows: Sequence[Facts], among: models.QuerySet[Self]) -> list[Match]:
        """The entry of each number; one that is written otherwise is the same only in its key."""
        keys = [key(row.get("serial_number", "")) for row in rows]
        found = defaultdict(list)
        wanted = among.filter(serial_key__in=set(keys) - {""})
        with by_whole_keys():
            for entry in wanted.select_related("product", "consignee"):
                found[entry.serial_key].append(entry)
        return [closest(found[key], "serial_number", row) for key, row in zip(keys, rows, strict=True)]

    def mark(self) -> str:
        return key(self.serial_number)

    def faults(self, when: When) -> Iterator[tuple[str, str]]:
        yield from super().faults(when)
        if self.serial_number and not key(self.serial_number):
            yield "serial_number", gettext("A serial number has a digit in it.")
        for name in ("ex_factory_date", "produced_on"):
            day = getattr(self, name)
            if day and (sentence := out_of_time(day, when)):
                yield name, sentence
        if self.produced_on and self.ex_factory_date and self.produced_on > self.ex_factory_date:
            yield "produced_on", gettext("It was produced after it left the factory.")
