"""Close one of the house's own bank accounts."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.balances import position
from cessie.domain.banking.models import Account
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


class NotEmpty(Refusal):
    """There is money on the account, or lines of it wait."""


@transaction.atomic
def close_account(*, account_id: UUID, on: date, by: Viewer, at: datetime) -> Account:
    """Nothing is paid from it and no debtor is asked to pay on it any more; its books stay. Again does nothing.

    Refused: no right (``NotAllowed``), no such account (``NotFound``), a balance in the books or lines that wait
    (``NotEmpty``).
    """
    by.require("banking.accounts")
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise NotFound("banking.unknown_account", N_("There is no such account of the house."))
    if account.closed_date is not None:
        return account
    found = position(account)
    if found.books or found.untaken:
        words = N_("{iban} still holds {books} in the books, and lines of {untaken} wait.")
        raise NotEmpty("banking.not_empty", words, iban=account.iban, books=found.books, untaken=found.untaken)
    account.closed_date = on
    account.save(update_fields=["closed_date"])
    record(action="banking.close_account", subject=account, by=by, at=at)
    return account
