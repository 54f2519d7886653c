"""An early-payment discount as an invoice's terms of payment (BT-20) offer it, and whether a payment earned it.

Read is what can only mean a discount: the German e-invoice form (XRechnung, "#SKONTO#TAGE=8#PROZENT=2.00#"), and a
percentage beside a number of days behind a word for discount in our languages. Anything else is no discount: a person
decides.

>>> read("#SKONTO#TAGE=8#PROZENT=2.00#")
(Discount(percent=Decimal('2.00'), days=8),)
>>> read("2 % korting bij betaling binnen 8 dagen, anders 30 dagen netto")
(Discount(percent=Decimal('2'), days=8),)
>>> read("Escompte de 1,5 % pour paiement sous 10 jours"), read("30 dagen netto, 21 % btw")
((Discount(percent=Decimal('1.5'), days=10),), ())
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cessie.lib.money import Money

_STRUCTURED = re.compile(r"#SKONTO#TAGE=(\d{1,3})#PROZENT=(\d{1,2}(?:\.\d{1,2})?)#")
_WORD = r"(?:discount|korting|escompte|remise|skonto)"
_PERCENT = r"(\d{1,2}(?:[.,]\d{1,2})?)\s?%"
_DAYS = r"(\d{1,3})\s?(?:days|dagen|jours|tagen?)"
#: A percentage, then the days, in one clause in which the word for discount stands.
_CLAUSE = re.compile(rf"{_PERCENT}[^.;\n]{{0,60}}?{_DAYS}", re.IGNORECASE)
_DAYS_FIRST = re.compile(rf"{_DAYS}[^.;\n]{{0,60}}?{_PERCENT}", re.IGNORECASE)
#: Nobody gives more for paying early; what says more is something else.
MOST = Decimal(10)


@dataclass(frozen=True, slots=True)
class Discount:
    """``percent`` of the total (incl. VAT) for payment within ``days`` of the issue date."""

    percent: Decimal
    days: int


def read(terms: str) -> tuple[Discount, ...]:
    """The discounts that the words of the terms offer, the largest first; none where they say anything else."""
    found = [Discount(Decimal(percent), int(days)) for days, percent in _STRUCTURED.findall(terms)]
    if not found:
        for clause in re.split(r"[;\n]|\.(?!\d)", terms):
            if re.search(_WORD, clause, re.IGNORECASE):
                found += _in_clause(clause)
    return tuple(sorted((d for d in found if 0 < d.percent <= MOST), key=lambda d: (-d.percent, d.days)))


def _in_clause(clause: str) -> list[Discount]:
    ways = _CLAUSE.findall(clause), [(percent, days) for days, percent in _DAYS_FIRST.findall(clause)]
    return next(
        ([Discount(Decimal(p.replace(",", ".")), int(d)) for p, d in way[:1]] for way in ways if way),
        [],
    )


def earned(terms: str, *, face: Money, short: Money, issued: date, paid: date, grace: int = 0) -> Discount | None:
    """The discount that explains why ``short`` is missing of ``face``: enough was offered, and paid in time.

    >>> earned("2 % korting binnen 8 dagen", face=Money(2_500_00), short=Money(50_00),
    ...        issued=date(2026, 7, 1), paid=date(2026, 7, 9))
    Discount(percent=Decimal('2'), days=8)
    """
    for offer in read(terms):
        if short <= face.percent(offer.percent) and paid <= issued + timedelta(days=offer.days + grace):
            return offer
    return None
