"""Who and what plays in a story: the customer, the people, and the motors with their troubles."""

import datetime as dt
import random
from dataclasses import dataclass, field

from aftersales.models import User
from aftersales.roles import Role
from cases.models import Case
from demo.cases import words
from demo.cases.plan import workday
from demo.cases.stories import PROFILES, Fate, Profile, Story
from demo.cases.troubles import Deck, Trouble
from demo.register import INDUSTRY, Batch, Production
from demo.stage import PEOPLE, Stage
from warranty.models import Customer, Motor, Product

MONTH = 30.4  # days
REGIONS = {person.username: person.regions for person in PEOPLE}


@dataclass
class Unit:
    """One motor of a play. Its profile changes when it is appraised anew as something else."""

    profile_name: str
    profile: Profile
    troubles: dict[str, Trouble]
    product: Product | None = None
    entry: Motor | None = None
    serial_number: str = ""
    other_model: str = ""
    listed: bool = True
    listed_as: Motor | None = None
    """What the return list says, where another motor arrives."""

    @property
    def trouble(self) -> Trouble:
        """What is wrong with it under its present profile, or as it was first cast."""
        return self.troubles.get(self.profile_name) or next(iter(self.troubles.values()))

    def turn_to(self, name: str) -> None:
        """From now on the motor is seen as this profile, if it is one."""
        if name in PROFILES:
            self.profile_name, self.profile = name, PROFILES[name]

    @property
    def listed_serial(self) -> str:
        return self.listed_as.serial_number if self.listed_as else self.serial_number

    @property
    def listed_model(self) -> str:
        if self.listed_as:
            return self.listed_as.product.model
        return self.product.model if self.product else self.other_model


@dataclass
class Play:
    """One case on its way: the story, its cast, and the case once it is registered."""

    story: Story
    chance: random.Random
    customer: Customer
    product: Product
    team: dict[str, User]
    claimed_on: dt.date
    units: list[Unit] = field(default_factory=list)
    left: dict[tuple[int, int], dt.date] = field(default_factory=dict)
    """The days on which the motors left the factory, by their age in months."""
    opinion: tuple[str, ...] = ()
    case_pk: int = 0
    motor_pks: dict[int | None, int] = field(default_factory=dict)

    def number(self, prefix: str) -> str:
        """A waybill or receipt number."""
        return f"{prefix}{self.chance.randrange(10**9, 10**10)}"

    def intake(self) -> Case:
        """The feedback as the salesperson writes it down (四.1)."""
        case = Case(
            kind=self.story.kind,
            claim_date=self.claimed_on,
            customer=self.customer,
            contact=self.customer.contact,
            phone=self.customer.phone,
            salesperson=self.team[Role.SALESPERSON],
            quantity=max(len(self.units), 1),
        )
        facts = self.motor_facts() if self.units else {"problem": self.opinion[0]}
        for name, value in facts.items():
            setattr(case, name, value)
        return case

    def motor_facts(self) -> dict[str, object]:
        """What 四.1 wants to know of the first motor and of how it was used."""
        unit, chance = self.units[0], self.chance
        industry = INDUSTRY[self.customer.name]
        sold = unit.entry.ex_factory_date if unit.entry else self.claimed_on - dt.timedelta(days=200)
        days = (self.claimed_on - sold).days
        facts = {
            "product": unit.product,
            "other_model": unit.other_model,
            "serial_number": unit.listed_serial,
            "ex_factory_date": sold,
            "contract_number": f"HT{sold:%Y%m}-{chance.randrange(10, 99)}" if unit.entry else "",
            "hours_used": days * chance.choice((6, 8, 10, 16)),
            "time_in_use": f"约{max(days // 30, 1)}个月",
            "environment": chance.choice(words.ENVIRONMENTS[industry]),
            "connected_equipment": chance.choice(words.EQUIPMENT[industry]),
            "operated_as_required": chance.choice(("yes", "yes", "unknown")),
            "site_visit": chance.choice(words.VISITS),
            "problem": unit.trouble.symptom,
            "damaged_parts": unit.trouble.damaged,
            "customer_request": chance.choice(words.REQUESTS),
            "own_product": "yes",
            "cause": GUESSED[unit.trouble.cause],
            "in_warranty": "yes",
        }
        return facts | self.special_facts(unit) | unit.profile.intake

    def special_facts(self, unit: Unit) -> dict[str, object]:
        """Why something is unknown, and the consent to repair another maker's motor."""
        if unit.profile.intake.get("used") is False:
            return {"time_in_use": "未使用"}
        if unit.other_model:
            return {
                "repair_consent_by": words.CONSENT_BY.format(contact=self.customer.contact),
                "repair_consent_note": words.CONSENT_NOTE.format(day=self.claimed_on),
            }
        return {} if unit.entry else {"unknown_reason": words.UNKNOWN}


GUESSED = {"factory": "factory", "customer": "undetermined", "transport": "transport", "none": "factory"}


class Casting:
    """Casts stories: customers and people at random, motors fresh from the register."""

    def __init__(self, stage: Stage, chance: random.Random, production: Production) -> None:
        self.stage = stage
        self.chance = chance
        self.deck = Deck(chance)
        self.production = production
        self.customers = [*Customer.objects.order_by("pk")]
        self.products = [*Product.objects.order_by("pk")]
        self.before: dict[str, Play] = {}
        self.new: list[Motor] = []

    def cast(self, story: Story, claimed_on: dt.date) -> Play:
        """A play of the story about a feedback of this day."""
        earlier = self.before.get(story.same)
        customer = earlier.customer if earlier else self.customer(story)
        product = earlier.product if earlier else self.chance.choice(self.products)
        play = Play(story, self.chance, customer, product, self.team(customer), claimed_on)
        play.units = earlier.units if earlier else [self.unit(fate, play) for fate in story.fates]
        self.swap(play)
        if story.kind != "quality_problem":
            play.opinion = self.chance.choice(words.OPINIONS[story.kind])
        if story.same:
            self.before[story.same] = play
        return play

    def customer(self, story: Story) -> Customer:
        """Anybody of the channel that the story wants."""
        channels = {PROFILES[fate.profile].channel for fate in story.fates} - {""}
        return self.chance.choice([row for row in self.customers if not channels or row.channel in channels])

    def team(self, customer: Customer) -> dict[str, User]:
        """The people who deal with the case, one of each role, the salesperson of the customer's region."""
        team = {role: self.chance.choice(self.stage.people(role)) for role in Role.values}
        team[Role.SALESPERSON] = next(
            user for user in self.stage.people(Role.SALESPERSON) if customer.region in REGIONS[user.username]
        )
        leads = self.stage.people(Role.AFTER_SALES_LEAD)
        team[Role.AFTER_SALES_LEAD] = next(lead for lead in leads if lead != team[Role.AFTER_SALES])
        return team

    def unit(self, fate: Fate, play: Play) -> Unit:
        """A motor with the troubles of every profile under which it is appraised."""
        profile = PROFILES[fate.profile]
        names = [fate.profile, *(word.partition(":")[2] for word in fate.plot.split())]
        troubles = {
            name: self.trouble(PROFILES[name], play.product)
            for name in dict.fromkeys(names)
            if name in PROFILES
        }
        unit = Unit(fate.profile, profile, troubles, play.product)
        if profile.registered:
            unit.entry = self.build(play.customer, play.product, self.left(profile, play), profile)
            unit.serial_number = unit.entry.serial_number
        elif not profile.ticks.get("own_product", True):
            unit.product, unit.other_model = None, self.chance.choice(words.FOREIGN_MODELS)
            unit.serial_number = f"{self.chance.choice('ABJT')}{self.chance.randrange(10**5, 10**6)}"
        return unit

    def trouble(self, profile: Profile, product: Product) -> Trouble:
        return self.deck.deal(profile.groups, profile.cause, product.description, profile.defect)

    def left(self, profile: Profile, play: Play) -> dt.date:
        """The day on which motors of this age left the factory: one delivery a play where possible."""
        if profile.months not in play.left:
            low, high = (round(months * MONTH) for months in profile.months)
            age = dt.timedelta(days=self.chance.randint(max(low, 8), high))
            play.left[profile.months] = workday(play.claimed_on - age)
        return play.left[profile.months]

    def build(self, customer: Customer, product: Product, day: dt.date, profile: Profile) -> Motor:
        """A motor for the register."""
        batch = Batch(product, customer, day, 1, profile.custom_made, profile.agreement)
        (motor,) = self.production.build(batch)
        self.new.append(motor)
        return motor

    def swap(self, play: Play) -> None:
        """Of the last motor, something else stands on the return list, or nothing at all."""
        if "count:unlisted" in play.story.plot:
            play.units[-1].listed = False
        if "count:wrong_model" in play.story.plot:
            unit = play.units[-1]
            others = [product for product in self.products if product != play.product]
            day = self.left(unit.profile, play)
            unit.listed_as = self.build(play.customer, self.chance.choice(others), day, unit.profile)
