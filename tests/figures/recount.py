"""The figures of the report counted once more, in plain Python over the log of events and the records.

It shares neither a query nor an aggregate with ``figures``; of the product it uses the clock (cases.clock) alone, which
replays events.
"""

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from django.utils import timezone

from accountability.models import CorrectiveAction, Occurrence, PenaltyPerson, Verification
from cases.clock.deadlines import courses
from cases.models import Appraisal, Case, Receipt, Repair, ReturnedMotor
from cases.policy import CasePolicy
from satisfaction.models import Response
from satisfaction.policy import SatisfactionPolicy
from satisfaction.questions import KEYS
from warranty.models import Motor
from workflow.models import Event, policy_on

AGAIN = {"reappraise", "refuse_return"}
OVER = {"authorise_return", "answer", "resolve_on_site", "complete"}


def day(moment):
    return timezone.localdate(moment)


def days_of(noun):
    """The events of each thing of a noun, in their order."""
    found = defaultdict(list)
    for event in Event.objects.filter(subject=noun).order_by("id"):
        found[event.subject_id].append(event)
    return found


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
        kept = judged = days = answered = satisfied = asked = 0
        for key, case in self.cases.items():
            sent = reply = approved = over = content = None
            for event in self.case_events[key]:
                if event.verb == "submit":
                    sent, reply = day(event.at), None
                elif event.verb == "reopen":
                    reply, over, content = (
                        approved,
                        None,
                        None,
                    )  # what was answered first is forgotten with it
                elif event.verb == "go_on":
                    over = None
                elif event.verb == "first_answer" or event.verb in OVER:
                    approved = day(event.at) if event.verb == "authorise_return" else approved
                    reply = reply or day(event.at)
                    over = day(event.at) if event.verb in OVER - {"authorise_return"} else over
                elif event.verb == "close":
                    content = event.data["customer_satisfied"]
            if within(over) and content is not None:
                asked += 1
                satisfied += content
            if within(sent) and case.status not in ("draft", "withdrawn", "rejected", "info_requested"):
                last = sent + dt.timedelta(policy_on(CasePolicy, case.claim_date).first_answer_days)
                judged += bool(reply) or last < self.today
                kept += bool(reply) and reply <= last
                answered += bool(reply)
                days += (reply - sent).days if reply else 0
        found["answer_kept"], found["answer_days"] = (kept, judged), (days, answered)
        found["satisfied"] = satisfied, asked

    def of_motors(self, found, within):
        came = [key for key, on in self.received.items() if within(on)]
        shipped = sum(within(motor.ex_factory_date) for motor in Motor.objects.filter(active=True))
        repaired = {
            (motor.serial_key, key)
            for key, motor in self.motors.items()
            if motor.repair_id and motor.serial_key
        }
        again = [
            key
            for key in came
            if any(serial == self.motors[key].serial_key and other < key for serial, other in repaired)
        ]
        found["returns"] = len(came), len({self.motors[key].case_id for key in came})
        found["per_hundred"] = len(came), shipped
        found["repeats"] = len(again), len(came)
        took = judged = kept = days = 0
        for key in came:
            limit = policy_on(CasePolicy, self.motors[key].case.claim_date).appraisal_days
            last, on = self.received[key] + dt.timedelta(limit), self.appraised.get(key)
            judged += bool(on) or last < self.today
            kept += bool(on) and on <= last
            took += bool(on)
            days += (on - self.received[key]).days if on else 0
        found["appraisal_kept"], found["appraisal_days"] = (kept, judged), (days, took)
        signed = [key for key, on in self.appraised.items() if within(on)]
        facts = {key: self.appraisals[self.motors[key].appraisal_id].facts for key in signed}
        ours = [key for key in signed if facts[key]["cause"] == "factory" or facts[key].get("spec_mismatch")]
        nothing = [
            key for key in signed if facts[key]["cause"] == "none" and not facts[key].get("spec_mismatch")
        ]
        found["appraised"] = len(signed), None
        found["faults"] = len(ours), len({self.motors[key].case_id for key in ours})
        found["faults_per_hundred"], found["no_fault"] = (len(ours), shipped), (len(nothing), len(signed))
        done = [
            event for rows in self.motor_events.values() for event in rows if event.verb == "finish_repair"
        ]
        found["repairs"] = sum(within(day(event.at)) for event in done), None
        back = [key for key, one in self.courses.items() if within(one.stopped_on) and key in self.appraised]
        found["repair_days"] = (
            sum((self.courses[key].stopped_on - self.appraised[key]).days for key in back), len(back),
        )  # fmt: skip
        for name, due, stop in (
            ("on_time", "original", "stopped"), ("on_time_extended", "due", "stopped"),
            ("on_time_delivered", "original", "delivered"), ("on_time_extended_delivered", "due", "delivered"),
        ):  # fmt: skip
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
                free += repair.labour_fee + sum((part.amount for part in repair.parts.all()), Decimal(0))
        income = sum((row.amount for row in Receipt.objects.all() if within(day(row.entered_at))), Decimal(0))
        found["free_cost"], found["charged_income"] = (free, None), (income, None)
        deducted = [
            e.subject_id
            for rows in days_of("penalty").values()
            for e in rows
            if e.verb == "deduct" and within(day(e.at))
        ]
        amounts = PenaltyPerson.objects.filter(penalty__in=deducted).values_list("amount", flat=True)
        found["deductions"] = sum(amounts, Decimal(0)), None

    def of_answers(self, found, within, month):
        policy = policy_on(SatisfactionPolicy, month.last)
        worth = {"good": policy.good_score, "fair": policy.fair_score, "poor": policy.poor_score}
        rows = [row for row in Response.objects.filter(status="submitted") if within(row.answered_on)]
        given = [getattr(row, key) for row in rows for key in KEYS if getattr(row, key)]
        found["survey_points"] = sum(worth[answer] for answer in given), len(given)
