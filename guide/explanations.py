"""From which pages of the product each page of the guide is one click away."""

from collections.abc import Iterator

from aftersales.explaining import Explanation, explain
from guide.contents import TASKS, Task
from workflow.verbs import Verb, find_verb, verbs_of


def verbs_on(task: Task) -> list[Verb]:
    """The verbs that are taken on a task, one below the other."""
    found: list[Verb] = []
    for name in task.verbs.split():
        noun, verb = name.split(".")
        found += verbs_of(noun) if verb == "*" else [find_verb(noun, verb)]
    return found


def names_of(task: Task) -> Iterator[str]:
    """What leads to a task: its pages, its verbs, and the pages that are theirs alone."""
    yield from task.pages.split()
    for verb in verbs_on(task):
        yield verb.name
        yield from filter(None, {verb.page(row.custom["step"]) for row in verb.rows})


for task in TASKS.values():
    explain(Explanation("guide:task", task.key, task.title), *names_of(task))
