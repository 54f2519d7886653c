"""How a debtor pays what a letter asks: the box with account and code."""

from __future__ import annotations

from cessie.domain.correspondence.rules.blocks import Box
from cessie.domain.correspondence.rules.phrases import Phrases
from cessie.formats import epc_qr
from cessie.lib.money import Money
from cessie.lib.references import shown_iban, shown_ogm


def given(reference: str, number: str) -> str:
    """What the payer states: the reference in the shape that his bank's form has, else the invoice's number."""
    if len(reference) == 12 and reference.isdigit():
        return shown_ogm(reference)
    return reference or number


def code(*, name: str, iban: str, bic: str, sum_: Money | None, given: str) -> str:
    """The text of the EPC's code: with amount and reference where both are known, else account and name alone."""
    if sum_ is None or not Money(0, sum_.currency) < sum_ <= Money(epc_qr.LARGEST.cents, sum_.currency):
        return epc_qr.payload(name=name, iban=iban, bic=bic)
    upper = given.upper()
    structured = upper if upper.startswith("RF") and len(upper) <= epc_qr.REFERENCE else ""
    text = "" if structured else given
    return epc_qr.payload(name=name, iban=iban, bic=bic, amount=sum_, reference=structured, text=text)


def account_box(
    say: Phrases, *, name: str, iban: str, bic: str, given: str, code: str, more: tuple[tuple[str, str], ...] = ()
) -> Box:
    """Payee, IBAN, BIC, what the payer must state, and ``more`` lines; those without a value are left out."""
    rows = ((say.payee, name), (say.iban, shown_iban(iban)), (say.bic, bic), (say.give, given), *more)
    return Box(say.account, tuple(row for row in rows if row[1]), code, say.scan)
