"""The text behind the EPC QR code of a credit transfer (EPC069-12, version 002): a bank's app fills in the payment.

>>> print(payload(name="Huis NV", iban="BE68539007547034", amount=Money(1_210_00), reference="RF18539007547034"))
BCD
002
1
SCT
<BLANKLINE>
Huis NV
BE68539007547034
EUR1210.00
<BLANKLINE>
RF18539007547034
"""

from __future__ import annotations

from cessie.lib.money import Money

NAME, REFERENCE, TEXT = 70, 35, 140
LARGEST = Money(999_999_999_99)


def payload(
    *, name: str, iban: str, bic: str = "", amount: Money | None = None, reference: str = "", text: str = ""
) -> str:
    """The lines of the code; nothing stands after the last one that is given.

    ``reference`` is an ISO 11649 one (``RF...``); any other, a Belgian one too, is ``text``. Never both. Without an
    amount the payer types it. Raises ``ValueError`` for what the code cannot hold.
    """
    if reference and text:
        raise ValueError("a reference or a text, never both")
    if len(reference) > REFERENCE:
        raise ValueError(f"a reference has at most {REFERENCE} characters")
    if amount is not None and not (amount.currency == "EUR" and Money(0) < amount <= LARGEST):
        raise ValueError(f"not an amount of the code: {amount}")
    if not name.strip():
        raise ValueError("the beneficiary has a name")
    paid = f"EUR{amount.decimal:.2f}" if amount is not None else ""
    lines = ["BCD", "002", "1", "SCT", bic, _one_line(name)[:NAME], iban, paid, "", reference, _one_line(text)[:TEXT]]
    while not lines[-1]:
        lines.pop()
    return "\n".join(lines)


def _one_line(text: str) -> str:
    return " ".join(text.split())
