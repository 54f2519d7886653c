"""The life of a comparison that somebody asked for."""

from __future__ import annotations

from typing import Final

from cessie.lib.states import Machine

COMPARISON: Final = Machine(
    "waiting",
    {
        ("waiting", "begin"): "running",
        ("running", "begin"): "running",  # taken up again after its worker died
        ("waiting", "cancel"): "cancelled",
        ("running", "cancel"): "cancelled",
        ("running", "end"): "done",
        ("running", "refuse"): "refused",
    },
)
#: While it is in one of these, something is still to come of it.
LIVE: Final = ("waiting", "running")
#: Where a ledger is from: a file that was handed in, the invoices that the house bought, the ledgers that it accepted.
ORIGINS: Final = ("file", "invoices", "ledgers")
