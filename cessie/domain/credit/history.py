"""What went before an invoice, and a client's year: the frozen facts for the looks at patterns and fraud."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from cessie.domain.credit.rules.fraud import Paid, Sold
from cessie.domain.credit.rules.patterns import Earlier, Overdue, Pattern
from cessie.domain.invoices.models import Clearance, Invoice
from cessie.domain.parties.models import BankAccount, Company
from cessie.domain.payments.models import Order
from cessie.ledger import queries as ledger
from cessie.lib.days import booking_day, day_begins
from cessie.lib.money import Money

_YEAR = timedelta(days=365)
#: Invoices before this one that are looked at.
_MOST = 400
#: Mail domains that companies share without knowing each other.
_PUBLIC = frozenset({"gmail.com", "hotmail.com", "outlook.com", "telenet.be", "skynet.be", "orange.fr", "ziggo.nl", ""})


def pattern_of(invoice: Invoice, day: date) -> Pattern:
    """One invoice and what surrounds it; the client's invoices of the last year, newest first."""
    before = Invoice.objects.filter(client_id=invoice.client_id, kind="invoice", received_at__lt=invoice.received_at)
    rows = before.exclude(state="rejected").order_by("-received_at").values_list(
        "number", "issue_date", "gross_cents", "currency", "debtor_id"
    )[:_MOST]  # fmt: skip
    debtor = invoice.debtor
    return Pattern(
        number=invoice.number,
        issue_date=invoice.issue_date,
        gross=Money(invoice.gross_cents, invoice.currency),
        debtor_country=debtor.company.country if debtor else "BE",
        links=links(invoice.client.company, [debtor.company])[debtor.company_id] if debtor else (),
        overdue=_overdue(debtor.pk, day) if debtor else None,
        contra=_contra(invoice) if debtor else "",
        earlier=tuple(
            Earlier(number, issued, Money(cents, currency), debtor_id == invoice.debtor_id)
            for number, issued, cents, currency, debtor_id in rows
        ),
    )


def links(company: Company, others: Collection[Company]) -> dict[UUID, tuple[str, ...]]:
    """What the company shares with each of the others: an account, an address, a mail domain of its own."""
    keys = [company.pk, *(other.pk for other in others)]
    accounts: dict[UUID, set[str]] = defaultdict(set)
    for owner, iban in BankAccount.objects.filter(company_id__in=keys).values_list("company_id", "iban"):
        accounts[owner].add(iban)
    return {
        other.pk: (
            *sorted(accounts[company.pk] & accounts[other.pk]),
            *({_address(company)} & {_address(other)} - {""}),
            *({_domain(company)} & {_domain(other)} - _PUBLIC),
        )
        for other in others
    }


def _address(company: Company) -> str:
    if not (company.street and company.building and company.postcode):
        return ""
    return f"{company.street} {company.building}, {company.postcode}".casefold()


def _domain(company: Company) -> str:
    return company.email.partition("@")[2].casefold()


def _overdue(debtor_id: UUID, day: date) -> Overdue | None:
    """What the debtor owes on bought invoices whose day has passed; the ledger says what is open."""
    due = Invoice.objects.filter(debtor_id=debtor_id, kind="invoice", state="accepted", due_date__lt=day)
    rows = list(due.order_by("due_date").values_list("pk", "number", "due_date")[:_MOST])
    open_now = ledger.open_amounts([key for key, _, _ in rows]) if rows else {}
    late = [(number, due_date, open_now[key]) for key, number, due_date in rows if open_now.get(key)]
    if not late:
        return None
    number, since, _ = late[0]
    return Overdue(Money.total(amount for *_, amount in late), (day - since).days, number)


def _contra(invoice: Invoice) -> str:
    """An invoice by the debtor, who is a client too, to this client."""
    if invoice.debtor is None:
        return ""
    back = Invoice.objects.filter(
        client__company_id=invoice.debtor.company_id, debtor__company_id=invoice.client.company_id, kind="invoice",
        received_at__gte=invoice.received_at - _YEAR,
    ).exclude(state="rejected")  # fmt: skip
    return back.order_by("-received_at").values_list("number", flat=True).first() or ""


def year(on: date) -> dict[UUID, list[Sold]]:
    """The invoices and credit notes of a year of all clients, in one statement, by client."""
    rows: QuerySet[Invoice] = Invoice.objects.filter(received_at__date__gt=on - _YEAR).exclude(state="rejected")
    found: dict[UUID, list[Sold]] = defaultdict(list)
    for client, number, kind, seller, debtor, name, issued, received, cents in rows.values_list(
        "client_id", "number", "kind", "client__company__name", "debtor__company__name", "buyer_name", "issue_date",
        "received_at", "gross_cents",
    ).iterator(chunk_size=5_000):  # fmt: skip
        found[client].append(Sold(number, kind, seller, debtor or name, issued, booking_day(received), abs(cents)))
    return found


def payouts(on: date) -> dict[UUID, list[Paid]]:
    """The payouts of a year by client, with when their account was confirmed where it replaced another."""
    rows = list(
        Order.objects.filter(client__isnull=False, debtor__isnull=True, ordered_at__date__gt=on - _YEAR)
        .exclude(state__in=["cancelled", "rejected"])
        .values_list("client_id", "ordered_at", "amount_cents", "payee__company_id", "payee__confirmed_at")
    )
    first = _first_accounts({row[3] for row in rows})
    found: dict[UUID, list[Paid]] = defaultdict(list)
    for client, at, cents, company, confirmed in rows:
        replaced = confirmed is not None and confirmed > first.get(company, confirmed)
        since = booking_day(confirmed) if replaced and confirmed is not None else None
        found[client].append(Paid(booking_day(at), cents, since))
    return found


def clearances(on: date) -> dict[UUID, tuple[int, ...]]:
    """How many findings of a year each colleague cleared, by client; the colleagues without their names."""
    rows = Clearance.objects.filter(at__gte=day_begins(on - _YEAR)).values_list("finding__invoice__client_id", "by")
    found: dict[UUID, list[int]] = defaultdict(list)
    for client, _by, n in rows.annotate(n=Count("pk")).order_by("finding__invoice__client_id", "by"):
        found[client].append(n)
    return {client: tuple(counts) for client, counts in found.items()}


def _first_accounts(companies: Collection[UUID]) -> Mapping[UUID, datetime]:
    rows = BankAccount.objects.filter(Q(company_id__in=companies), confirmed_at__isnull=False).order_by("-confirmed_at")
    return {company: at for company, at in rows.values_list("company_id", "confirmed_at") if at is not None}
