"""What follows in the survey beyond new states; importing it registers all of it."""

from satisfaction.consequences import campaigns, improvements, mailing, responses  # noqa: F401  (register what follows)
