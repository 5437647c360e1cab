"""Signature boxes as a snapshot has them."""

from slips.kinds import KINDS


def signed(prefix: str, **people: str) -> list[dict[str, str]]:
    """Signature boxes of a kind, where ``role="name at"`` says who signed and when."""
    signatures = []
    for role, text in people.items():
        name, at = text.split(" ", 1)
        signatures.append({"role": role, "name": name, "at": at})
    return KINDS[prefix].boxes(signatures)
