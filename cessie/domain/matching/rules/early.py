"""Money that came in before the invoice did: what is paid already is not financed (M33, factoring-domain 10).

>>> came = Came(Money(121_00), date(2026, 3, 1), "010806817183", "", "BE71096123456769")
>>> paid_before("+++010/8068/17183+++", "F-1", Money(121_00), [came]).code
'M33.paid'
>>> paid_before("", "2026-0451", Money(121_00), [came]) is None
True
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cessie.domain.invoices.rules.found import Found, hold, reject
from cessie.lib.money import Money
from cessie.lib.reasons import N_

#: A shorter number stands in too many texts by chance.
LEAST = 5


@dataclass(frozen=True, slots=True)
class Came:
    """What of a receipt is unallocated, and what the bank says of it."""

    left: Money
    booked: date
    structured: str
    text: str
    payer_iban: str


def paid_before(reference: str, number: str, payable: Money, came: Iterable[Came]) -> Found | None:
    """The first receipt that names the invoice: whole it rejects, in part it holds."""
    for receipt in came:
        if not _names(receipt, reference, number):
            continue
        if receipt.left >= payable:
            return reject("M33.paid", N_("{amount} came on {day}, before the invoice did, and names it: it is paid."),
                          amount=receipt.left, day=receipt.booked)  # fmt: skip
        return hold("M33", N_("{amount} came on {day}, before the invoice did, and names it."),
                    amount=receipt.left, day=receipt.booked)  # fmt: skip
    return None


def _names(receipt: Came, reference: str, number: str) -> bool:
    wanted = _bare(reference)
    if wanted and wanted in (_bare(receipt.structured), _bare(receipt.text)):
        return True
    short = _bare(number)
    whole = rf"(?<![a-z0-9]){re.escape(short)}(?![a-z0-9])"
    words = re.sub(r"(?<=\w)[-/._](?=\w)", "", receipt.text.casefold())
    return len(short) >= LEAST and any(map(str.isdigit, short)) and bool(re.search(whole, words))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
