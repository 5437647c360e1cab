"""What the main job writes down."""

from cases.models.appraisal import Appraisal, Signature
from cases.models.case import Case, LongTextField, Photo, person, together
from cases.models.event import Event, Notice
from cases.models.motor import ReturnedMotor
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
    "Event",
    "Extension",
    "Inspection",
    "LongTextField",
    "Notice",
    "Photo",
    "Quotation",
    "Repair",
    "RepairPart",
    "ReturnedMotor",
    "Shipment",
    "Signature",
    "person",
    "together",
]
