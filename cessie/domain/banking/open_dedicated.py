"""Open an account on which the debtors of one contract pay: in the client's name, or held by the house."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Account
from cessie.domain.parties.accounts import set_apart
from cessie.domain.parties.models import BankAccount, Client
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal
from cessie.lib.references import normal_iban

#: Where the house holds it, it stands in the books.
LEDGER_CODE = "1010"


@transaction.atomic
def open_dedicated(
    *, client_id: UUID, iban: str, holder: str = "", bic: str = "", clients_own: bool, by: Viewer, at: datetime
) -> Account:
    """Read the statements of this account from now on; again gives the same. It begins empty.

    ``clients_own``: it is one of the client's company, noted by one person and confirmed by another, to which nothing
    is paid out from now on; else it is the house's, under ``holder``. Refused: no right, no such client
    (``NotFound``), a false IBAN, an account that is not his or not confirmed, one that serves something else.
    """
    by.require("banking.accounts")
    client = Client.objects.select_for_update(of=("self",)).filter(pk=client_id).first()
    if client is None:
        raise NotFound("parties.unknown_client", N_("There is no such client."))
    number = normal_iban(iban)
    if number is None:
        raise Refusal("banking.false_iban", N_("{iban} is not a valid IBAN."), iban=iban)
    if clients_own:
        theirs = BankAccount.objects.filter(company=client.company_id, iban=number, state="confirmed").first()
        if theirs is None:
            raise Refusal("banking.not_confirmed", N_("{iban} is not a confirmed account of this client."), iban=number)
        set_apart(account_id=theirs.pk, by=by, at=at)
        wanted = {"holder": theirs.holder, "bic": theirs.bic, "client": client, "ledger_code": ""}
    else:
        wanted = {"holder": holder, "bic": bic, "client": None, "ledger_code": LEDGER_CODE}
    day = booking_day(at)
    account, is_new = Account.objects.get_or_create(
        iban=number, defaults={**wanted, "purpose": "dedicated", "opened_date": day}
    )
    if account.purpose != "dedicated" or account.client_id != (client_id if clients_own else None):
        raise Refusal("banking.others_account", N_("Statements of {iban} are read for somebody else."), iban=number)
    if is_new:
        record(action="banking.open_dedicated", subject=account, by=by, at=at, client_id=client_id)
    return account
