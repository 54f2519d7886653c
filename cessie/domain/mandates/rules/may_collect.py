"""Whether an amount may be fetched from a debtor: every reason against it, none left out. Pure.

Asked when a collection is proposed and again, under lock, when its file is released: what changed in between (a
mandate that was revoked an hour ago, a payment, a dispute) keeps it out of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cessie.domain.mandates.rules.scheme import lapses_on
from cessie.domain.mandates.rules.timing import CutOff, earliest_day, from_notice
from cessie.lib.days import is_bank_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

#: Reasons that hold only until the debtor was told: the notice itself takes them away.
UNTOLD: Final = frozenset({"mandates.no_notice"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """A mandate as it stands now."""

    state: str
    scheme: str
    signed_date: date
    one_off: bool = False
    last_collected: date | None = None
    revoked_at: datetime | None = None
    paused_until: date | None = None
    """A pause with an end: nothing is collected on a day before it."""
    limit: Money | None = None
    """The most that the debtor agreed to have collected at once."""
    consumer_account: bool = False
    bank_confirmed: bool = False
    """B2B: the debtor's bank knows of the mandate."""
    account_right: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What the debtor owes on an invoice, and what of it must not be fetched."""

    open: Money
    due: date
    disputed: Money = Money(0)
    planned: Money = Money(0)
    """In an instalment plan that collects on its own days, or promised for a later day."""
    on_its_way: Money = Money(0)
    """In other collections that were neither settled nor refused."""

    @property
    def collectable(self) -> Money:
        """What is open, less what is disputed, planned or already on its way; never below zero.

        >>> Claim(open=Money(100), due=date(2026, 1, 1), disputed=Money(30), on_its_way=Money(80)).collectable.cents
        0
        """
        return max(self.open - self.disputed - self.planned - self.on_its_way, Money(0, self.open.currency))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is to be fetched: how much, when, and since when the debtor knows."""

    amount: Money
    day: date
    at: datetime
    cut_off: CutOff
    notified: date | None
    notice_days: int


def against(mandate: Mandate, claim: Claim, ask: Ask, *, stopped: Reason | None = None) -> tuple[Reason, ...]:
    """Why this may not be collected; empty when it may.

    ``stopped``: why the debtor is left alone altogether (deceased, minor, insolvent).
    """
    found = (*_of_mandate(mandate, ask), *_of_claim(claim, ask), *_of_day(claim, ask))
    return found if stopped is None else (stopped, *found)


def _of_mandate(mandate: Mandate, ask: Ask) -> Iterator[Reason]:
    if mandate.revoked_at is not None:
        yield Reason("mandates.revoked", N_("The mandate was revoked on {at}."), {"at": mandate.revoked_at})
    elif mandate.state != "active":
        yield Reason("mandates.not_active", N_("The mandate is {state}."), {"state": mandate.state})
    if mandate.paused_until is not None and ask.day < mandate.paused_until:
        yield Reason("mandates.paused", N_("The mandate rests until {day}."), {"day": mandate.paused_until})
    lapsed = lapses_on(mandate.signed_date, mandate.last_collected)
    if ask.day >= lapsed:
        yield Reason("mandates.lapsed", N_("Unused for 36 months, the mandate lapses on {day}."), {"day": lapsed})
    if ask.day < mandate.signed_date:
        yield Reason(
            "mandates.unsigned", N_("The mandate is signed on a later day: {day}."), {"day": mandate.signed_date}
        )
    if mandate.one_off and mandate.last_collected is not None:
        yield Reason("mandates.used", N_("The mandate was for one collection, which has been made."))
    if mandate.limit is not None and ask.amount > mandate.limit:
        facts = {"amount": ask.amount, "limit": mandate.limit}
        yield Reason("mandates.over_limit", N_("{amount} is more than the mandate allows at once: {limit}."), facts)
    if not mandate.account_right:
        yield Reason("mandates.account", N_("The account of the mandate is unknown, closed or no longer the debtor's."))
    if mandate.scheme == "B2B":
        yield from _of_business(mandate)


def _of_business(mandate: Mandate) -> Iterator[Reason]:
    if mandate.consumer_account:
        yield Reason(
            "mandates.consumer", N_("The account is a consumer's: the scheme between businesses is closed to it.")
        )
    if not mandate.bank_confirmed:
        words = N_("The debtor's bank has not confirmed the mandate, which it must between businesses.")
        yield Reason("mandates.unconfirmed", words)


def _of_claim(claim: Claim, ask: Ask) -> Iterator[Reason]:
    if ask.amount <= Money(0, ask.amount.currency):
        yield Reason("mandates.nothing", N_("There is nothing to collect."))
    elif ask.amount > claim.collectable:
        facts = {
            "amount": ask.amount,
            "room": claim.collectable,
            "open": claim.open,
            "disputed": claim.disputed,
            "planned": claim.planned,
            "way": claim.on_its_way,
        }
        words = N_(
            "{amount} is more than the {room} that may be collected"
            " ({open} open, {disputed} disputed, {planned} planned, {way} on its way)."
        )
        yield Reason("mandates.not_owed", words, facts)


def _of_day(claim: Claim, ask: Ask) -> Iterator[Reason]:
    if ask.day < claim.due:
        yield Reason("mandates.not_due", N_("It is due on {day} only."), {"day": claim.due})
    if not is_bank_day(ask.day):
        yield Reason("mandates.no_bank_day", N_("On {day} the banks do not collect."), {"day": ask.day})
    first = earliest_day(ask.at, ask.cut_off)
    if ask.day < first:
        facts = {"day": ask.day, "first": first}
        yield Reason("mandates.cut_off", N_("Too late at the bank for {day}; the first day is {first}."), facts)
    if ask.notified is None:
        yield Reason("mandates.no_notice", N_("The debtor has not been told of the collection."))
    elif ask.day < (free := from_notice(ask.notified, ask.notice_days)):
        words = N_("The debtor was told on {told}: he is not debited before {first}.")
        yield Reason("mandates.short_notice", words, {"told": ask.notified, "first": free})
