"""Names of companies: how they sort, and how alike two of them are.

>>> sort_name("  Société  Générale d'Électricité SA ")
'societe generale d electricite sa'
>>> likeness("Komponentlagret AB", "KOMPONENTLAGRET") > Decimal("0.85") > likeness("Acme BV", "Bakker NV")
True
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from difflib import SequenceMatcher

#: Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "œ": "oe", "æ": "ae", "ð": "d", "þ": "th"})
#: Legal forms say little about who it is: left out when names are compared.
FORMS = frozenset(
    (
        *("nv", "sa", "bv", "bvba", "srl", "sprl", "cv", "sc", "scrl", "vof", "snc", "asbl", "vzw"),  # BE, NL
        *("sas", "sasu", "sarl", "eurl", "sca"),  # FR
        *("gmbh", "ag", "kg", "ohg", "ug", "ltd", "plc", "ab", "as", "aps", "oy", "spa"),
    )
)


def sort_name(name: str) -> str:
    """Lower case without accents, each run of other signs one blank: for sorting and searching."""
    plain = unicodedata.normalize("NFKD", name).casefold()  # first apart: a styled capital has no small letter
    folded = unicodedata.normalize("NFKD", plain).translate(_LETTERS)
    kept = "".join(c if c.isalnum() else " " for c in folded if not unicodedata.combining(c))
    return " ".join(kept.split())


def likeness(one: str, other: str) -> Decimal:
    """0 to 1: how alike two names are, legal forms and the order of the words aside; two decimals."""
    first, second = sorted(" ".join(sorted(_words(name))) for name in (one, other))  # the ratio depends on the order
    ratio = SequenceMatcher(None, first, second, autojunk=False).ratio()
    return Decimal(round(ratio * 100)) / 100


def _words(name: str) -> list[str]:
    words = sort_name(name).split()
    return [word for word in words if word not in FORMS] or words
