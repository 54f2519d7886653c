"""A debtor with a mandate, and the people of the house who collect."""

from __future__ import annotations

from tests.domain.matching.conftest import bought, collection, contract_id, receives

__all__ = ["bought", "collection", "contract_id", "receives"]
