"""Who walks through the product, and which pages they open."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management.base import CommandError
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone

from aftersales.kit.ledger import ledgers_of
from aftersales.models import User
from aftersales.roles import Role
from aftersales.sessions import SessionStore
from cases.intake.forms import IntakeForm
from cases.models import Case, ReturnedMotor
from cases.statuses import CaseStatus, FeedbackKind, MotorStatus
from demo.benchmarks.pages.floor import ADDRESS
from slips.models import Slip
from workflow.models import Facts
from workflow.worklist import inviting

HOST = "127.0.0.1"
CSRF = "b" * 32
BACKEND = "aftersales.signing_in.CountedBackend"
ROLES = (Role.AFTER_SALES, Role.SALES_COORDINATOR, Role.SALESPERSON)
FLOOR = "floor"


class Step(NamedTuple):
    """One page that a person opens, or one act, which has a form and is undone."""

    name: str
    address: str
    session: str
    form: Facts | None = None
    undone: bool = False

    @property
    def acts(self) -> bool:
        """Whether it writes, and is taken back."""
        return self.undone or self.form is not None

    @property
    def status(self) -> int:
        """What it is answered with when all is well."""
        return 302 if self.form else 200


class Walker(NamedTuple):
    """A person with the pages that they open."""

    role: Role
    user: User
    floor: Step
    steps: list[Step]

    def key(self, step: Step) -> str:
        """What figures of this page and person are kept under."""
        return f"{self.role.value} {step.name}"

    def only(self, names: list[str] | None) -> "Walker":
        """With these pages alone, if any are named."""
        return self._replace(steps=[step for step in self.steps if not names or step.name in names])

    def without(self, name: str) -> "Walker":
        return self._replace(steps=[step for step in self.steps if step.name != name])


@contextmanager
def walking() -> Iterator[list[Walker]]:
    """The busiest person of each role, signed in meanwhile. Raises CommandError where nobody has a role."""
    people: list[Walker] = []
    try:
        for role in ROLES:
            people.append(walker(role))
        yield people
    finally:
        for person in people:
            SessionStore(person.floor.session).delete()


def walker(role: Role) -> Walker:
    user = busiest(role)
    session = new_session(user)
    opened = [Step(name, address, session) for name, address in addresses(user)]
    acts = [Step(name, address, session, form) for name, address, form in forms(user)]
    printed = [Step("slip's PDF", address, session, undone=True) for address in documents(user)]
    return Walker(role, user, Step(FLOOR, f"/{ADDRESS}", session), opened + acts + printed)


def busiest(role: Role) -> User:
    """Who of a role has the most to do; of those who lead, if any does, since they alone open the department page."""
    holders = User.objects.filter(grants__role=role, is_active=True, must_change_password=False)
    found = max(
        holders.order_by("pk"), key=lambda user: (user.can("team.view"), inviting(user).count()), default=None
    )
    if found is None:
        raise CommandError(f"Nobody here is {role.value}.")
    return found


def new_session(user: User) -> str:
    """Sign a person in without a trace but the session; its key."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


# -- pages --------------------------------------------------------------------------------------------


def addresses(user: User) -> Iterator[tuple[str, str]]:
    """The pages that are only read, as far as the person may; whatever is looked for is there."""
    case, largest = specimen(user)
    motor = case.motors.exclude(serial_number="").first()
    yield "list", listed()
    yield "by state", listed(status=CaseStatus.IN_PROCESS)
    yield "overdue", listed(overdue="on")
    yield "word search", listed(q=word_of(case))
    yield "customer search", listed(q=case.customer.name)
    yield "case", case.get_absolute_url()
    if motor:
        yield "serial search", listed(q=motor.serial_number)
        yield "motor", motor.get_absolute_url()
        yield "life", reverse("cases:life", args=[motor.serial_number])
    yield "worklist", reverse("home")
    if user.can("team.view"):
        yield "department", reverse("workflow:team")
    yield "slips", reverse("slips:slips")
    if ledgers := ledgers_of(user):
        yield "ledger", reverse("ledger", args=[ledgers[0].key])
    yield "largest case", largest.get_absolute_url()


def listed(**query: str) -> str:
    """The list of cases, narrowed."""
    return f"{reverse('cases:list')}?{urlencode(query)}"


def specimen(user: User) -> tuple[Case, Case]:
    """An ordinary case in process, the newest with two motors, and the largest of all that the person may see."""
    counted = Case.objects.visible_to(user).annotate(size=Count("motors"))
    largest = counted.order_by("-size", "-pk").first()
    if largest is None:
        raise CommandError(f"{user} sees no case.")
    ordinary = counted.filter(status=CaseStatus.IN_PROCESS, size=2).order_by("-pk").first()
    return ordinary or largest, largest


def word_of(case: Case) -> str:
    """Something that its problem says."""
    return case.problem.split("，")[0].split()[0][:4]


def documents(user: User) -> Iterator[str]:
    """The document of a feedback slip that has not been rendered yet."""
    slips = Slip.objects.visible_to(user).filter(kind="FK", document="", voided_at=None)
    if slip := slips.order_by("-pk").first():
        yield reverse("slips:slip_pdf", args=[slip.pk])


# -- acts ---------------------------------------------------------------------------------------------


def forms(user: User) -> Iterator[tuple[str, str, Facts]]:
    """A feedback kept as a draft, one submitted at once, and a change of state that this person makes every day."""
    if (case := submitted(user)) and user.can("case.create"):
        yield "create", reverse("cases:new"), creation(case, user)
        yield "create and submit", reverse("cases:new"), creation(case, user) | {"submit": "1"}
    for verb, rows, answers in changes(user):
        if user.can(verb) and (waiting := rows.order_by("pk").first()):
            yield "change of state", address_of(verb, waiting.pk), {"version": waiting.version} | answers
            return


def address_of(verb: str, pk: int) -> str:
    noun, name = verb.split(".")
    return reverse(f"cases:act_{noun}", args=[pk, name])


def submitted(user: User) -> Case | None:
    """The newest complete feedback on a motor of the register."""
    rows = Case.objects.visible_to(user).filter(kind=FeedbackKind.QUALITY_PROBLEM, product__isnull=False)
    return rows.exclude(number=None).order_by("-pk").first()


def creation(case: Case, user: User) -> Facts:
    """What the form of a new case needs to say the same as this one."""
    form = IntakeForm(user=user, instance=case)
    facts = {field.html_name: field.value() for field in form if field.value() is not None}
    return facts | {"version": ""}


def changes(user: User) -> Iterator[tuple[str, QuerySet[Case] | QuerySet[ReturnedMotor], Facts]]:
    """A verb, what waits for it, and the answers to its form."""
    completed = Case.objects.visible_to(user).filter(status=CaseStatus.COMPLETED, resolved_on_site=False)
    yield "case.close", completed, {"customer_reply": "满意", "customer_satisfied": "yes"}
    shipped = ReturnedMotor.objects.visible_to(user).filter(status=MotorStatus.SHIPPED)
    yield "motor.confirm_delivery", shipped, {"delivered_on": timezone.localdate(), "note": "收件人签收"}
