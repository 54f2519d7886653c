"""The QR code by which a debtor's own bank app pays one invoice: account, amount and reference filled in."""

from __future__ import annotations

import io

import segno
from django.utils.safestring import SafeString

from cessie.formats import epc_qr
from cessie.lib.money import Money
from cessie.lib.references import normal_ogm, shown_ogm
from cessie.portals.debtor.debts import Debt


def pay_code(debt: Debt, amount: Money) -> SafeString | None:
    """The picture as SVG (EPC069-12, error level M); None where there is no account, or nothing that could be paid."""
    payee = debt.payee
    if not payee.iban or amount.currency != "EUR" or not Money(0) < amount <= epc_qr.LARGEST:
        return None
    given = debt.reference.upper()
    structured = given if given.startswith("RF") and len(given) <= epc_qr.REFERENCE else ""
    payload = epc_qr.payload(
        name=payee.name, iban=payee.iban, bic=payee.bic, amount=amount, reference=structured,
        text="" if structured else shown_reference(debt),
    )  # fmt: skip
    drawn = io.BytesIO()
    code = segno.make(payload, error="m", micro=False, boost_error=False)
    code.save(drawn, kind="svg", border=2, xmldecl=False, svgclass="qr", lineclass=None, omitsize=True)
    return SafeString(drawn.getvalue().decode())


def shown_reference(debt: Debt) -> str:
    """What a payer writes beside the money: the structured reference as it is printed, else the invoice's number."""
    digits = normal_ogm(debt.reference)
    return shown_ogm(digits) if digits else debt.reference or debt.number
