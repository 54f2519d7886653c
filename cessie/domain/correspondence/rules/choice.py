"""The choice of a channel: the cheapest that is lawful, agreed to, able and in time; and why the others were not it.

What a channel costs is its price and, as often as it fails, what follows. Since the message goes on until it arrives,
the cheapest first channel is the one with the least price for each success; and after it the next one (the ratio rule
of sequential search). ``expected`` is what that whole chain costs on average.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Final, Literal

from cessie.domain.correspondence.rules.lawful import Need, Reach, arrival, objections
from cessie.domain.correspondence.rules.means import CHANNELS, MEANS, WHOLE, Channel
from cessie.domain.correspondence.rules.tariff import Tariff
from cessie.lib.money import Money, half_up
from cessie.lib.reasons import N_, Fact, Reason

#: Who asked for a channel: the one who writes this message, the debtor, the creditor for this one (``relation``) or for
#: all of his.
Asker = Literal["document", "debtor", "relation", "creditor"]
ASKERS: Final[tuple[Asker, ...]] = ("document", "debtor", "relation", "creditor")


@dataclass(frozen=True, slots=True)
class Offers:
    """What the house can send by: its ``channels``, at which prices, how many of 10,000 fail where it knows, and how
    many pieces a batch of a channel takes at ``most``."""

    channels: Collection[str]
    tariff: Tariff
    fails: Mapping[str, int] = field(default_factory=dict)
    most: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A channel of the house for one message: its price alone and with what follows, or the reason against it.

    ``price`` is None where the table has none; ``expected`` in cents, with what follows when it fails.
    """

    channel: Channel
    days: int
    fails: int
    price: Money | None = None
    expected: Fraction | None = None
    no: Reason | None = None

    def to_json(self) -> dict[str, Any]:
        """What is kept with the message."""
        return {
            "channel": self.channel,
            "price": self.price.cents if self.price is not None else None,
            "expected": half_up(self.expected) if self.expected is not None else None,
            "no": self.no.to_json() if self.no is not None else None,
        }


@dataclass(frozen=True, slots=True)
class Choice:
    """``channel`` is blank where none may be used; ``considered`` has every channel of the house, the chosen first."""

    channel: str
    why: Reason
    considered: tuple[Candidate, ...] = ()


def candidates(need: Need, reach: Reach, offers: Offers) -> tuple[Candidate, ...]:
    """Every channel of the house: those that may be used first, in the order in which they would be tried."""
    found = [_candidate(channel, need, reach, offers) for channel in CHANNELS if channel in offers.channels]
    able = chained([each for each in found if each.no is None])
    return (*able, *(each for each in found if each.no is not None))


def _candidate(channel: Channel, need: Need, reach: Reach, offers: Offers) -> Candidate:
    price = offers.tariff.piece(channel, country=need.country, grams=need.grams, pages=need.pages)
    no = next(objections(channel, need, reach), None)
    days = (arrival(channel, need) - need.on).days
    return Candidate(channel, days, offers.fails.get(channel, MEANS[channel].fails), price, None, no)


def chained(able: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """In the order of their tries, each with what it costs on average to begin with it; ties go to the faster.

    Those without a price come behind, as the house prefers them: what is not known cannot be called cheap.
    """
    priced = sorted((each for each in able if each.price is not None), key=_ratio)
    rest = [each for each in able if each.price is None]
    return (*(replace(each, expected=_beginning(each, priced)) for each in priced), *rest)


def _ratio(each: Candidate) -> tuple[Fraction, int, int]:
    cents = each.price.cents if each.price is not None else 0
    success = WHOLE - each.fails
    cost = Fraction(cents * WHOLE, success) if success else Fraction(10**12 + cents)
    return cost, each.days, CHANNELS.index(each.channel)


def _beginning(first: Candidate, order: Sequence[Candidate]) -> Fraction:
    """The average cost when ``first`` is tried first and the others follow in their order."""
    total, left = Fraction(0), Fraction(1)
    for each in (first, *(other for other in order if other is not first)):
        total += left * (each.price.cents if each.price is not None else 0)
        left *= Fraction(each.fails, WHOLE)
    return total


def choose(need: Need, reach: Reach, offers: Offers, wishes: Mapping[Asker, str] | None = None) -> Choice:
    """The channel, why it is this one, and what spoke against each of the others.

    A wish decides between channels that may be used, the message's own before the debtor's before the creditor's; it
    never makes a channel lawful.
    """
    found = candidates(need, reach, offers)
    able = [each for each in found if each.no is None]
    if not able:
        return Choice("", _nothing(found), found)
    for asker in ASKERS:
        wished = next((each for each in able if each.channel == (wishes or {}).get(asker)), None)
        if wished is not None:
            return settle(wished, Reason(f"choice.wished_{asker}", _WISHED[asker]), found)
    return settle(able[0], _why(able, need), found)


def settle(one: Candidate, why: Reason, found: Sequence[Candidate]) -> Choice:
    """The choice of one, with the reason why each of the others was not it."""
    others = tuple(_lost(each, one, why) for each in found if each is not one)
    return Choice(one.channel, why, (one, *others))


def _lost(each: Candidate, chosen: Candidate, why: Reason) -> Candidate:
    """A channel that might have been used, with the reason against it; what the law says of another one stands."""
    return each if each.no is not None and each.expected is None else replace(each, no=_against(each, chosen, why))


def _against(each: Candidate, chosen: Candidate, why: Reason) -> Reason:
    if each.expected is None:
        return Reason("choice.no_price", N_("No price is entered for it."))
    if chosen.expected is None or each.expected < chosen.expected:
        if why.code == "choice.batch":
            return Reason("choice.dearer_batch", N_("Alone it would cost less, the batch as a whole would not."))
        return Reason("choice.not_wished", N_("Another channel was asked for."))
    if half_up(each.expected) == half_up(chosen.expected):
        return Reason("choice.no_better", N_("It costs as much, and is not faster."))
    facts: dict[str, Fact] = {"cost": _money(each), "least": _money(chosen)}
    return Reason("choice.dearer", N_("It costs {cost} on average, the chosen one {least}."), facts)


def _why(able: Sequence[Candidate], need: Need) -> Reason:
    first = able[0]
    if need.over_peppol_by_law and first.channel == "peppol":
        return Reason("choice.be_mandate", N_("Invoices between Belgian undertakings go over Peppol by law."))
    if len(able) == 1:
        return Reason("choice.only", N_("The only channel of the house that may be used for it."))
    if first.expected is None:
        return Reason("choice.usual", N_("No price is entered: the channel that the house prefers."))
    facts: dict[str, Fact] = {"count": len(able), "cost": _money(first)}
    words = N_("The cheapest of {count} that may be used: {cost} on average, with what follows when it fails.")
    return Reason("choice.cheapest", words, facts)


def _nothing(found: Sequence[Candidate]) -> Reason:
    """Why there is none: what speaks against the channel that comes closest."""
    if not found:
        return Reason("choice.none_offered", N_("The house has no channel set up."))
    lawful = [each for each in found if each.no is not None and each.no.code not in ("choice.not_for", "choice.proof")]
    reason = (lawful or found)[0].no
    return reason if reason is not None else Reason("choice.none", N_("No channel may be used."))


def _money(each: Candidate) -> Money:
    currency = each.price.currency if each.price is not None else "EUR"
    return Money(half_up(each.expected or Fraction(0)), currency)


_WISHED: Final[Mapping[Asker, str]] = {
    "document": N_("It was asked for when the message was written."),
    "debtor": N_("The debtor is written to in this way."),
    "relation": N_("The creditor wants it for this debtor."),
    "creditor": N_("The creditor wants it for all his debtors."),
}
