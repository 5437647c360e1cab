"""The scenes of the demo: each takes one real action, at its moment in the past.

Those that only need a person and a few words are rows of ACTS; the others are functions, by theme.
"""

from cases.models import Case
from demo.cases.scenes import appraisal, arrival, departure, feedback, repair
from demo.cases.scenes.acts import ACTS
from demo.cases.scenes.cue import SCENES, Cue

__all__ = ["Cue", "appraisal", "arrival", "departure", "feedback", "play", "repair"]


def play(name: str, cue: Cue) -> None:
    """Play one scene, and what follows from it by itself."""
    if name in SCENES:
        SCENES[name](cue)
    else:
        play_act(name, cue)
    if name in ("sign", "settle", "accept"):
        repair.taken_on(cue)


def play_act(name: str, cue: Cue) -> None:
    act = ACTS[name]
    noun, verb = act.verb.split(".")
    obj = Case(pk=cue.play.case_pk) if noun == "case" else cue.motor_key
    cue.act(obj, verb, act.role, **{word: cue.say(lines) for word, lines in act.words.items()})
