"""Questions about own accounts, statements and lines. Bank matters are the staff's: for others there is nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from cessie.domain.banking.balances import Position, position
from cessie.domain.banking.models import Account, Line, Notice, Remembered, Statement
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import Reason


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """An own account with what the books and the bank say."""

    id: UUID
    iban: str
    holder: str
    bank: str
    purpose: str
    position: Position
    closed_date: date | None
    pain_version: str
    instant: bool
    last_statement: str | None
    last_date: date | None


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """A statement in a list. ``holds`` keep it out of the chain, ``notes`` are for the record."""

    id: UUID
    account_id: UUID
    iban: str
    number: str
    format: str
    document: str
    opening: Money
    closing: Money
    closing_date: date
    state: str
    lines: int
    untaken: int
    holds: tuple[Reason, ...]
    notes: tuple[Reason, ...]
    decided_by: str
    note: str
    first_by: str
    first_note: str
    imported_at: datetime


def own_ibans() -> frozenset[str]:
    """The IBANs of the house: an invoice that names another is not paid to us. What is bought is not paid on the
    third-party account; a dedicated one that the house holds shows nobody but its client, whose debtors pay on it."""
    rows = Account.objects.filter(client__isnull=True, closed_date__isnull=True)
    rows = rows.exclude(purpose__in=("trust", "dedicated"))
    return frozenset(rows.values_list("iban", flat=True))


def collection_accounts() -> tuple[Account, ...]:
    """Accounts on which debtors pay, oldest first."""
    return tuple(Account.objects.filter(purpose="collection", closed_date__isnull=True).order_by("pk"))


def third_party_account() -> Account | None:
    """The account on which money of others is held, if the house has one."""
    return Account.objects.filter(purpose="trust", closed_date__isnull=True).first()


def dedicated_account(client_id: UUID) -> Account | None:
    """The account on which a client's debtors pay who know of no house; the newest where he had several."""
    rows = Account.objects.filter(client_id=client_id, purpose="dedicated", closed_date__isnull=True)
    return rows.order_by("-opened_date", "-pk").first()


def account_by_iban(iban: str) -> Account | None:
    """The own account with this IBAN."""
    return Account.objects.filter(iban=iban, client__isnull=True).first()


def waiting_lines() -> QuerySet[Line]:
    """Lines of the house's chained statements that nobody took, in the order of the bank; for jobs."""
    return _untaken(Q(statement__account__client__isnull=True))


def lines_of_creditors(client_id: UUID | None = None) -> QuerySet[Line]:
    """The same on accounts of creditors, of one client or of all; for jobs."""
    creditors = Q(statement__account__purpose="creditor")
    return _untaken(creditors if client_id is None else creditors & Q(statement__account__client=client_id))


def lines_of_dedicated() -> QuerySet[Line]:
    """The same on dedicated accounts, in the client's name or the house's; for jobs."""
    return _untaken(Q(statement__account__purpose="dedicated"))


def _untaken(whose: Q) -> QuerySet[Line]:
    lines = Line.objects.filter(whose, taken_by="", statement__state="chained").select_related("statement__account")
    return lines.order_by("statement__closing_date", "statement__sequence", "statement_id", "position")


def lines(viewer: Viewer, *, statement_id: UUID | None = None, waiting: bool = False) -> QuerySet[Line]:
    """The lines that the viewer may see, of one statement or only those that wait."""
    if not viewer.sees_all:
        return Line.objects.none()
    found = waiting_lines() if waiting else Line.objects.select_related("statement__account")
    if statement_id is not None:
        found = found.filter(statement_id=statement_id)
    return found if waiting else found.order_by("statement_id", "position")


def accounts(viewer: Viewer) -> tuple[AccountFacts, ...]:
    """The house's accounts, bank beside books."""
    if not viewer.sees_all:
        return ()
    last = {row.account_id: row for row in Statement.objects.filter(state="chained", following__isnull=True)}
    rows = Account.objects.filter(client__isnull=True).order_by("purpose", "pk")
    return tuple(_account(account, last.get(account.pk)) for account in rows)


def creditors_accounts(client_id: UUID) -> tuple[tuple[Account, Statement | None], ...]:
    """The accounts of a creditor whose statements are read, each with the last of its chain; for jobs."""
    rows = list(
        Account.objects.filter(client_id=client_id, purpose="creditor", closed_date__isnull=True).order_by("pk")
    )
    last = Statement.objects.filter(state="chained", following__isnull=True, account__in=rows)
    ends = {row.account_id: row for row in last}
    return tuple((row, ends.get(row.pk)) for row in rows)


def reaching() -> tuple[tuple[Account, date], ...]:
    """Each open account of the house that has statements, with the day to which it is known: their chain's last, or a
    later one until which nothing moved, as a person said; for whoever closes a month."""
    last = Statement.objects.filter(state="chained", following__isnull=True, account__closed_date__isnull=True)
    last = last.filter(account__client__isnull=True)
    rows = last.select_related("account").order_by("account__iban")
    return tuple((row.account, max(row.closing_date, row.account.still_until or row.closing_date)) for row in rows)


def _account(account: Account, last: Statement | None) -> AccountFacts:
    return AccountFacts(
        id=account.pk,
        iban=account.iban,
        holder=account.holder,
        bank=account.bank,
        purpose=account.purpose,
        position=position(account),
        closed_date=account.closed_date,
        pain_version=account.pain_version,
        instant=account.instant,
        last_statement=last.number if last else None,
        last_date=last.closing_date if last else None,
    )


def notices(viewer: Viewer) -> QuerySet[Notice]:
    """What the bank announced, newest first, with its account; staff only."""
    rows = Notice.objects.select_related("account").order_by("-day", "-imported_at", "-pk")
    return rows if viewer.sees_all else rows.none()


def notice(viewer: Viewer, notice_id: UUID) -> Notice | None:
    """One notice, or None where there is none for the viewer."""
    if not viewer.sees_all:
        return None
    return Notice.objects.select_related("account").filter(pk=notice_id).first()


def remembered(viewer: Viewer) -> list[Remembered]:
    """What is booked by itself as a person booked it once, with its account; staff only."""
    if not viewer.sees_all:
        return []
    return list(Remembered.objects.filter(ended_at__isnull=True).select_related("account").order_by("-made_at"))


def statements(
    viewer: Viewer, *, account_id: UUID | None = None, client_id: UUID | None = None, state: str | None = None
) -> QuerySet[Statement]:
    """Statements, newest first: to be cut, and told by ``statement_facts``. The staff sees all, with ``client_id``
    those of a creditor; he sees his own."""
    rows = Statement.objects.order_by("-closing_date", "-sequence", "-imported_at", "-pk")
    exact = {"account_id": account_id, "account__client_id": client_id, "state": state}
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    return rows if viewer.sees_all else rows.filter(account__client_id__in=viewer.client_ids)


def statement_facts(rows: Iterable[Statement]) -> list[StatementFacts]:
    """What a page shows of these statements, in their order; they came from a query with this viewer. Two queries."""
    keys = [row.pk for row in rows]
    counted = Statement.objects.select_related("account").annotate(
        line_count=Count("lines"), untaken=Count("lines", filter=Q(lines__taken_by=""))
    )
    found = {row.pk: _statement(row) for row in counted.filter(pk__in=keys)}
    return [found[key] for key in keys]


def statement(viewer: Viewer, statement_id: UUID) -> StatementFacts | None:
    """One statement, or None where there is none for the viewer."""
    found = statement_facts(statements(viewer).filter(pk=statement_id))
    return found[0] if found else None


def _statement(row: Any) -> StatementFacts:
    """``row``: a statement annotated with ``line_count`` and ``untaken``."""
    currency = row.account.currency
    found = [(finding["holds"], Reason.from_json(finding)) for finding in row.findings]
    return StatementFacts(
        id=row.pk,
        account_id=row.account_id,
        iban=row.account.iban,
        number=row.number,
        format=row.format,
        document=row.document_id,
        opening=Money(row.opening_cents, currency),
        closing=Money(row.closing_cents, currency),
        closing_date=row.closing_date,
        state=row.state,
        lines=row.line_count,
        untaken=row.untaken,
        holds=tuple(reason for holds, reason in found if holds),
        notes=tuple(reason for holds, reason in found if not holds),
        decided_by=row.decided_by,
        note=row.note,
        first_by=row.first_by,
        first_note=row.first_note,
        imported_at=row.imported_at,
    )
