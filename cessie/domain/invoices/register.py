"""Enter an invoice into the books as its document states it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import contract_of, terms_on
from cessie.domain.correspondence.set_invoice_sending import sends_invoices
from cessie.domain.documents.store import Stored
from cessie.domain.invoices.models import Invoice
from cessie.domain.invoices.rules.delivered import delivered
from cessie.domain.invoices.rules.facts import Stated, of_document
from cessie.domain.invoices.rules.sums import READERS_DOUBTS
from cessie.domain.parties.queries import debtor_with
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.formats import as_json
from cessie.formats.values import InvoiceDocument
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.lib.references import normal_iban, normal_invoice_number
from cessie.terms import codec

#: Assumed where the document names no due date: the law's own term (Directive 2011/7/EU, article 3).
DAYS = 30
#: No amount of a document may be larger, in units of its currency: what is beyond is an error, not an invoice.
LARGEST = Decimal(10) ** 12
#: Years in which an invoice can be issued or fall due.
YEARS = (1990, 2199)
TEXT_LIMIT = 200  # characters of a number, name or reference


class Unusable(Refusal):
    """The document lacks what every invoice needs, or states what no invoice can."""


def register(
    *,
    stored: Stored,
    part: int,
    read: InvoiceDocument,
    client_id: UUID,
    debtor_id: UUID | None = None,
    by: Viewer,
    at: datetime,
) -> Invoice:
    """The invoice of one part of a document, as received from a client; the same part again gives the same invoice.

    The debtor is whom the caller knows (``debtor_id``), else the company with a number of the buyer, or nobody yet.
    Nothing is judged here: ``assess`` does.

    Refused (``Unusable``): no number, issue date, currency or total; fractions of a cent; an amount beyond reason.
    Refused: a client without a running contract, one on balances (unless the house sends his invoices), one who is not
    the viewer's (``NotFound``, ``NotAllowed``).
    """
    _require(client_id, by)
    read, issue_date = _completed(read)
    contract = contract_of(client_id, booking_day(at))
    if contract is None:
        raise Refusal("invoices.no_contract", N_("The client has no contract that runs today."))
    if terms_on(contract.pk, booking_day(at))[1].transmission == "BALANCE" and not sends_invoices(client_id):
        words = N_("Under this contract the whole ledger is sent, and no single invoices: send all that is open.")
        raise Refusal("invoices.on_balances", words)
    stated = of_document(read)
    with transaction.atomic():
        invoice, is_new = Invoice.objects.get_or_create(
            document=stored.document,
            part=part,
            client_id=client_id,
            defaults={
                **_amounts(read),
                **_texts(read),
                "content": _content(read, stated, stored.arrival.name, part),
                "contract": contract,
                "debtor_id": debtor_id or debtor_with(stated.buyer.numbers),
                "kind": read.kind,
                "issue_date": issue_date,
                "due_date": read.due_date or issue_date + timedelta(days=DAYS),
                "received_at": at,
            },
        )
        if is_new:
            gross = Money(invoice.gross_cents, invoice.currency)
            facts = {"document": stored.document.pk, "part": part, "gross": gross}
            record(action="invoices.register", subject=invoice, by=by, at=at, client_id=client_id, data=facts)
    return invoice


def _require(client_id: UUID, by: Viewer) -> None:
    if not by.sees_client(client_id):
        raise NotFound("parties.unknown_client", N_("There is no such client."))
    if by.kind == "staff":
        by.require("documents.upload")
    else:
        by.require_client(client_id)


def _completed(read: InvoiceDocument) -> tuple[InvoiceDocument, date]:
    """With a net, VAT, gross and payable amount each, where one follows from the others, and the issue date;
    ``Unusable`` where something is missing that follows from nothing."""
    totals = read.totals
    gross = totals.gross
    if gross is None and totals.net is not None and totals.vat is not None:
        gross = totals.net + totals.vat
    gross = totals.payable if gross is None else gross
    needed = (
        (N_("The document has no number (BT-1)."), read.number),
        (N_("The document has no issue date (BT-2)."), read.issue_date),
        (N_("The document names no currency (BT-5)."), read.currency),
        (N_("The document has no gross total (BT-112)."), gross),
    )
    missing = [words for words, value in needed if value is None or value == ""]
    if missing or gross is None or read.issue_date is None:
        raise Unusable("invoices.incomplete", missing[0])
    for day in (read.issue_date, read.due_date or read.issue_date):
        if not YEARS[0] <= day.year <= YEARS[1]:
            raise Unusable("invoices.impossible_day", N_("{day} is no possible day of an invoice."), day=day)
    vat = totals.vat if totals.vat is not None else gross - (totals.net if totals.net is not None else gross)
    net = totals.net if totals.net is not None else gross - vat
    payable = gross if totals.payable is None else totals.payable
    return replace(read, totals=replace(totals, net=net, vat=vat, gross=gross, payable=payable)), read.issue_date


def _amounts(read: InvoiceDocument) -> dict[str, int]:
    totals = read.totals
    stated = (
        ("net_cents", "BT-109", totals.net),
        ("vat_cents", "BT-110", totals.vat),
        ("gross_cents", "BT-112", totals.gross),
        ("payable_cents", "BT-115", totals.payable),
    )
    return {column: _cents(term, amount or Decimal(0)) for column, term, amount in stated}


def _cents(term: str, amount: Decimal) -> int:
    if abs(amount) >= LARGEST:
        words = N_("The amount {amount} ({field}) is no possible amount of an invoice.")
        raise Unusable("invoices.impossible_amount", words, amount=f"{amount:.2E}", field=term)
    try:
        return Money.of(amount).cents
    except ValueError:
        words = N_("The amount {amount} ({field}) has a fraction of a cent.")
        raise Unusable("invoices.fraction", words, amount=f"{amount:f}", field=term) from None


def _texts(read: InvoiceDocument) -> dict[str, str]:
    number = " ".join((read.number or "").split())[:TEXT_LIMIT]
    payment = read.payment
    return {
        "number": number,
        "number_key": normal_invoice_number(number) or number.casefold(),
        "currency": (read.currency or "")[:3],
        "buyer_name": (read.buyer.name or read.buyer.trade_name or "")[:TEXT_LIMIT],
        "payee_name": ((read.payee.name if read.payee else None) or "")[:TEXT_LIMIT],
        "payment_iban": (normal_iban(payment.account or "") or payment.account or "")[:TEXT_LIMIT],
        "payment_reference": "".join((payment.reference or "").split())[:TEXT_LIMIT],
    }


def _content(read: InvoiceDocument, stated: Stated, file: str, part: int) -> dict[str, Any]:
    """The document's normal form, the facts that checks look at, and what its reader doubted and a person must see."""
    breaches = [
        warning.to_json() for warning in read.warnings if ".br-co-" in warning.code or warning.code in READERS_DOUBTS
    ]
    facts = {"stated": codec.pack(stated), "breaches": breaches, "delivered": delivered(read)}
    return {**as_json.document(read, file, part), **facts}
