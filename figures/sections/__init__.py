"""The figures of the report by section; importing it declares all of them."""

from figures.sections import (  # noqa: F401  (declare what the report has)
    feedback,
    found,
    improved,
    money,
    promised,
    returned,
    satisfied,
)
