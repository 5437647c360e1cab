"""What the main job writes down."""

from cases.clock.models import Extension
from cases.models.appraisal import Appraisal, Signature
from cases.models.case import Case, Photo
from cases.models.motor import ReturnedMotor
from cases.models.records import (
    Consignee,
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
    "Extension",
    "Inspection",
    "Photo",
    "Quotation",
    "Repair",
    "RepairPart",
    "ReturnedMotor",
    "Shipment",
    "Signature",
]
