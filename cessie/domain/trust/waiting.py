"""Others' money that is short on the third-party account, to be made good the same day, or that waits too long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cessie.domain.banking.queries import third_party_account
from cessie.domain.trust.ages import waits
from cessie.domain.work.rules.clock import end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.ledger.third_party import own_share
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Fact, Reason

_NOBODYS = N_("For {days} days, since {since}, nobody said whose money it is.")


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


def _old(at: datetime) -> Iterator[Waiting]:
    """Money that should have been passed on, or given to a claim, and still waits."""
    today = booking_day(at)
    for each in waits(today):
        if not each.late(today):
            continue
        facts: dict[str, Fact] = {"since": each.since, "days": (today - each.since).days}
        subject, words = ("contracts.Contract", str(each.contract_id)), N_("Money waits {days} days, since {since}.")
        if each.contract_id is None:
            account = third_party_account()
            subject, words = ("banking.Account", str(account.pk if account else "")), _NOBODYS
        yield Waiting(
            subject=subject, reasons=(Reason("trust.old", words, facts),), due_at=end_of_desk(each.until),
            client_id=each.client_id,
        )  # fmt: skip


WATCHES = (Watch("trust.short", _short), Watch("trust.old", _old))
