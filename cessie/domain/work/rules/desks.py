"""Which desk a task belongs to: whose role decides it, so that each sees its own first.

>>> desk_of("invoice.held"), desk_of("payments.failed"), desk_of("something.new")
('credit', 'treasury', 'administrator')
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: By the first word of the kind. A kind of another family belongs to the administrator until its line is added.
DESKS: Final[Mapping[str, str]] = {
    "invoice": "credit",
    "proposal": "credit",
    "verification": "credit",
    "onboarding": "credit",
    "offer": "credit",
    "debtor": "credit",
    "limit": "credit",
    "claim": "credit",
    "fraud": "credit",
    "contract": "credit",
    "insurance": "credit",
    "policy": "credit",
    "recourse": "credit",
    "ledger": "credit",
    "availability": "credit",
    "client_file": "credit",
    "notice": "credit",
    "payments": "treasury",
    "payout": "treasury",
    "batch": "treasury",
    "bank": "treasury",
    "banking": "treasury",
    "account": "treasury",
    "statement": "treasury",
    "line": "collection",
    "managed": "collection",
    "matching": "collection",
    "credit_note": "collection",
    "settlement": "collection",
    "letter": "collection",
    "dispute": "collection",
    "arrangement": "collection",
    "dunning": "collection",
    "mandate": "collection",
    "collection": "treasury",
    "vop": "treasury",
    "job": "administrator",
}


def desk_of(kind: str) -> str:
    """The staff role that decides tasks of this kind."""
    return DESKS.get(kind.partition(".")[0], "administrator")


def families_of(desk: str) -> frozenset[str]:
    """The first words of the kinds that this desk decides."""
    return frozenset(family for family, whose in DESKS.items() if whose == desk)
