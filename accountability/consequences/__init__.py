"""What follows for corrective actions and penalties beyond their new state; importing it registers all of it."""

from accountability.consequences import corrective_actions, penalties, rates  # noqa: F401  (register what follows)
