"""Read the statements of a creditor's own account: it is not the house's, and nothing of it is booked as its money."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Account
from cessie.domain.parties.models import BankAccount, Client
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def read_account(*, client_id: UUID, iban: str, by: Viewer, at: datetime) -> Account:
    """Take in statements of this account from now on; again gives the same.

    It is one of the client's company that two people have looked at: one noted it, another confirmed it
    (``parties.accounts``). Refused: another's client (``NotFound``), an account that is not his or not confirmed, one
    of the house, one that another client's statements are read of.
    """
    client = Client.objects.select_for_update(of=("self",)).filter(pk=client_id).first()
    if client is None or not by.sees_client(client_id):
        raise NotFound("parties.unknown_client", N_("There is no such client."))
    theirs = BankAccount.objects.filter(company=client.company_id, iban=iban, state="confirmed").first()
    if theirs is None:
        words = N_("{iban} is not a confirmed account of this client.")
        raise Refusal("banking.not_confirmed", words, iban=iban or "?")
    account, is_new = Account.objects.get_or_create(
        iban=iban,
        defaults={
            "bic": theirs.bic, "holder": theirs.holder, "purpose": "creditor", "client": client, "ledger_code": "",
            "opened_date": booking_day(at),
        },
    )  # fmt: skip
    if account.client_id != client_id:
        raise Refusal("banking.others_account", N_("Statements of {iban} are read for somebody else."), iban=iban)
    if is_new:
        record(action="banking.read_account", subject=account, by=by, at=at, client_id=client_id)
    return account
