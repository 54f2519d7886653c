"""What a step costs its creditor by the price table of the day: for the trial of a ladder."""

from __future__ import annotations

from datetime import date
from typing import Final

from cessie.domain.correspondence.prices import tariff
from cessie.domain.correspondence.rules.means import CHANNELS, PAPER_CHANNELS
from cessie.law.countries import COUNTRIES
from cessie.lib.money import Money

#: A call, with the minutes that it takes; a hand-over costs nothing by itself.
CALL: Final = Money(6_00)
#: A letter of a sheet.
GRAMS: Final = 20


def prices_on(day: date, country: str) -> dict[str, Money]:
    """The price of a message by channel, as far as the table knows it; "call" and "hand_over" for those acts.

    Where it has no price for the country of the debtors, the dearest that it has elsewhere; a channel whose price is
    known nowhere is left out (the house enters its contract's in the price table).
    Where the cheapest lawful channel is left to be chosen ("") the cheapest letter is taken: a mail needs an address
    and a consent that nobody knows before, and what is promised here comes cheaper, not dearer.
    """
    table = tariff(day)
    known: dict[str, Money] = {}
    for channel in CHANNELS:
        prices = [table.piece(channel, country=code, grams=GRAMS, pages=1) for code in (country, *COUNTRIES)]
        if (own := prices[0] or max((each for each in prices if each is not None), default=None)) is not None:
            known[channel] = own
    paper = [price for channel, price in known.items() if channel in PAPER_CHANNELS and channel != "registered_post"]
    return {**known, "": min(paper, default=Money(0)), "call": CALL, "hand_over": Money(0)}
