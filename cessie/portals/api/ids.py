"""Keys as the API shows them: a word for the kind of thing, and the key. What is no such key names nothing (404)."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.reasons import N_

INVOICE: Final = "inv"
PROPOSAL: Final = "prop"
CONTRACT: Final = "con"
DEBTOR: Final = "deb"
CLIENT: Final = "cli"
KEY: Final = "key"
ENTRY: Final = "ent"
STATEMENT: Final = "sta"
DISPUTE: Final = "dis"
CREDITOR: Final = "cre"
MANDATE: Final = "man"
COLLECTION: Final = "col"
SETTLEMENT: Final = "set"
DOSSIER: Final = "dos"
REMITTANCE: Final = "rem"
CASE: Final = "cas"
COLLECTED: Final = "cmo"
LEDGER: Final = "led"
RECEIPT: Final = "rec"
RUN: Final = "run"
DRAWING: Final = "dra"
PROOF: Final = "prf"
ENQUIRY: Final = "enq"


def pattern(kind: str) -> str:
    """The form of a key of this kind, as a regular expression of JSON Schema."""
    return f"^{kind}_[0-9a-f]{{32}}$"


def shown(kind: str, key: UUID) -> str:
    """``inv_0199…``."""
    return f"{kind}_{key.hex}"


def key_of(kind: str, text: str) -> UUID:
    """The key behind it; ``NotFound`` for anything else."""
    if not re.fullmatch(pattern(kind), text):
        raise NotFound("api.unknown", N_("There is no such thing."))
    return UUID(text.partition("_")[2])
