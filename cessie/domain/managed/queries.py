"""Managed invoices and the money that came for them, limited to the viewer; questions of jobs take no viewer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from cessie.domain.banking.queries import creditors_accounts
from cessie.domain.invoices.models import Invoice
from cessie.domain.managed.models import Managed, Receipt, Return, Settlement
from cessie.domain.parties.queries import names
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.chart import MANAGED
from cessie.ledger.models import Balance
from cessie.lib.money import EUR, Money
from cessie.lib.reasons import N_, Reason

#: Rows that are read at once by whoever goes through all that is open.
CHUNK = 5000


@dataclass(frozen=True, slots=True)
class OpenManaged:
    """A managed invoice of which something is open; ``original`` is what it asked for."""

    invoice_id: UUID
    client_id: UUID
    contract_id: UUID
    debtor_id: UUID
    number: str
    issue_date: date
    due_date: date
    open: Money
    original: Money
    reference: str


def open_managed(contract_ids: Collection[UUID] | None = None, *, chunk: int = CHUNK) -> Iterator[OpenManaged]:
    """Everything open, of some contracts or of all, by debtor: all of one debtor stand together. For jobs.

    Read in chunks by the key of the last row: memory stays flat, and what is paid meanwhile is left out at worst.
    """
    after: tuple[UUID, UUID] = (UUID(int=0), UUID(int=0))
    while True:
        rows = _open_after(after, contract_ids, chunk)
        for invoice, client, contract, debtor, number, issued, due, cents, currency, asked, reference in rows:
            yield OpenManaged(
                invoice, client, contract, debtor, number, issued, due, Money(cents, currency), Money(asked, currency),
                reference,
            )  # fmt: skip
        if len(rows) < chunk:
            return
        after = (rows[-1][3], rows[-1][0])


def _open_after(after: tuple[UUID, UUID], contracts: Collection[UUID] | None, limit: int) -> list[tuple[Any, ...]]:
    sql = """
        select b.invoice_id, b.client_id, b.contract_id, b.debtor_id, i.number, i.issue_date, i.due_date,
               b.amount_cents, b.currency, i.payable_cents, i.payment_reference
          from (select * from ledger_balance
                 where open and account = any(%s) and (debtor_id, invoice_id) > (%s, %s)
                   and (%s::uuid[] is null or contract_id = any(%s::uuid[]))
                 order by debtor_id, invoice_id limit %s) b
          join invoices_invoice i on i.id = b.invoice_id
         order by b.debtor_id, b.invoice_id"""
    chosen = None if contracts is None else list(contracts)
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(MANAGED), *after, chosen, chosen, limit])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def is_managed(invoice_id: UUID) -> bool:
    """Whether the house manages the invoice, or did; for jobs."""
    return Managed.objects.filter(invoice_id=invoice_id).exists()


def managed_since(invoice_id: UUID) -> datetime | None:
    """When the house took an invoice into management that the viewer has opened; None where it did not."""
    return Managed.objects.filter(invoice_id=invoice_id).values_list("managed_at", flat=True).first()


def open_on(invoice_ids: Collection[UUID]) -> dict[UUID, Money]:
    """What is open on those of these invoices that are managed, nothing where they are paid; in one statement."""
    rows = Balance.objects.filter(account__in=MANAGED, invoice_id__in=invoice_ids)
    found = rows.values_list("invoice_id", "amount_cents", "currency")
    return {key: Money(cents, currency) for key, cents, currency in found if key is not None}


@dataclass(frozen=True, slots=True)
class Glance:
    """Whether a client has invoices managed under a contract of his, and how many payments wait for his word."""

    manages: bool
    waiting: int


def glance(*, viewer: Viewer, client_id: UUID) -> Glance:
    """What every page of a client shows of it, in one statement; nothing of who is not the viewer's."""
    if not viewer.sees_client(client_id):
        return Glance(manages=False, waiting=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from contracts_version v join contracts_contract c on c.id = v.contract_id"
            " where c.client_id = %s and v.terms ->> 'account_model' = 'CLIENT_OWN'),"
            " (select count(*) from managed_receipt where client_id = %s and state = 'waiting')",
            [client_id, client_id],
        )
        manages, waiting = cursor.fetchone()
    return Glance(manages=manages, waiting=waiting)


def read_until(client_id: UUID) -> date | None:
    """The day up to which the statements of all accounts of a creditor are read: what was paid later nobody knows."""
    days = [last.closing_date for _, last in creditors_accounts(client_id) if last is not None]
    return min(days, default=None)


def to_look_at_again(*, limit: int = 500) -> tuple[UUID, ...]:
    """Money that no person decided about, and that was looked at before its creditor's last invoice came; for jobs."""
    rows = Receipt.objects.filter(Q(state="waiting") | Q(state="aside", decided_by__startswith="system:"))
    rows = rows.exclude(settlements__state="undone", settlements__undone_by__startswith="user:")
    newer = Managed.objects.filter(client_id__in=rows.values("client_id")).order_by("client_id", "-managed_at")
    last = dict(newer.distinct("client_id").values_list("client_id", "managed_at"))
    found = rows.order_by("looked_at", "pk").values_list("pk", "client_id", "looked_at")
    return tuple(
        key for key, client, looked in found.iterator() if client in last and (looked is None or looked < last[client])
    )[:limit]


@dataclass(frozen=True, slots=True)
class SettlementFacts:
    """What settled (part of) an invoice; ``payer`` as the bank names him, ``credit_note`` its number."""

    id: UUID
    invoice_id: UUID
    number: str
    kind: str
    towards: str
    state: str
    amount: Money
    paid_date: date
    rule: str
    payer: str
    credit_note: str
    note: str
    reasons: tuple[Reason, ...]
    made_at: datetime
    made_by: str
    undone_at: datetime | None
    undone_by: str
    undone_note: str


def settlements_of(*, viewer: Viewer, invoice_id: UUID) -> tuple[SettlementFacts, ...]:
    """Everything that settled an invoice, undone or not, oldest first, as far as it is the viewer's."""
    rows = _settlements(viewer).filter(invoice_id=invoice_id).order_by("made_at", "pk")
    return tuple(_settlement(row) for row in rows)


def settlements(
    *, viewer: Viewer, client_id: UUID, after: tuple[datetime, UUID] | None = None, limit: int
) -> tuple[SettlementFacts, ...]:
    """What settled a creditor's invoices, newest first, behind the one made then with this key."""
    rows = _settlements(viewer).filter(invoice__client_id=client_id)
    if after is not None:
        at, key = after
        rows = rows.filter(Q(made_at__lt=at) | Q(made_at=at, pk__lt=key))
    return tuple(_settlement(row) for row in rows.order_by("-made_at", "-pk")[:limit])


def _settlements(viewer: Viewer) -> QuerySet[Settlement]:
    rows = Settlement.objects.select_related("invoice", "credit_note", "receipt__line")
    return rows if viewer.sees_all else rows.filter(invoice__client_id__in=viewer.client_ids)


def _settlement(row: Settlement) -> SettlementFacts:
    return SettlementFacts(
        id=row.pk,
        invoice_id=row.invoice_id,
        number=row.invoice.number,
        kind=row.kind,
        towards=row.towards,
        state=row.state,
        amount=Money(row.amount_cents, row.currency),
        paid_date=row.paid_date,
        rule=row.rule,
        payer=row.receipt.line.counterparty_name if row.receipt else "",
        credit_note=row.credit_note.number if row.credit_note else "",
        note=row.note,
        reasons=tuple(Reason.from_json(reason) for reason in row.reasons),
        made_at=row.made_at,
        made_by=row.made_by,
        undone_at=row.undone_at,
        undone_by=row.undone_by,
        undone_note=row.undone_note,
    )


@dataclass(frozen=True, slots=True)
class Way:
    """One way to give money to invoices that the engine found: (invoice, number, amount), and why."""

    rule: str
    shares: tuple[tuple[UUID, str, Money], ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class MoneyFacts:
    """Money that came on a creditor's account: what the bank says, what is left, and how it could be given."""

    id: UUID
    client_id: UUID
    client_name: str
    state: str
    booked_date: date
    amount: Money
    left: Money
    payer_name: str
    payer_iban: str
    structured: str
    text: str
    account: str
    ways: tuple[Way, ...]
    reasons: tuple[Reason, ...]
    settled: tuple[SettlementFacts, ...]
    returned: Money
    note: str
    decided_by: str
    decided_at: datetime | None


def money(*, viewer: Viewer, client_id: UUID | None = None, state: str = "", text: str = "") -> QuerySet[Receipt]:
    """Money on creditors' accounts that the viewer may see, newest first: to be cut, and told by ``money_facts``."""
    rows = Receipt.objects.all() if viewer.sees_all else Receipt.objects.filter(client_id__in=viewer.client_ids)
    exact = {"client_id": client_id, "state": state}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted := text.strip():
        rows = rows.filter(
            Q(line__counterparty_name__icontains=wanted)
            | Q(line__text__icontains=wanted)
            | Q(line__structured__icontains=wanted)
            | Q(line__counterparty_iban__icontains="".join(wanted.split()))
        )
    return rows.order_by("-line__booked_date", "-pk")


def receipt(*, viewer: Viewer, receipt_id: UUID) -> MoneyFacts:
    """One, or ``NotFound`` where it is not the viewer's."""
    found = money_facts(viewer, money(viewer=viewer).filter(pk=receipt_id))
    if not found:
        raise NotFound("managed.unknown_receipt", N_("There is no such receipt."))
    return found[0]


def money_facts(viewer: Viewer, rows: QuerySet[Receipt] | Sequence[Receipt]) -> tuple[MoneyFacts, ...]:
    """What a page shows of them, in their order; a constant number of statements."""
    keys = [row.pk for row in rows]
    found = {row.pk: row for row in Receipt.objects.select_related("line__statement__account").filter(pk__in=keys)}
    paid: dict[UUID | None, list[SettlementFacts]] = {}
    for row in _settlements(viewer).filter(receipt__in=keys).order_by("made_at", "pk"):
        paid.setdefault(row.receipt_id, []).append(_settlement(row))
    back = dict(
        Return.objects.filter(receipt__in=keys).values_list("receipt_id").annotate(Sum("amount_cents")).order_by()
    )
    wanted = {UUID(share[0]) for row in found.values() for way in row.candidates for share in way["shares"]}
    numbers = dict(Invoice.objects.filter(pk__in=wanted).values_list("pk", "number"))
    called = names({row.client_id for row in found.values()})
    return tuple(
        _money(found[key], paid.get(key, []), Money(back.get(key, 0), found[key].currency), numbers, called)
        for key in keys
    )


def _money(
    row: Receipt, paid: list[SettlementFacts], back: Money, numbers: dict[UUID, str], called: dict[UUID, str]
) -> MoneyFacts:
    line, amount = row.line, Money(row.amount_cents, row.currency)
    used = Money.total(
        (each.amount for each in paid if each.state == "posted" and each.kind != "forgone"), row.currency
    )
    return MoneyFacts(
        id=row.pk,
        client_id=row.client_id,
        client_name=called.get(row.client_id, ""),
        state=row.state,
        booked_date=line.booked_date,
        amount=amount,
        left=amount - used - back,
        payer_name=line.counterparty_name,
        payer_iban=line.counterparty_iban,
        structured=line.structured,
        text=line.text,
        account=line.statement.account.iban,
        ways=tuple(_way(way, row.currency, numbers) for way in row.candidates),
        reasons=tuple(Reason.from_json(reason) for reason in row.reasons),
        settled=tuple(paid),
        returned=back,
        note=row.note,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )


def _way(kept: dict[str, Any], currency: str, numbers: dict[UUID, str]) -> Way:
    shares = ((UUID(key), numbers.get(UUID(key), ""), Money(cents, currency)) for key, cents in kept["shares"])
    return Way(kept["rule"], tuple(shares), tuple(Reason.from_json(reason) for reason in kept["reasons"]))


def waiting_of(viewer: Viewer, client_id: UUID) -> tuple[int, Money]:
    """How much money of a creditor waits for a word, in how many payments."""
    rows = money(viewer=viewer, client_id=client_id, state="waiting").order_by()
    used = Settlement.objects.filter(receipt__in=rows.values("pk"), state="posted").exclude(kind="forgone")
    back = Return.objects.filter(receipt__in=rows.values("pk"))
    came, given, gone = (found.aggregate(sum=Sum("amount_cents"))["sum"] or 0 for found in (rows, used, back))
    return rows.count(), Money(came - given - gone, EUR)
