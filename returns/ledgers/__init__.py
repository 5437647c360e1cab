"""The ledgers of what moves on paper: consignments, repairs, returns, transfers, and the prints themselves."""

from aftersales.ledger import register
from returns.ledgers.handover import HANDOVER
from returns.ledgers.prints import PRINT
from returns.ledgers.repair import REPAIR
from returns.ledgers.taken_back import RETURN, TRANSFER

register(HANDOVER, REPAIR, RETURN, TRANSFER, PRINT)
