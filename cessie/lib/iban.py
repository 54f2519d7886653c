"""International bank account numbers (ISO 13616): compact form and check digits.

>>> compact(" be68 5390 0754 7034")
'BE68539007547034'
>>> is_iban("BE68539007547034"), is_iban("12345678")
(True, False)
"""

from __future__ import annotations

from stdnum import iban
from stdnum.exceptions import ValidationError


def compact(text: str) -> str:
    """Capitals without blanks, dashes and dots; an ``IBAN`` written in front is dropped."""
    kept = "".join(c for c in text.upper() if c.isalnum())
    return kept.removeprefix("IBAN")


def is_iban(text: str) -> bool:
    """Whether country, length, structure and check digits hold (mod 97).

    The bank code is not looked up: python-stdnum's table of Belgian banks is behind reality and refuses good numbers.
    """
    try:
        iban.validate(compact(text), check_country=False)
    except ValidationError:
        return False
    return True
