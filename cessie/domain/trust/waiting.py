"""Others' money that is short on the third-party account: the house must make it good the same day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cessie.domain.banking.queries import third_party_account
from cessie.domain.work.rules.clock import end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.ledger.third_party import own_share
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason


def _short(at: datetime) -> Iterator[Waiting]:
    """Money went back after it was passed on, or the bank took a charge: what is there is less than what is owed."""
    account = third_party_account()
    share = own_share(account.pk) if account is not None else None
    if account is None or share is None or share.cents >= 0:
        return
    words = N_("{short} of others' money is missing on {iban}: transfer it from an account of the house.")
    yield Waiting(
        subject=("banking.Account", str(account.pk)),
        reasons=(Reason("trust.short", words, {"short": -share, "iban": account.iban}),),
        due_at=end_of_desk(booking_day(at)),
    )


WATCHES = (Watch("trust.short", _short),)
