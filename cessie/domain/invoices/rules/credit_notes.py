"""Whether a credit note can be taken off the invoice that it names: M17 (factoring-domain 10, 12)."""

from __future__ import annotations

from collections.abc import Iterator

from cessie.domain.invoices.rules.facts import Known, Subject
from cessie.domain.invoices.rules.found import Found, hold, reject
from cessie.lib.money import Money
from cessie.lib.reasons import N_


def check(subject: Subject, known: Known) -> Iterator[Found]:
    """It names one invoice of the same client and debtor, of which at least as much is open; else a person decides."""
    amount = abs(subject.payable)
    if not amount:
        yield reject("M17", N_("The credit note credits nothing."))
        return
    if not known.credited:
        yield hold("M17.none", N_("The credit note does not name the invoice that it corrects."))
    elif len(known.credited) > 1:
        yield hold("M17.several", N_("The credit note names {count} invoices: a person says what belongs to which."),
                   count=len(known.credited))  # fmt: skip
    for invoice in known.credited:
        if invoice.open is None:
            yield hold("M17.unknown", N_("The credit note corrects {number}, which we do not know."),
                       number=invoice.number)  # fmt: skip
        elif not invoice.same_debtor:
            yield hold("M17.debtor", N_("{number}, which the credit note corrects, is another debtor's invoice."),
                       number=invoice.number)  # fmt: skip
        elif len(known.credited) == 1 and amount > invoice.open:
            yield hold("M17.more", N_("The credit note is for {amount}; only {open} is open on {number}."),
                       amount=amount, open=max(invoice.open, Money(0, amount.currency)),
                       number=invoice.number)  # fmt: skip
