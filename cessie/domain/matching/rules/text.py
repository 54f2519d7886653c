"""References and invoice numbers in what a payer wrote, whatever he, his bank and the line breaks did to them.

Sources: banking-formats 6 (references in free text). A reference with right check digits is only a hint: one in 97
random digit runs passes, so the caller looks each one up among the references that were issued.

>>> references("Betaling +++010/8068/17183+++ en RF18 5390 0754 7034") >= {"010806817183", "RF18539007547034"}
True
>>> "F2026451" in number_keys("betaling fact. F 2026/000451"), "F2026451" in number_keys("F2026-04 51")
(True, True)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from cessie.lib.references import is_ogm, normal_invoice_number, normal_kenmerk, normal_ogm, normal_rf, shown_ogm

MAX_TEXT = 2000  # characters looked at: an hostile remittance text costs bounded work
MAX_WORDS = 8  # runs of letters or digits that one invoice number may be broken into
MIN_KEY = 3  # a shorter number is found by chance in any text

_DIGITS = re.compile(r"[0-9][0-9+*/.\s-]*")
_RF = re.compile(r"R\s*F\s*[0-9]\s*[0-9][A-Z0-9\s]{1,40}")
_RUN = re.compile(r"[A-Z]+|[0-9]+")


def normal_reference(text: str) -> str:
    """The one form of a structured reference: OGM digits, RF, betalingskenmerk; else letters and digits in capitals.

    >>> normal_reference("+++010/8068/17183+++"), normal_reference("rf18 5390 0754 7034")
    ('010806817183', 'RF18539007547034')
    """
    return normal_ogm(text) or normal_rf(text) or normal_kenmerk(text) or re.sub(r"[^A-Z0-9]", "", text.upper())


def references(text: str) -> frozenset[str]:
    """Every OGM, RF and betalingskenmerk with right check digits in a free text, in normal form."""
    plain = text[:MAX_TEXT].upper()
    return frozenset(_ogms(plain)) | frozenset(_rfs(plain)) | frozenset(_kenmerken(plain))


def _ogms(plain: str) -> Iterator[str]:
    for run in _DIGITS.finditer(plain):
        digits = re.sub(r"\D", "", run[0])
        for start in range(len(digits) - 11):
            if found := normal_ogm(digits[start : start + 12]):
                yield found


def _rfs(plain: str) -> Iterator[str]:
    """An RF has no marked end in free text, so every length with right check digits is offered."""
    for run in _RF.finditer(plain):
        value = re.sub(r"\s", "", run[0])
        for end in range(5, min(len(value), 25) + 1):
            if found := normal_rf(value[:end]):
                yield found


def _kenmerken(plain: str) -> Iterator[str]:
    for run in _DIGITS.finditer(plain):
        for piece in {re.sub(r"[\s.]", "", run[0]), *run[0].split()}:
            if len(piece) == 16 and (found := normal_kenmerk(piece)):
                yield found


def number_forms(number: str) -> frozenset[str]:
    """The keys under which an invoice number is found: leading zeros of each run of digits off, and kept inside.

    >>> sorted(number_forms("2026-0451")), sorted(number_forms("7"))
    (['20260451', '2026451'], [])
    """
    runs = _RUN.findall(_plain(number))
    forms = {"".join(_bare(run) for run in runs), _joined(runs)}
    return frozenset(form for form in forms if len(form) >= MIN_KEY and any(c.isdigit() for c in form))


def bare_forms(number: str) -> frozenset[str]:
    """The same without letters before the number, when at least five characters remain: payers leave the prefix out.

    >>> sorted(bare_forms("INV-2026-0451")), sorted(bare_forms("INV-12"))
    (['20260451', '2026451'], [])
    """
    runs = _RUN.findall(_plain(number))
    while runs and runs[0].isalpha():
        runs = runs[1:]
    forms = {"".join(_bare(run) for run in runs), _joined(runs)}
    return frozenset(form for form in forms if len(form) >= 5) - number_forms(number)


def number_keys(text: str) -> dict[str, list[tuple[int, int]]]:
    """Every key that some invoice number could have in this text, and where: from which run of signs to which."""
    runs = _RUN.findall(_plain(text[:MAX_TEXT]))
    keys: dict[str, list[tuple[int, int]]] = {}
    for start in range(len(runs)):
        for end in range(start + 1, min(start + MAX_WORDS, len(runs)) + 1):
            words = runs[start:end]
            for key in {"".join(_bare(word) for word in words), _joined(words)}:
                if len(key) >= MIN_KEY and any(c.isdigit() for c in key):
                    keys.setdefault(key, []).append((start, end))
    return keys


def stored_number_keys(text: str) -> frozenset[str]:
    """The same in the form in which invoices keep their number for comparing (``normal_invoice_number``).

    >>> sorted(stored_number_keys("fact. 2026-0451"))
    ['2026', '2026.451', '20260451', '451', 'FACT2026', 'FACT2026.451', 'FACT20260451']
    """
    runs = _RUN.findall(_plain(text[:MAX_TEXT]))
    keys: set[str] = set()
    for start in range(len(runs)):
        for end in range(start + 1, min(start + MAX_WORDS, len(runs)) + 1):
            keys |= {normal_invoice_number(joint.join(runs[start:end])) for joint in ("", " ")}
    return frozenset(key for key in keys if len(key) >= MIN_KEY and any(c.isdigit() for c in key))


def ways_of_writing(reference: str) -> frozenset[str]:
    """A normal reference and the forms in which a document may print it.

    >>> sorted(ways_of_writing("010806817183"))
    ['***010/8068/17183***', '+++010/8068/17183+++', '010806817183']
    """
    if is_ogm(reference):
        shown = shown_ogm(reference)
        return frozenset([reference, shown, shown.replace("+", "*")])
    return frozenset([reference, " ".join(reference[i : i + 4] for i in range(0, len(reference), 4))])


def normal_name(name: str) -> str:
    """A name for comparing only: capitals, no accents, no signs, no legal form at the end.

    >>> normal_name("Fonderie de la Meuse S.A.") == normal_name("FONDERIE DE LA MEUSE")
    True
    """
    plain = re.sub(r"[^A-Z0-9 ]", "", re.sub(r"[,/&-]", " ", _plain(name)))
    words = plain.split()
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words = words[:-1]
    return " ".join(words)


_LEGAL_FORMS = frozenset(
    ["BV", "NV", "SA", "SRL", "SPRL", "BVBA", "CV", "VOF", "SAS", "SARL", "SASU", "EURL", "GMBH", "AG"]
)


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).upper()


def _bare(run: str) -> str:
    return run.lstrip("0") if run.isdigit() else run


def _joined(runs: list[str]) -> str:
    """Runs joined, leading zeros off where a stretch of digits begins only."""
    joined = "".join(runs)
    return re.sub(r"[0-9]+", lambda stretch: stretch[0].lstrip("0"), joined)
