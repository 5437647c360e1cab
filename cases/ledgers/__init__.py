"""The ledgers of cases and motors."""
