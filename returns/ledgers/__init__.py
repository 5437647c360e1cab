"""The ledgers of what moves on paper: consignments, returns and transfers."""

from aftersales.kit.ledger import register
from returns.ledgers.handover import HANDOVER
from returns.ledgers.taken_back import REFUND, RETURN, TRANSFER

register(HANDOVER, RETURN, REFUND, TRANSFER)
