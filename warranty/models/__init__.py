"""The register of what left the factory: customers, products, motors; and what becomes of its entries."""

from warranty.models.amendment import Amendment
from warranty.models.change import RegisterChange
from warranty.models.entry import (
    HISTORIES,
    Entry,
    Kind,
    Match,
    fields_of,
    hidden,
    in_use,
    names_of,
    registers,
)
from warranty.models.register import Channel, Customer, Motor, Product

__all__ = [
    "HISTORIES",
    "Amendment",
    "Channel",
    "Customer",
    "Entry",
    "Kind",
    "Match",
    "Motor",
    "Product",
    "RegisterChange",
    "fields_of",
    "hidden",
    "in_use",
    "names_of",
    "registers",
]
