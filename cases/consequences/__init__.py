"""What follows from the verbs of the main job beside the new state: one function a record, in the order of the work.

Each runs inside the transaction of its verb, in the order of its file; see workflow.actions.on(). Slips are issued in
modules called `slips`, notices are `tells=` in `cases/transitions/`, and apps above have consequences of their own:
`python manage.py verbs motor.approve_return` lists all that follows from a verb, with file and line.
Importing it registers all of it.
"""

from cases.consequences import (  # noqa: F401  (register what follows)
    advancing,
    appraisal,
    listing,
    promise,
    quotation,
    repair,
    shipping,
)
