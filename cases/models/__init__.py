"""What the main job writes down: case and motor here, the rest with its subject."""

from cases.appraisal.models import Appraisal, Signature
from cases.clock.models import Extension
from cases.freight.models import Freight
from cases.measuring.models import TestSheet
from cases.models.case import Case
from cases.models.motor import ReturnedMotor
from cases.photos.models import Photo
from cases.repair.models import Inspection, Quotation, QuotedPart, Receipt, Repair, RepairPart
from cases.shipping.models import Consignee, Shipment
from cases.shortage.models import MissingPart

__all__ = [
    "Appraisal",
    "Case",
    "Consignee",
    "Extension",
    "Freight",
    "Inspection",
    "MissingPart",
    "Photo",
    "Quotation",
    "QuotedPart",
    "Receipt",
    "Repair",
    "RepairPart",
    "ReturnedMotor",
    "Shipment",
    "Signature",
    "TestSheet",
]
