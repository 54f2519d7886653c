"""Whether the amounts can be true: M10, M11, M17, M20, M21, M33."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from cessie.domain.invoices.rules.facts import Known, Rate, Stated, Subject
from cessie.domain.invoices.rules.found import Found, hold, reject
from cessie.domain.invoices.rules.policy import Policy
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

CENT = Decimal("0.01")
#: What a reader doubts beyond sums, and the rule that it falls under: an invoice that takes the place of another may
#: have been financed under that other's number; one of two that lie in one file may not be the one that was meant.
READERS_DOUBTS = {
    "invoice.corrects": "M05.corrects",
    "invoice.no_claim": "M18.no_claim",
    "invoice.currency": "M21.total",
    "facturx.differs": "M12.second",
    "facturx.second": "M12.second",
    "archive.same_name": "M12.name",
    "facturx.page_total": "M12.page_total",
    "facturx.page_account": "M12.page_account",
    "facturx.page_number": "M12.page_number",
    "facturx.page_unread": "M12.page_unread",
    "facturx.page_picture": "M12.page_picture",
}


def check(
    subject: Subject, stated: Stated, breaches: Sequence[Reason], known: Known, policy: Policy
) -> Iterator[Found]:
    """``breaches``: the sums of EN 16931 that the reader found wrong."""
    yield from _kind(subject)
    if subject.currency != known.currency:
        yield reject("M21", N_("The invoice is in {currency}; only {ours} can be bought."),
                     currency=subject.currency, ours=known.currency)  # fmt: skip
        return  # our thresholds say nothing about another currency
    yield from _adds_up(stated, breaches, policy)
    if subject.gross > policy.absurd_above:
        yield hold("M29.absurd", N_("The amount {gross} is beyond anything plausible."), 2, gross=subject.gross)
    elif policy.verify_above is not None and subject.gross >= policy.verify_above:
        yield hold("M20", N_("{gross} is so much that the debtor must confirm it first."), gross=subject.gross)
    elif policy.verify_first and known.first_of_debtor:
        yield hold("M20", N_("This is the client's first invoice to this debtor: he must confirm it first."))
    elif subject.draw < policy.verify_sample:
        yield hold("M20", N_("The invoice was drawn by lot: the debtor must confirm it first."))
    if Money(0) < subject.payable < subject.gross:
        yield hold("M33", N_("Of {gross} only {payable} is still to be paid."),
                   gross=subject.gross, payable=subject.payable)  # fmt: skip


def to_manage(
    subject: Subject, stated: Stated, breaches: Sequence[Reason], known: Known, policy: Policy
) -> Iterator[Found]:
    """The part of it that a managed invoice is asked: something is owed, it adds up, and it is plausible."""
    yield from _kind(subject)
    yield from adds_up(subject, stated, breaches, known, policy)
    if subject.gross > policy.absurd_above:
        yield hold("M29.absurd", N_("The amount {gross} is beyond anything plausible."), 2, gross=subject.gross)


def adds_up(
    subject: Subject, stated: Stated, breaches: Sequence[Reason], known: Known, policy: Policy
) -> Iterator[Found]:
    """The part of it that a credit note is asked too: its currency and its sums."""
    if subject.currency != known.currency:
        yield reject("M21", N_("The invoice is in {currency}; only {ours} can be bought."),
                     currency=subject.currency, ours=known.currency)  # fmt: skip
        return
    yield from _adds_up(stated, breaches, policy)


def _kind(subject: Subject) -> Iterator[Found]:
    if subject.gross <= Money(0, subject.currency):
        yield reject("M17", N_("The amount {gross} is not above zero."), gross=subject.gross)
    elif subject.payable <= Money(0, subject.currency):
        yield reject("M17", N_("Nothing is to be paid any more: {payable}."), payable=subject.payable)


def _adds_up(stated: Stated, breaches: Sequence[Reason], policy: Policy) -> Iterator[Found]:
    for breach in breaches:
        code = READERS_DOUBTS.get(breach.code) or f"M10.{breach.code.rpartition('.')[2].upper()}"
        yield Found(code, "hold", 1, breach)
    for line in stated.rates:
        yield from _rate(line, stated.seller.country, policy)
    if stated.payable is not None and stated.payable > stated.gross + 1:  # a rounding may add less than one unit
        yield hold("M10.payable", N_("More is to be paid ({payable}) than was invoiced ({gross})."),
                   payable=f"{stated.payable:f}", gross=f"{stated.gross:f}")  # fmt: skip


def _rate(line: Rate, country: str, policy: Policy) -> Iterator[Found]:
    if line.rate is None:
        return
    if line.base is not None and line.tax is not None:
        computed = (line.base * line.rate / 100).quantize(CENT, ROUND_HALF_UP)
        if abs(computed - line.tax) > policy.vat_tolerance:
            yield hold(f"M10.vat.{line.rate.normalize():f}",
                       N_("{rate} % VAT on {base} is {computed}, the invoice says {tax}."),
                       rate=f"{line.rate:f}", base=f"{line.base:f}", computed=f"{computed:f}",
                       tax=f"{line.tax:f}")  # fmt: skip
    plausible = policy.vat_rates.get(country)
    if line.category == "S" and plausible is not None and line.rate not in plausible:
        yield hold(f"M11.{line.rate.normalize():f}", N_("{rate} % is no rate of VAT in {country}."),
                   rate=f"{line.rate:f}", country=country)  # fmt: skip
