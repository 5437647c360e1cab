"""The figures of the report counted once more, in plain Python over the log of events and the records.

It shares neither a query nor an aggregate with ``figures``; of the product it uses the clock (cases.clock) alone, which
replays events.
"""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from accountability.models import CorrectiveAction, Occurrence, PenaltyPerson, Verification
from cases.clock.deadlines import courses
from cases.freight.models import Freight
from cases.models import Appraisal, Case, Receipt, Repair, RepairPart, ReturnedMotor
from cases.policy import CasePolicy
from satisfaction.models import Response
from satisfaction.policy import SatisfactionPolicy
from satisfaction.questions import KEYS
from warranty.models import Motor
from workflow.models import Event, policy_on

AGAIN = {"reappraise", "refuse_return"}
PAYERS = {
    "freight_ours": "factory",
    "freight_customers": "customer",
    "freight_salespeople": "salesperson",
    "freight_open": "",
}
PROMISES = (
    ("on_time", "original", "stopped"),
    ("on_time_extended", "due", "stopped"),
    ("on_time_delivered", "original", "delivered"),
    ("on_time_extended_delivered", "due", "delivered"),
)
OVER = {"answer", "resolve_on_site", "complete"}
ANSWERS = OVER | {"first_answer", "authorise_return"}
UNANSWERED = {"draft", "withdrawn", "rejected", "info_requested"}


def day(moment):
    return timezone.localdate(moment)


def days_of(noun):
    """The events of each thing of a noun, in their order."""
    found = defaultdict(list)
    for event in Event.objects.filter(subject=noun).order_by("id"):
        found[event.subject_id].append(event)
    return found


class Told(NamedTuple):
    """When a case was submitted, answered and over, and whether the customer was content."""

    sent: dt.date | None = None
    reply: dt.date | None = None
    over: dt.date | None = None
    content: bool | None = None


def replayed(events):
    """A case by its events. What was answered first is forgotten when it is opened again."""
    told, approved = Told(), None
    for event in events:
        on = day(event.at)
        approved = on if event.verb == "authorise_return" else approved
        if event.verb == "submit":
            told = told._replace(sent=on, reply=None)
        elif event.verb == "reopen":
            told = told._replace(reply=approved, over=None, content=None)
        elif event.verb == "go_on":
            told = told._replace(over=None)
        elif event.verb == "close":
            told = told._replace(content=event.data["customer_satisfied"])
        elif event.verb in ANSWERS:
            over = on if event.verb in OVER else told.over
            told = told._replace(reply=told.reply or on, over=over)
    return told


class Recount:
    """Everything read once; then any month is counted from it."""

    def __init__(self):
        self.today = timezone.localdate()
        self.cases = {case.pk: case for case in Case.objects.select_related("customer")}
        self.motors = {motor.pk: motor for motor in ReturnedMotor.objects.select_related("case", "shipment")}
        self.case_events, self.motor_events = days_of("case"), days_of("motor")
        self.courses = courses(list(self.motors.values()))
        self.appraisals = {sheet.pk: sheet for sheet in Appraisal.objects.all()}
        self.received, self.appraised = {}, {}
        for key, events in self.motor_events.items():
            for event in events:
                if event.verb == "hand_over":
                    self.received[key] = day(event.at)
                elif event.verb == "appraise":
                    self.appraised[key] = day(event.at)
                elif event.verb in AGAIN:
                    self.appraised.pop(key, None)

        self.freights = {row.pk: row for row in Freight.objects.all()}
        self.bought = defaultdict(list)
        for part in RepairPart.objects.select_related("repair"):
            if part.supplier:
                self.bought[part.repair.motor_id].append(part.supplier)

    def month(self, month):
        """(part, whole) of each figure; whole None where it is of nothing."""

        def within(on):
            return on is not None and month.first <= on <= month.last

        found = {}
        self.of_cases(found, within)
        self.of_motors(found, within)
        self.of_actions(found, within, month)
        self.of_money(found, within)
        self.of_answers(found, within, month)
        return found

    def of_cases(self, found, within):
        told = [
            c for c in self.cases.values() if within(c.claim_date) and c.status not in ("draft", "withdrawn")
        ]
        found["feedback"] = len(told), None
        found["complaints"] = sum(c.kind in ("grievance", "complaint") for c in told), len(told)
        ends = [replayed(self.case_events[key]) for key in self.cases]
        asked = [end.content for end in ends if within(end.over) and end.content is not None]
        found["satisfied"] = sum(asked), len(asked)
        self.of_answering(found, within)

    def of_answering(self, found, within):
        kept = judged = days = answered = 0
        for key, case in self.cases.items():
            sent, reply = replayed(self.case_events[key])[:2]
            if within(sent) and case.status not in UNANSWERED:
                last = sent + dt.timedelta(policy_on(CasePolicy, case.claim_date).first_answer_days)
                judged += bool(reply) or last < self.today
                kept += bool(reply) and reply <= last
                answered += bool(reply)
                days += (reply - sent).days if reply else 0
        found["answer_kept"], found["answer_days"] = (kept, judged), (days, answered)

    def of_motors(self, found, within):
        came = [key for key, on in self.received.items() if within(on)]
        signed = [key for key, on in self.appraised.items() if within(on)]
        shipped = sum(within(motor.ex_factory_date) for motor in Motor.objects.filter(active=True))
        self.of_received(found, came, shipped)
        self.of_the_wait(found, came)
        self.of_appraised(found, signed, shipped)
        self.of_repairs(found, within)

    def of_received(self, found, came, shipped):
        again = [key for key in came if self.repaired_before(key)]
        found["returns"] = len(came), len({self.motors[key].case_id for key in came})
        found["per_hundred"] = len(came), shipped
        found["repeats"] = len(again), len(came)

    def repaired_before(self, key):
        serial = self.motors[key].serial_key
        earlier = (motor for other, motor in self.motors.items() if other < key and motor.repair_id)
        return bool(serial) and any(motor.serial_key == serial for motor in earlier)

    def of_the_wait(self, found, came):
        """From the receipt to the last signature."""
        took = judged = kept = days = 0
        for key in came:
            limit = policy_on(CasePolicy, self.motors[key].case.claim_date).appraisal_days
            last, on = self.received[key] + dt.timedelta(limit), self.appraised.get(key)
            judged += bool(on) or last < self.today
            kept += bool(on) and on <= last
            took += bool(on)
            days += (on - self.received[key]).days if on else 0
        found["appraisal_kept"], found["appraisal_days"] = (kept, judged), (days, took)

    def of_appraised(self, found, signed, shipped):
        facts = {key: self.appraisals[self.motors[key].appraisal_id].facts for key in signed}
        ours = [key for key in signed if facts[key]["cause"] == "factory" or facts[key].get("spec_mismatch")]
        nothing = [
            key for key in signed if facts[key]["cause"] == "none" and not facts[key].get("spec_mismatch")
        ]
        bought = [key for key in ours if self.bought[key]]
        found["appraised"] = len(signed), None
        found["faults"] = len(ours), self.cases_of(ours)
        found["faults_bought"] = len(bought), self.cases_of(bought)
        found["faults_per_hundred"], found["no_fault"] = (len(ours), shipped), (len(nothing), len(signed))

    def cases_of(self, motors):
        return len({self.motors[key].case_id for key in motors})

    def of_repairs(self, found, within):
        done = [
            event for rows in self.motor_events.values() for event in rows if event.verb == "finish_repair"
        ]
        found["repairs"] = sum(within(day(event.at)) for event in done), None
        back = [key for key, one in self.courses.items() if within(one.stopped_on) and key in self.appraised]
        days = sum((self.courses[key].stopped_on - self.appraised[key]).days for key in back)
        found["repair_days"] = days, len(back)
        for name, due, stop in PROMISES:
            found[name] = self.in_time(within, due, stop)

    def in_time(self, within, due, stop):
        kept = judged = 0
        for key, course in self.courses.items():
            if within(course.original) and key in self.appraised:
                shipment = self.motors[key].shipment
                delivered = shipment.delivered_on if shipment else None
                on = course.stopped_on if stop == "stopped" else delivered
                last = getattr(course, due)
                judged += bool(on) or last < self.today
                kept += bool(on) and on <= last
        return kept, judged

    def of_actions(self, found, within, month):
        found["actions_issued"] = sum(within(day(a.issued_at)) for a in CorrectiveAction.objects.all()), None
        events, last_day = days_of("action"), min(month.last, self.today)
        ages = []
        for action in CorrectiveAction.objects.all():
            before = [event for event in events[action.pk] if day(event.at) <= month.last]
            if before and before[-1].to_status != "verified":
                ages.append((last_day - day(action.issued_at)).days)
        found["actions_open"], found["actions_age"] = (len(ages), None), (sum(ages), len(ages))
        checks = [check for check in Verification.objects.all() if within(day(check.at))]
        found["actions_effective"] = sum(check.works for check in checks), len(checks)
        rows = Occurrence.objects.filter(recurrence=True)
        found["recurrences"] = sum(within(day(row.at)) for row in rows), None

    def of_money(self, found, within):
        free = Decimal(0)
        for repair in Repair.objects.select_related("motor").prefetch_related("parts"):
            if within(day(repair.done_at)) and repair.motor.disposition == "repair_free":
                parts = sum((part.unit_cost * part.quantity for part in repair.parts.all()), Decimal(0))
                free += parts + repair.minutes * repair.minute_cost
        income = sum((row.amount for row in Receipt.objects.all() if within(day(row.entered_at))), Decimal(0))
        found["free_cost"], found["charged_income"] = (free, None), (income, None)
        self.of_freight(found, within)
        deducted = [
            e.subject_id
            for rows in days_of("penalty").values()
            for e in rows
            if e.verb == "deduct" and within(day(e.at))
        ]
        amounts = PenaltyPerson.objects.filter(penalty__in=deducted).values_list("amount", flat=True)
        found["deductions"] = sum(amounts, Decimal(0)), None

    def of_freight(self, found, within):
        """By the last event of each: what was corrected stands in its second entry."""
        borne = defaultdict(Decimal)
        for key, events in days_of("freight").items():
            row = self.freights[key]
            if events[-1].to_status != "corrected" and within(day(events[0].at)):
                borne[row.payer] += row.amount
        found["freight"] = sum(borne.values(), Decimal(0)), None
        for name, payer in PAYERS.items():
            found[name] = borne[payer], None

    def of_answers(self, found, within, month):
        policy = policy_on(SatisfactionPolicy, month.last)
        worth = {"good": policy.good_score, "fair": policy.fair_score, "poor": policy.poor_score}
        rows = [row for row in Response.objects.filter(status="submitted") if within(row.answered_on)]
        given = [getattr(row, key) for row in rows for key in KEYS if getattr(row, key)]
        found["survey_points"] = sum(worth[answer] for answer in given), len(given)
