"""Whether an invoice adds up: EN 16931-1, section 6.4.3, rules BR-CO-10 to BR-CO-17; a breach names its rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from cessie.formats.values import ZERO, InvoiceDocument, InvoiceTotals
from cessie.lib.reasons import N_, Reason

_WORDS = {
    "BR-CO-10": N_("The lines add up to {computed}, the document says {stated} (BR-CO-10)."),
    "BR-CO-11": N_("The allowances add up to {computed}, the document says {stated} (BR-CO-11)."),
    "BR-CO-12": N_("The charges add up to {computed}, the document says {stated} (BR-CO-12)."),
    "BR-CO-13": N_("Lines less allowances plus charges are {computed}, the net total says {stated} (BR-CO-13)."),
    "BR-CO-14": N_("The VAT per rate adds up to {computed}, the document says {stated} (BR-CO-14)."),
    "BR-CO-15": N_("Net plus VAT is {computed}, the gross total says {stated} (BR-CO-15)."),
    "BR-CO-16": N_("Gross less prepaid plus rounding is {computed}, the amount payable says {stated} (BR-CO-16)."),
    "BR-CO-17": N_("{rate} % VAT on {base} is {computed}, the document says {stated} (BR-CO-17)."),
}
VAT_TOLERANCE = Decimal(1)  # of the official rule: less than one unit of currency


def check(invoice: InvoiceDocument) -> tuple[Reason, ...]:
    """Every sum that does not come out, in the order of the rules; what the document leaves out is not judged.

    The codes are ``invoice.br-co-10`` and so on, the facts are the amounts as decimal text.
    """
    totals = invoice.totals
    found = [
        _breach(rule, computed, stated)
        for rule, computed, stated in (*_sums(invoice), *_chain(totals))
        if computed is not None and stated is not None and computed != stated
    ]
    return (*found, *_vat_per_rate(invoice))


def _breach(rule: str, computed: Decimal, stated: Decimal) -> Reason:
    facts = {"computed": f"{computed:f}", "stated": f"{stated:f}"}
    return Reason(f"invoice.{rule.lower()}", _WORDS[rule], facts)


def _total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, or None if one of them is not stated."""
    result = ZERO
    for amount in amounts:
        if amount is None:
            return None
        result += amount
    return result


def _sums(invoice: InvoiceDocument) -> Iterator[tuple[str, Decimal | None, Decimal | None]]:
    totals = invoice.totals
    if invoice.lines:
        yield "BR-CO-10", _total(line.net for line in invoice.lines), totals.lines
    for rule, charge, stated in (("BR-CO-11", False, totals.allowances), ("BR-CO-12", True, totals.charges)):
        parts = [part.amount for part in invoice.allowances if part.charge is charge]
        yield rule, _total(parts), ZERO if stated is None and parts else stated
    if invoice.vat:
        yield "BR-CO-14", _total(line.tax for line in invoice.vat), totals.vat


def _chain(totals: InvoiceTotals) -> Iterator[tuple[str, Decimal | None, Decimal | None]]:
    if totals.lines is not None:
        net = totals.lines - (totals.allowances or ZERO) + (totals.charges or ZERO)
        yield "BR-CO-13", net, totals.net
    if totals.net is not None:
        yield "BR-CO-15", totals.net + (totals.vat or ZERO), totals.gross
    if totals.gross is not None:
        payable = totals.gross - (totals.prepaid or ZERO) + (totals.rounding or ZERO)
        yield "BR-CO-16", payable, totals.payable


def _vat_per_rate(invoice: InvoiceDocument) -> Iterator[Reason]:
    for line in invoice.vat:
        if line.rate is None or line.base is None or line.tax is None:
            continue
        computed = line.base * line.rate / 100
        if abs(computed - line.tax) >= VAT_TOLERANCE:
            facts = {"rate": f"{line.rate:f}", "base": f"{line.base:f}"}
            breach = _breach("BR-CO-17", computed, line.tax)
            yield Reason(breach.code, breach.message, {**breach.facts, **facts})
