"""When a bank line is like one that a person has booked: the same code, account or words, and no larger. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: So much of the words counts: what follows differs from month to month.
WORDS = 60


@dataclass(frozen=True, slots=True)
class Like:
    """What of a line is compared; blank in a remembered one means: whatever it is."""

    debit: bool
    code: str
    iban: str
    words: str


def words_of(text: str, name: str = "") -> str:
    """The words of a line without what changes each time: digits, signs, case.

    >>> words_of("Kosten rekening 11/2026, ref 4711", "KBC")
    'KBC KOSTEN REKENING REF'
    """
    plain = re.sub(r"[^\W\d_]*\d[\w./-]*|[^\w\s]|_", " ", f"{name} {text}")
    return " ".join(plain.upper().split())[:WORDS].strip()


def agrees(known: Like, line: Like) -> bool:
    """Whether the line is of the kind that was remembered.

    >>> known = Like(True, "PMNT/ACMT/CHRG", "", "KOSTEN")
    >>> agrees(known, Like(True, "PMNT/ACMT/CHRG", "BE1", "KOSTEN")), agrees(known, Like(False, "", "", "KOSTEN"))
    (True, False)
    """
    pairs = ((known.code, line.code), (known.iban, line.iban), (known.words, line.words))
    return known.debit == line.debit and any(want for want, _ in pairs) and all(not w or w == g for w, g in pairs)
