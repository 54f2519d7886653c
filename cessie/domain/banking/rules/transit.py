"""Under which reference money stands on 1035 between two own accounts. Pure."""

from __future__ import annotations

from uuid import NAMESPACE_OID, UUID, uuid5

from cessie.lib.money import Money


def transfer_reference(source: UUID | None, target: UUID | None, amount: Money) -> UUID:
    """Made of the two accounts and the amount, so that the side that leaves and the side that arrives agree.

    What is left on it is on its way; two transfers of one amount share it, and their sum must come to nothing.
    """
    return uuid5(NAMESPACE_OID, f"{source}>{target}:{amount}")
