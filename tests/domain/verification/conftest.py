"""A client who draws on request, and what was bought of him: as for availability."""

from tests.domain.availability.conftest import accepted, agree, drawing_contract, more, owner, sell

__all__ = ["accepted", "agree", "drawing_contract", "more", "owner", "sell"]
