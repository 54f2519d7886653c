"""Statements that come in: of the house's own accounts, and of those of creditors whose invoices it manages."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cessie.domain.banking.models import Account
from cessie.domain.banking.read_account import read_account
from cessie.domain.banking.rules.entries import account_of
from cessie.domain.banking.take_in import TakenIn, UnknownAccount, take_in
from cessie.domain.contracts.queries import contract_of, terms_on
from cessie.domain.parties.models import Client
from cessie.domain.parties.queries import clients_with, confirmed_ibans
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats.reading import read
from cessie.formats.values import StatementFile
from cessie.lib.days import booking_day


def take_in_any(*, data: bytes, name: str, channel: str, by: Viewer, at: datetime) -> TakenIn:
    """A statement that a bank sent to the house: of the house's accounts, or of one that a creditor had it sent from.

    Refused as ``banking.take_in``.
    """
    try:
        return take_in(data=data, name=name, channel=channel, by=by, at=at)
    except UnknownAccount:
        if not _begin_for_creditors(data, name, by, at):
            raise
        return take_in(data=data, name=name, channel=channel, by=by, at=at)


def _begin_for_creditors(data: bytes, name: str, by: Viewer, at: datetime) -> bool:
    """Whether the file is of confirmed accounts of clients whose invoices are managed: they are read from now on."""
    files = [part for part in read(data, name) if isinstance(part, StatementFile)]
    told = {account_of(said) for file in files for said in file.statements}
    new = told - set(Account.objects.filter(iban__in=told).values_list("iban", flat=True))
    whose = {iban: client_id for iban in new for client_id in clients_with(iban) if manages_for(client_id, at)}
    for iban in sorted(whose):
        read_account(client_id=whose[iban], iban=iban, by=by, at=at)
    return bool(whose)


def begin_to_read(*, data: bytes, name: str, client_id: UUID, by: Viewer, at: datetime) -> None:
    """Read the statements of his confirmed accounts that the file is the first of."""
    theirs = confirmed_ibans(Client.objects.values_list("company_id", flat=True).get(pk=client_id))
    files = [part for part in read(data, name) if isinstance(part, StatementFile)]
    told = {account_of(said) for file in files for said in file.statements}
    known = set(Account.objects.filter(client_id=client_id).values_list("iban", flat=True))
    for iban in sorted((told & theirs) - known):
        read_account(client_id=client_id, iban=iban, by=by, at=at)


def manages_for(client_id: UUID, at: datetime) -> bool:
    """Whether under the client's running contract his invoices are managed and not bought."""
    contract = contract_of(client_id, booking_day(at))
    return contract is not None and terms_on(contract.pk, booking_day(at))[1].manages
