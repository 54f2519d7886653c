"""What keeps an order out of a batch: the account it would go to. Pure.

A changed account number is the commonest payment fraud, so a new number waits: 5 days, or a second person's word
(factoring-domain 10, M34).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cessie.lib.reasons import N_, Reason

#: An account that replaced another less than this ago counts as changed lately.
FRESH = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Payee:
    """The account of an order as it stands now. ``first``: its holder never had another account with us."""

    state: str
    added_at: datetime
    first: bool


def holds(payee: Payee, *, vouched: bool, at: datetime) -> tuple[Reason, ...]:
    """Why money may not go there now; empty when it may. A person's word lifts only the last of the three."""
    if payee.state == "ended":
        return (Reason("payments.account_ended", N_("The account is not in use any more.")),)
    if payee.state != "confirmed":
        return (Reason("payments.account_unconfirmed", N_("No second person has confirmed the account.")),)
    if not payee.first and not vouched and at - payee.added_at < FRESH:
        return (
            Reason(
                "payments.account_changed",
                N_("The account was changed on {day}, less than {days} days ago: a second person must vouch for it."),
                {"day": payee.added_at.date(), "days": FRESH.days},
            ),
        )
    return ()


def own_holds(closed: bool) -> tuple[Reason, ...]:
    """Why money may not go to an own account."""
    return (Reason("payments.account_closed", N_("The house's own account is closed.")),) if closed else ()
