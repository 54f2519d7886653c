"""Why a debtor contests an invoice: one table, the same words for debtor, client and desk (factoring-domain 13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.lib.reasons import N_

GROUNDS: Final[Mapping[str, str]] = {
    "price": N_("The price is not the agreed one"),
    "quantity": N_("The quantity is wrong"),
    "quality": N_("The quality is not as agreed"),
    "delivery": N_("Not delivered, or not in time"),
    "order_number": N_("Our order number is missing"),
    "already_paid": N_("It is paid already"),
    "unknown": N_("We do not know this invoice"),
    "contra": N_("We have a claim of our own against it"),
    "other": N_("Something else"),
}
