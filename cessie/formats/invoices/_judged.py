"""What every syntax of an e-invoice is judged by once it is read: what is missing, what does not come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cessie.formats.invoices import _totals
from cessie.formats.invoices._types import CORRECTIVE_TYPES, NO_CLAIM_TYPES
from cessie.formats.values import InvoiceDocument
from cessie.lib.reasons import N_, Reason
from cessie.lib.references import normal_iban

#: Document levels of Factur-X that carry no lines by their nature.
WITHOUT_LINES = ("minimum", "basicwl")


def judged(doc: InvoiceDocument, more: Iterable[Reason] = ()) -> InvoiceDocument:
    """The document with its warnings and the confidence in what it states; ``more``: what only its syntax can break."""
    values = {
        "number": doc.number,
        "issue_date": doc.issue_date,
        "due_date": doc.due_date,
        "currency": doc.currency,
        "totals.net": doc.totals.net,
        "totals.vat": doc.totals.vat,
        "totals.gross": doc.totals.gross,
        "totals.payable": doc.totals.payable,
        "seller.name": doc.seller.name,
        "seller.vat": doc.seller.vat,
        "buyer.name": doc.buyer.name,
        "buyer.vat": doc.buyer.vat,
        "payment.iban": doc.payment.account,
        "payment.reference": doc.payment.reference,
    }
    confidence = {key: 1.0 for key, value in values.items() if value is not None}
    warnings = (*_missing(doc), *_totals.check(doc), *_accounts(doc), *more, *_nature(doc))
    return replace(doc, confidence=confidence, warnings=warnings)


def _missing(doc: InvoiceDocument) -> Iterator[Reason]:
    """What EN 16931 demands of every invoice and this one leaves out, by rule."""
    lines = doc.lines or (doc.customization or "").lower().endswith(WITHOUT_LINES) or None
    demanded = (
        ("BR-02", N_("The document has no number (BR-02)."), doc.number),
        ("BR-03", N_("The document has no issue date (BR-03)."), doc.issue_date),
        ("BR-05", N_("The document names no currency (BR-05)."), doc.currency),
        ("BR-06", N_("The document names no seller (BR-06)."), doc.seller.name),
        ("BR-07", N_("The document names no buyer (BR-07)."), doc.buyer.name),
        ("BR-14", N_("The document has no gross total (BR-14)."), doc.totals.gross),
        ("BR-15", N_("The document states no amount payable (BR-15)."), doc.totals.payable),
        ("BR-16", N_("The document has no lines (BR-16)."), lines),
    )
    for rule, words, value in demanded:
        if value is None:
            yield Reason(f"invoice.{rule.lower()}", words)


def _accounts(doc: InvoiceDocument) -> Iterator[Reason]:
    for means in doc.payments:
        if means.account and normal_iban(means.account) is None:
            words = N_("The account {account} is no IBAN with right check digits.")
            yield Reason("invoice.account", words, {"account": means.account})


def _nature(doc: InvoiceDocument) -> Iterator[Reason]:
    """What the type of the document, or the sign of its total, says about the claim behind it."""
    if doc.type_code in NO_CLAIM_TYPES:
        words = N_("By its type ({type}) the document is no invoice: it only informs.")
        yield Reason("invoice.no_claim", words, {"type": doc.type_code or ""})
    elif doc.type_code in CORRECTIVE_TYPES:
        earlier = ", ".join(before.number for before in doc.preceding)
        if earlier:
            yield Reason("invoice.corrects", N_("The document takes the place of {earlier}."), {"earlier": earlier})
        else:
            yield Reason("invoice.corrects", N_("The document corrects an earlier one and does not say which."))
    if doc.totals.gross is not None and doc.totals.gross < 0:
        words = (
            N_("The total is negative: the seller owes the buyer.")
            if doc.kind == "invoice"
            else N_("The total of the credit note is negative: the buyer owes the seller.")
        )
        yield Reason("invoice.negative", words)
