"""What every model with a due date has."""

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from aftersales.kit.due import Standing, standing


class Dated:
    """Mixed into a model with ``due_on``: how it stands. A model says by the hooks what is different with it."""

    if TYPE_CHECKING:  # a field of the model

        @property
        def due_on(self) -> dt.date | None: ...

    @property
    def due_day(self) -> dt.date | None:
        """The day by which something is due; None where nothing is."""
        return self.due_on

    @property
    def first_due_day(self) -> dt.date | None:
        """What was promised before an extension, where there was one."""
        return None

    @property
    def seen_on(self) -> dt.date:
        """The day on which it is looked at: today, or the one on which it was settled."""
        return timezone.localdate()

    @property
    def standing(self) -> Standing | None:
        """How the due date stands; None where nothing is due."""
        return standing(self.due_day, self.seen_on, self.first_due_day) if self.due_day else None
