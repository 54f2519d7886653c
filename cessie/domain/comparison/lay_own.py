"""A client's own sales, as the house knows them, laid down as a ledger: the invoices that it bought with what became of
each, or what its accepted ledgers say one after the other."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from cessie.domain.availability.debtors import facts_of
from cessie.domain.client_ledgers.models import Match, Position, Submission
from cessie.domain.comparison.lay_ledger import lay
from cessie.domain.comparison.models import Ledger
from cessie.domain.comparison.rights import open_client_books, own_customer
from cessie.domain.comparison.rules.followed import Item, Stock, follow
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import contract_of, terms_on
from cessie.domain.parties.models import Debtor, Identifier
from cessie.domain.purchase.models import Item as BoughtItem
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats.values.client_ledger import Movement
from cessie.ledger.settled import settled_on
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

HEAD: Final = ("kind", "number", "debtor", "debtor_name", "date", "due_date", "amount", "of")
#: The most lines of ledgers that are followed at once; larger books are handed in as a file.
MOST: Final = 400_000
#: The payment term of a line of which the house knows no due date.
DAYS: Final = 30


def lay_own(*, client_id: UUID, origin: str, first: date, by: Viewer, at: datetime) -> Ledger:
    """The sales from ``first`` on; ``origin``: ``invoices`` or ``ledgers``. The same sales give the same ledger.

    What the house knows of the debtors today (limit, country, affiliate, consumer) is noted beside it. Refused: not his
    (``NotFound``), a reader (``NotAllowed``), no contract that runs, nothing of it known, more lines than ``MOST``.
    """
    customer = open_client_books(client_id=client_id, by=by, at=at)
    today = booking_day(at)
    contract = contract_of(client_id, today)
    if contract is None:
        raise Refusal("comparison.no_contract_runs", N_("No contract runs today: there is nothing to compare with."))
    sold = _bought(client_id, first) if origin == "invoices" else _in_ledgers(contract, first)
    debtors = sorted({each.debtor for each in sold})
    if not debtors:
        raise Refusal("comparison.nothing_known", N_("The house knows no sales since {first}."), first=first)
    called = _called({UUID(each) for each in debtors})
    data = _as_csv(sold, called)
    with transaction.atomic():
        customer = own_customer(by, customer.pk, lock=True)
        _version, terms = terms_on(contract.pk, today)
        facts = facts_of(contract, terms, [UUID(each) for each in debtors], day=today, at=at, credits={})
        customer.known = customer.known | {
            "debtors": {
                called[str(key)]: {
                    "limit": str(Money(each.limit or 0).decimal), "country": each.country,
                    "affiliate": each.affiliate, "consumer": each.consumer,
                }
                for key, each in facts.items()
            }
        }  # fmt: skip
        customer.save(update_fields=["known"])
    return lay(customer, data=data, name=f"{contract.number}-{today}.csv", days=DAYS, origin=origin, by=by, at=at)


def _bought(client_id: UUID, first: date) -> list[Movement]:
    """Invoices that the house bought, and what their debtors settled of them; what was taken back undoes the newest."""
    bought = BoughtItem.objects.filter(
        proposal__client_id=client_id, proposal__state="purchased", invoice__issue_date__gte=first,
        invoice__currency="EUR",
    )  # fmt: skip
    rows = list(
        bought.order_by("invoice__issue_date", "invoice__number").values_list(
            "invoice_id", "invoice__number", "invoice__debtor_id", "invoice__debtor__company__name",
            "invoice__issue_date", "invoice__due_date", "face_cents",
        )
    )  # fmt: skip
    settled = settled_on([row[0] for row in rows])
    found: list[Movement] = []
    for key, number, debtor, name, issued, due, cents in rows:
        who = str(debtor)
        found.append(Movement("invoice", number, who, name, issued, cents, max(due, issued)))
        for day, amount, credited in _standing(settled[key]):
            kind = "credit_note" if credited else "payment"
            found.append(Movement(kind, f"{number}~{len(found)}", who, name, day, amount.cents, None, number))  # type: ignore[arg-type]  # a word of the list
    return found


def _standing(rows: Iterable[tuple[date, Money, bool]]) -> list[tuple[date, Money, bool]]:
    found: list[tuple[date, Money, bool]] = []
    for day, amount, credited in rows:
        left = amount
        while left.cents < 0 and found:
            before_day, before, kind = found.pop()
            left = before + left
            if left.cents > 0:
                found.append((before_day, left, kind))
                left = Money(0)
        if left.cents > 0:
            found.append((day, left, credited))
    return found


def _in_ledgers(contract: Contract, first: date) -> list[Movement]:
    """What the accepted ledgers say one after the other, and when money came for each document."""
    taken = Submission.objects.filter(contract=contract, kind="balance", state__in=("accepted", "superseded"))
    books = list(taken.filter(as_of__gte=first).order_by("as_of", "received_at"))
    if sum(each.lines for each in books) > MOST:
        raise Refusal(
            "comparison.many_lines", N_("These ledgers have more than {most} lines: hand in a file of the sales."),
            most=MOST,
        )  # fmt: skip
    return follow((Stock(each.as_of, _items(each)) for each in books), _came(contract))


def _items(of: Submission) -> Iterator[Item]:
    rows = Position.objects.filter(submission=of).order_by("debtor_id", "issue_date", "number")
    for row in rows.values_list(
        "kind", "number", "debtor_id", "debtor__company__name", "issue_date", "due_date", "open_cents", "gross_cents"
    ).iterator(chunk_size=5_000):
        kind, number, debtor, name, issued, due, open_, gross = row
        yield Item(kind, number, str(debtor), name, issued, due, abs(open_), abs(gross))


def _came(contract: Contract) -> Mapping[tuple[str, str], tuple[tuple[date, int], ...]]:
    """The money that the client matched, by debtor and number: days and cents, the oldest first."""
    rows = Match.objects.filter(contract=contract, state="live").values_list(
        "debtor_id", "number", "receipt__received_date"
    )
    found: dict[tuple[str, str], list[tuple[date, int]]] = {}
    for debtor, number, day, cents in rows.annotate(Sum("amount_cents")).order_by("receipt__received_date"):
        found.setdefault((str(debtor), number), []).append((day, cents))
    return {key: tuple(days) for key, days in found.items()}


def _called(debtor_ids: set[UUID]) -> dict[str, str]:
    """What each debtor is called in the file: his number in a register, else the key of the house."""
    companies = dict(Debtor.objects.filter(pk__in=debtor_ids).values_list("company_id", "pk"))
    rows = Identifier.objects.filter(company__in=companies, valid=True).order_by("scheme", "value")
    numbers: dict[UUID, str] = {}
    for company, value in rows.values_list("company_id", "value"):
        numbers.setdefault(company, value)
    return {str(key): numbers.get(company, str(key)) for company, key in companies.items()}


def _as_csv(movements: Iterable[Movement], called: Mapping[str, str]) -> bytes:
    """The movements in the layout that everybody may hand in; a number that came twice is taken once."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(HEAD)
    for each in movements:
        number = "" if each.kind == "payment" else each.number
        due = each.due.isoformat() if each.due else ""
        rows.writerow((each.kind, number, called[each.debtor], each.debtor_name, each.day.isoformat(), due,
                       str(Money(each.cents).decimal), each.of))  # fmt: skip
    return text.getvalue().encode()
