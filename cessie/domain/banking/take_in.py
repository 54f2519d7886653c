"""Take a bank's statement file into the house."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.announce import explain, keep_notices
from cessie.domain.banking.chain import holding, pack, settle
from cessie.domain.banking.models import Account, Detail, Line, Statement
from cessie.domain.banking.rules.entries import Bookable, Entry, Movement, account_of, bookable
from cessie.domain.documents.models import Document
from cessie.domain.documents.queries import content
from cessie.domain.documents.store import store
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats.reading import read
from cessie.formats.values import Refused, StatementFile
from cessie.formats.values import Statement as Told
from cessie.lib.reasons import N_, Reason, Refusal


class UnknownAccount(Refusal):
    """A statement of an account that is not the house's."""


class Differs(Refusal):
    """A statement of that number and day is kept already and says something else."""


@dataclass(frozen=True)
class TakenIn:
    """What a file brought: new statements and their lines; what was known already; what only previews (interim).

    ``findings`` are those that hold a statement back, by its key.
    """

    document: str
    statements: tuple[UUID, ...]
    lines: int
    duplicates: int
    interim: int
    findings: tuple[tuple[UUID, Reason], ...]


def take_in(
    *,
    document_id: str | None = None,
    data: bytes | None = None,
    name: str = "",
    channel: str = "folder",
    client_id: UUID | None = None,
    by: Viewer,
    at: datetime,
) -> TakenIn:
    """Keep the file whole, then its statements and lines: all of them or none.

    A statement that follows the one before stands in the chain and its lines wait to be taken. One that does not
    (gap, number left out, does not balance, an entry that another statement had) is kept with findings and a task; a
    gap heals by itself when the missing file comes. The same file, or the same statement in another file, changes
    nothing. Interim reports and lists of details are never booked: they are kept as notices, and give the lines that
    they explain the payments under them. ``client_id``: a creditor hands in the statements of his own accounts; for
    him no other account exists.

    Refused, with nothing kept but the file: what is no statement, an account that is not ours (``UnknownAccount``),
    another currency, a fraction of a cent, no balances (``NotBookable``), another statement of the same number and
    day (``Differs``).
    """
    _require(client_id, by)
    if document_id is not None:
        data = content(document_id, by)
    elif data is not None:
        document_id = store(data=data, name=name, channel=channel, client_id=client_id, by=by, at=at).document.pk
    else:
        raise ValueError("a document or its bytes")
    files = _statement_files(data, name)
    told = [(file.format, statement) for file in files for statement in file.statements]
    booking = [(form, statement) for form, statement in told if not (statement.interim or statement.details_only)]
    with transaction.atomic():
        accounts = _lock_accounts((said for _, said in (booking if client_id is None else told)), client_id)
        ready = [(form, _bookable(statement, accounts)) for form, statement in booking]
        kept = [
            _keep(accounts[statement.iban], statement, form, document_id, at)
            for form, statement in sorted(ready, key=lambda pair: (pair[1].closing_date, pair[1].sequence or 0))
        ]
        new = [statement for statement in kept if statement is not None]
        for statement in new:
            settle(statement.account, statement, by=by, at=at)
        seen = keep_notices([(form, said) for form, said in told if said.interim or said.details_only], document_id, at)
        explain({account.pk: account for account in (*accounts.values(), *seen)}.values())
        result = _result(document_id, new, duplicates=len(kept) - len(new), interim=len(told) - len(booking))
        facts = {"statements": list(result.statements), "lines": result.lines, "duplicates": result.duplicates}
        record(action="banking.take_in", subject=Document(pk=document_id), by=by, at=at, data=facts)
    return result


def _require(client_id: UUID | None, by: Viewer) -> None:
    if client_id is not None and by.kind == "client":
        by.require_client(client_id)
    else:
        by.require("banking.import")


def _statement_files(data: bytes, name: str) -> list[StatementFile]:
    """What the file holds; refused when any part of it is no statement."""
    parts = read(data, name)
    for part in parts:
        if isinstance(part, Refused):
            raise Refusal(part.reason.code, part.reason.message, **part.reason.facts)
        if not isinstance(part, StatementFile):
            raise Refusal("banking.no_statement", N_("{name} is not a bank statement."), name=name)
    return [part for part in parts if isinstance(part, StatementFile)]


def _lock_accounts(statements: Iterable[Told], client_id: UUID | None) -> dict[str, Account]:
    """The accounts of the statements, locked in the order of their keys: one file at a time changes a chain."""
    ibans = {account_of(statement) for statement in statements}
    rows = Account.objects.select_for_update(of=("self",)).filter(iban__in=ibans)
    if client_id is not None:
        rows = rows.filter(client_id=client_id)
    accounts = {account.iban: account for account in rows.order_by("pk")}
    for iban in sorted(ibans - accounts.keys()):
        raise UnknownAccount(
            "banking.unknown_account", N_("The statement is of account {iban}, which is not ours."), iban=iban or "?"
        )
    return accounts


def _bookable(statement: Told, accounts: dict[str, Account]) -> Bookable:
    return bookable(statement, accounts[account_of(statement)].currency)


def _keep(account: Account, told: Bookable, form: str, document_id: str, at: datetime) -> Statement | None:
    """The statement's rows, or None when the same statement is kept already."""
    digest = told.content
    same_day = Statement.objects.filter(account=account, closing_date=told.closing_date).exclude(state="dismissed")
    moved = told.opening != told.closing or not told.entries
    for known in same_day:
        # The balance may have come back to where it was within the day: then the same movement can happen twice.
        back = any(other.pk != known.pk and other.closing_cents == told.opening.cents for other in same_day)
        if known.content == digest and (known.number == told.number or (moved and not back)):
            return None
        if known.number == told.number:
            raise Differs(
                "banking.differs",
                N_("Statement {number} of {day} was taken in before and says something else now."),
                number=told.number,
                day=told.closing_date,
            )
    findings = [*told.findings, *_seen_before(account, told.entries)]
    if any(known.content == digest for known in same_day):
        findings.append(
            Reason(
                "banking.twin",
                N_("Another statement of {day} has the same balances and amounts: is it the same?"),
                {"day": told.closing_date},
            )
        )
    statement = Statement.objects.create(
        account=account,
        document_id=document_id,
        format=form,
        number=told.number,
        sequence=told.sequence,
        opening_date=told.opening_date,
        opening_cents=told.opening.cents,
        closing_date=told.closing_date,
        closing_cents=told.closing.cents,
        content=digest,
        findings=pack(findings, told.notes),
        imported_at=at,
    )
    _keep_lines(statement, told)
    return statement


def _seen_before(account: Account, entries: Sequence[Entry]) -> list[Reason]:
    """Entries that a former statement of the account had: same bank reference, day and amount."""
    references = {entry.bank_reference for entry in entries} - {"", "NONREF"}
    known = set(
        Line.objects.filter(statement__account=account, bank_reference__in=references)
        .exclude(statement__state="dismissed")
        .values_list("bank_reference", "booked_date", "amount_cents")
    )
    return [
        Reason(
            "banking.entry_again",
            N_("Entry {place} of {amount} was on a former statement: the bank's reference {reference} is the same."),
            {"place": place, "amount": entry.told.amount, "reference": entry.bank_reference},
        )
        for place, entry in enumerate(entries, 1)
        if (entry.bank_reference, entry.booked_date, entry.told.amount.cents) in known
    ]


def _keep_lines(statement: Statement, told: Bookable) -> None:
    lines = [
        Line(
            statement=statement,
            position=place,
            booked_date=entry.booked_date,
            value_date=entry.value_date,
            currency=entry.told.amount.currency,
            bank_reference=entry.bank_reference,
            transaction_code=entry.transaction_code,
            **_columns(entry.told),
        )
        for place, entry in enumerate(told.entries, 1)
    ]
    Line.objects.bulk_create(lines, batch_size=2000)
    details = [
        Detail(line=line, position=place, **_columns(detail))
        for line, entry in zip(lines, told.entries, strict=True)
        for place, detail in enumerate(entry.details, 1)
    ]
    Detail.objects.bulk_create(details, batch_size=2000)


def _columns(told: Movement) -> dict[str, object]:
    return {
        "amount_cents": told.amount.cents,
        **{name: getattr(told, name) for name in told.__slots__ if name != "amount"},
    }


def _result(document_id: str, new: Sequence[Statement], *, duplicates: int, interim: int) -> TakenIn:
    after = Statement.objects.in_bulk([statement.pk for statement in new])
    held = [(pk, reason) for pk, row in after.items() if row.state == "kept" for reason in holding(row)]
    return TakenIn(
        document=document_id,
        statements=tuple(statement.pk for statement in new),
        lines=Line.objects.filter(statement__in=new).count(),
        duplicates=duplicates,
        interim=interim,
        findings=tuple(held),
    )
