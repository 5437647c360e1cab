"""What happens to the case itself: registered, decided, listed, answered, closed."""

from aftersales.roles import Role
from cases.actions import open_case
from demo.cases import words
from demo.cases.scenes.cue import Cue, scene
from returns.forms import listed_motor


@scene
def register(cue: Cue) -> None:
    """The customer calls, and the salesperson writes it down."""
    play = cue.play
    play.case_pk = open_case(play.intake(), by=play.team[Role.SALESPERSON], at=cue.at).pk


@scene
def info(cue: Cue) -> None:
    """The salesperson supplies what the manager asked for."""
    case = cue.act(cue.case, "revise", Role.SALESPERSON)
    case.site_visit = "已到现场，铭牌照片和电压、负载记录已补充"
    case.save()


@scene
def authorise(cue: Cue) -> None:
    case = cue.case
    warned = bool(case.wrong_return_risks())
    cue.act(case, "authorise_return", Role.SALES_MANAGER, warning_seen=warned, note="")


@scene
def on_site(cue: Cue) -> None:
    done, confirmation = cue.play.chance.choice(words.ON_SITE)
    cue.act(cue.case, "resolve_on_site", Role.SALESPERSON, action_taken=done, confirmation=confirmation)


@scene
def answer(cue: Cue) -> None:
    cue.act(cue.case, "answer", Role.AFTER_SALES, answer=cue.play.opinion[1])


@scene
def close(cue: Cue) -> None:
    """With the customer's last word; ``no``: not satisfied."""
    case, satisfied = cue.case, cue.argument != "no"
    role = Role.SALES_MANAGER if case.resolved_on_site else Role.AFTER_SALES
    replies = cue.play.opinion[2:] or (words.SATISFIED if satisfied else words.UNSATISFIED)
    cue.act(case, "close", role, customer_reply=cue.say(replies), customer_satisfied=satisfied)


@scene
def enlist(cue: Cue) -> None:
    """The coordinator enters the return list."""
    rows = [
        listed_motor(unit.listed_serial, unit.listed_model, cue.say(words.LISTED))
        for unit in cue.play.units
        if unit.listed
    ]
    cue.act(cue.case, "accept_list", Role.SALES_COORDINATOR, motors=rows)
