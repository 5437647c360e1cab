"""What ``manage.py check`` says of the kinds of slips."""

from django.core.checks import Error, register

from slips.actions.issuing import ANY
from slips.kinds import KINDS
from workflow.verbs import VERBS


@register
def kinds_are_declared(app_configs, **kwargs) -> list[Error]:
    """Whether each kind that a verb issues is declared, and each kind is issued by some verb."""
    issued = [(verb.name, kind) for verb in VERBS.values() for kind in verb.papers if kind != ANY]
    idle = KINDS.keys() - {kind for _name, kind in issued}
    return [
        *(
            Error(f'{name} issues "{kind}", which is no kind of slip.', id="slips.E001")
            for name, kind in issued
            if kind not in KINDS
        ),
        *(Error(f'No verb issues the slip "{kind}".', id="slips.E002") for kind in sorted(idle)),
    ]
