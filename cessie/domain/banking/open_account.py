"""Open one of the house's own bank accounts in the books."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Account
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules.opening import open_books
from cessie.lib.money import EUR, Money
from cessie.lib.reasons import N_, Refusal
from cessie.lib.references import normal_iban

#: The account of the chart for each purpose; dedicated accounts come with the business that needs them.
LEDGER_CODES = {"collection": "1000", "payout": "1005", "trust": "1020"}


class AlreadyOpen(Refusal):
    """The account is open already, with other particulars."""


def open_account(
    *,
    iban: str,
    holder: str,
    purpose: str,
    opened_date: date,
    opening: Money,
    bic: str = "",
    bank: str = "",
    by: Viewer,
    at: datetime,
) -> Account:
    """Open an account with the balance that the bank shows on ``opened_date``, posted against 3000 (P00).

    The same account again, with the same particulars, changes nothing. Refused: a false IBAN, another currency than
    EUR, a purpose that is not built, the IBAN open with other particulars (``AlreadyOpen``). The third-party account
    begins empty, for each cent on it must be somebody's, and there is one at a time (the database says so too).
    """
    by.require("banking.accounts")
    iban = _checked(iban)
    if purpose not in LEDGER_CODES:
        raise Refusal("banking.purpose", N_("Accounts for {purpose} are not kept yet."), purpose=purpose)
    if opening.currency != EUR:
        raise Refusal(
            "banking.currency_closed", N_("Accounts in {currency} are not kept yet."), currency=opening.currency
        )
    if purpose == "trust":
        _require_alone(iban, opening)
    wanted = {"holder": holder, "bic": bic, "bank": bank, "purpose": purpose, "opened_date": opened_date}
    with transaction.atomic():
        account, is_new = Account.objects.get_or_create(
            iban=iban, defaults={**wanted, "ledger_code": LEDGER_CODES[purpose], "currency": opening.currency}
        )
        if any(getattr(account, name) != value for name, value in wanted.items()):
            raise AlreadyOpen("banking.already_open", N_("{iban} is open already, with other particulars."), iban=iban)
        if opening:  # a repeat posts nothing: one key, one entry; another balance is refused by the ledger
            event = Event(f"account/{account.pk}", opened_date, text="opening balance")
            balances = [(account.ledger_code, opening, Dims(bank=account.pk))]
            post([open_books(event=event, balances=balances)], by=by.key, at=at)
        if is_new:
            record(action="banking.open_account", subject=account, by=by, at=at, data={"opening": opening})
    return account


def _require_alone(iban: str, opening: Money) -> None:
    if opening:
        words = N_("The third-party account begins empty, so that each cent on it is somebody's.")
        raise Refusal("banking.third_party_opening", words)
    other = Account.objects.filter(purpose="trust", closed_date__isnull=True).exclude(iban=iban).first()
    if other is not None:
        words = N_("{iban} is the third-party account: close it before you open another.")
        raise Refusal("banking.third_party_open", words, iban=other.iban)


def _checked(iban: str) -> str:
    number = normal_iban(iban)
    if number is None:
        raise Refusal("banking.false_iban", N_("{iban} is not a valid IBAN."), iban=iban)
    return number
