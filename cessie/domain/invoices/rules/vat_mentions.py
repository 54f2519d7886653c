"""Whether an exemption or a shifted VAT fits who sells to whom: M11 (directive 2006/112, art. 138, 146, 194 to 226).

>>> bool(SHIFTED.search("Btw verlegd")), bool(SHIFTED.search("Autoliquidation")), bool(SHIFTED.search("Dank u"))
(True, True, False)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cessie.domain.invoices.rules.facts import Known, Rate, Stated
from cessie.domain.invoices.rules.found import Found, hold
from cessie.lib.reasons import N_

#: The mention that VAT is owed by the buyer, which the law asks for in these words (art. 226, 11a).
SHIFTED = re.compile(
    r"verleg|medecontractant|autoliquid|co-?contractant|reverse charge|steuerschuldnerschaft", re.IGNORECASE
)
EU = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV"}
    | {"MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
)


def check(stated: Stated, known: Known) -> Iterator[Found]:
    """Each category of the document once."""
    seller = known.client.country
    buyer = known.debtor.country if known.debtor else stated.buyer.country
    seen: set[str] = set()
    for rate in stated.rates:
        if rate.category and rate.category not in seen:
            seen.add(rate.category)
            yield from _fits(rate, stated, seller, buyer)


def _fits(rate: Rate, stated: Stated, seller: str, buyer: str) -> Iterator[Found]:
    has_vat = any(scheme == "vat" for scheme, _ in stated.buyer.numbers)
    if rate.category in ("AE", "K", "G", "E", "O") and rate.tax:
        yield hold("M11.tax", N_("VAT of {tax} is asked where none is owed to the seller (category {category})."),
                   tax=f"{rate.tax:f}", category=rate.category)  # fmt: skip
    elif rate.category == "AE" and not SHIFTED.search(f"{stated.words} {stated.lines} {rate.exemption}"):
        yield hold("M11.AE", N_("VAT is shifted to the buyer, but the invoice does not say so."))
    elif rate.category in ("AE", "K") and not has_vat and not stated.buyer.numbers:
        yield hold("M11.buyer", N_("VAT is left to the buyer, who has no number."))
    elif rate.category == "K" and buyer and (buyer == seller or buyer not in EU):
        yield hold("M11.K", N_("A supply to another member state, but the buyer is in {country}."), country=buyer)
    elif rate.category == "G" and buyer in EU:
        yield hold("M11.G", N_("An export out of the Union, but the buyer is in {country}."), country=buyer)
