"""What keeps an order out of a batch: the account it would go to. Pure.

A changed account number is the commonest payment fraud, so a new number waits: 5 days, or a second person's word
(factoring-domain 10, M34). So does money that would go abroad (M24): it is hard to get back, and the law there is not
known to this house.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cessie.lib.reasons import N_, Reason

#: An account that replaced another less than this ago counts as changed lately.
FRESH = timedelta(days=5)
#: Where the house pays without a second look (house policy): the countries of its business and their neighbours.
NEAR = frozenset({"BE", "NL", "FR", "LU", "DE"})


@dataclass(frozen=True, slots=True)
class Payee:
    """The account of an order as it stands now. ``first``: its holder never had another account with us.

    ``countries``: of the bank, as the account number tells, and of the holder.
    """

    state: str
    added_at: datetime
    first: bool
    countries: frozenset[str] = frozenset()


def holds(payee: Payee, *, vouched: bool, at: datetime) -> tuple[Reason, ...]:
    """Why money may not go there now; empty when it may. A second person's word lifts the last two."""
    if payee.state == "ended":
        return (Reason("payments.account_ended", N_("The account is not in use any more.")),)
    if payee.state != "confirmed":
        return (Reason("payments.account_unconfirmed", N_("No second person has confirmed the account.")),)
    return () if vouched else tuple(_to_be_vouched_for(payee, at))


def _to_be_vouched_for(payee: Payee, at: datetime) -> Iterator[Reason]:
    if not payee.first and at - payee.added_at < FRESH:
        yield Reason(
            "payments.account_changed",
            N_("The account was changed on {day}, less than {days} days ago: a second person must vouch for it."),
            {"day": payee.added_at.date(), "days": FRESH.days},
        )
    far = sorted(payee.countries - NEAR)
    if far:
        words = N_("The money would go abroad ({countries}): a second person must vouch for it.")
        yield Reason("payments.abroad", words, {"countries": ", ".join(far)})


def own_holds(closed: bool) -> tuple[Reason, ...]:
    """Why money may not go to an own account."""
    return (Reason("payments.account_closed", N_("The house's own account is closed.")),) if closed else ()
