"""What the main job writes down."""

from cases.models.appraisal import Appraisal, Signature
from cases.models.case import Case, LongTextField, Photo, person, together
from cases.models.event import Event, Notice, is_confined
from cases.models.motor import ReturnedMotor
from cases.models.notices import (
    Delivery,
    DeliveryState,
    Level,
    NoticeChoice,
    Reminder,
    Robot,
    choice_of,
)
from cases.models.records import (
    Consignee,
    Extension,
    Inspection,
    Quotation,
    Repair,
    RepairPart,
    Shipment,
)

__all__ = [
    "Appraisal",
    "Case",
    "Consignee",
    "Delivery",
    "DeliveryState",
    "Event",
    "Extension",
    "Inspection",
    "Level",
    "LongTextField",
    "Notice",
    "NoticeChoice",
    "Photo",
    "Quotation",
    "Reminder",
    "Repair",
    "RepairPart",
    "ReturnedMotor",
    "Robot",
    "Shipment",
    "Signature",
    "choice_of",
    "is_confined",
    "person",
    "together",
]
