"""Numbers in registers: their compact form, their check digits, and what one says about another.

>>> read("be.enterprise", "BE 0403.170.701")
Number(scheme='be.enterprise', value='0403170701', valid=True)
>>> read("fr.siren", "123 456 789").valid
False
>>> [str(n.scheme) for n in implied(read("vat", "FR40303265045"))]
['fr.siren']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType

from stdnum import lei
from stdnum.be import vat as be_vat
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret
from stdnum.nl import bsn
from stdnum.se import orgnr

from cessie.lib.reasons import N_, Refusal


class FalseNumber(Refusal):
    """Check digits or form of a number do not hold."""


@dataclass(frozen=True, slots=True)
class Number:
    """A register number in compact form; ``valid`` when its form and check digits hold."""

    scheme: str
    value: str
    valid: bool


def _checked_by(module: ModuleType) -> Callable[[str], bool]:
    def check(value: str) -> bool:
        try:
            module.validate(value)
        except ValidationError:
            return False
        return True

    return check


def _eight_digits(value: str) -> bool:
    """KvK numbers have no check digit."""
    return len(value) == 8 and value.isascii() and value.isdigit() and value != "00000000"


def _enterprise(value: str) -> bool:
    """Ten digits, first 0 or 1, last two = 97 - (first eight mod 97); handbook banking-formats 6."""
    return len(value) == 10 and value[0] in "01" and _checked_by(be_vat)(value)


def _some(value: str) -> bool:
    return bool(value)


#: Scheme -> whether a compact value is good. "other.<country>" is any further register, taken as it is.
SCHEMES: Mapping[str, Callable[[str], bool]] = {
    "be.enterprise": _enterprise,
    "nl.kvk": _eight_digits,
    "nl.rsin": _checked_by(bsn),  # the same test of eleven
    "fr.siren": _checked_by(siren),
    "fr.siret": _checked_by(siret),
    "se.orgnr": _checked_by(orgnr),
    "vat": _checked_by(eu_vat),
    "lei": _checked_by(lei),
}
#: Schemes of which a company has one number at most: a second, different one is another company.
SINGLE = frozenset({"be.enterprise", "nl.kvk", "nl.rsin", "fr.siren", "se.orgnr", "lei"})
#: ISO 6523 codes, as Peppol and EN 16931 name registers.
ISO_6523: Mapping[str, str] = {
    "0208": "be.enterprise",
    "0106": "nl.kvk",
    "0002": "fr.siren",
    "0009": "fr.siret",
    "0007": "se.orgnr",
    "0199": "lei",
    "9925": "vat",
    "9944": "vat",
    "9957": "vat",
}
#: The register of a country where a document names none.
NATIONAL: Mapping[str, str] = {
    "BE": "be.enterprise", "NL": "nl.kvk", "FR": "fr.siren", "SE": "se.orgnr",
}  # fmt: skip


def compact(scheme: str, value: str) -> str:
    """Letters and digits alone, capitals; a Belgian enterprise number without ``BE`` and with its leading zero."""
    kept = "".join(c for c in value.upper() if c.isalnum() and c.isascii())
    if scheme == "be.enterprise":
        kept = kept.removeprefix("BE")
        return kept.zfill(10) if len(kept) == 9 else kept
    if scheme == "vat" and kept.startswith("BE") and len(kept) == 11:
        return "BE0" + kept[2:]
    return kept


def read(scheme: str, value: str) -> Number:
    """The number in compact form, checked. An unknown scheme is refused (``parties.unknown_scheme``)."""
    check = _some if scheme.startswith("other.") else SCHEMES.get(scheme)
    if check is None:
        raise Refusal("parties.unknown_scheme", N_("{scheme} is no register that is known here."), scheme=scheme)
    kept = compact(scheme, value)
    return Number(scheme, kept, check(kept))


def stated(
    *, vat: str | None, register: str | None, register_scheme: str | None, endpoint: str | None = None,
    endpoint_scheme: str | None = None, country: str | None = None,
) -> dict[str, str]:  # fmt: skip
    """The numbers by which a document names a company, by our schemes.

    A register number without a scheme belongs to the register of the company's country; an electronic address counts
    where it is a register number (Peppol) and nothing better is stated.

    >>> stated(vat="BE0403170701", register="0403.170.701", register_scheme=None, country="BE")
    {'be.enterprise': '0403170701', 'vat': 'BE0403170701'}
    """
    found: dict[str, str] = {}
    land = (country or (vat or "")[:2]).upper()
    written = (
        (ISO_6523.get(endpoint_scheme or ""), endpoint),
        (
            ISO_6523.get(register_scheme or "") or (NATIONAL.get(land, f"other.{land.lower()}") if land else None),
            register,
        ),
        ("vat", vat),
    )
    for scheme, value in written:
        if scheme and value and compact(scheme, value):
            found[scheme] = compact(scheme, value)
    return found


def implied(number: Number) -> tuple[Number, ...]:
    """What a valid number says about another register: a Belgian VAT number holds the enterprise number, a French one
    the SIREN, a SIRET the SIREN. A Dutch VAT number says nothing safe (sole traders have unrelated ones since 2020)."""
    if not number.valid:
        return ()
    if number.scheme == "vat" and number.value.startswith("BE"):
        found = read("be.enterprise", number.value[2:])
    elif (number.scheme == "vat" and number.value.startswith("FR")) or number.scheme == "fr.siret":
        digits = number.value[4:] if number.scheme == "vat" else number.value[:9]
        found = read("fr.siren", digits)
    else:
        return ()
    return (found,) if found.valid else ()  # Monaco's FR numbers hold no SIREN


def all_of(identifiers: Mapping[str, str]) -> tuple[Number, ...]:
    """Every number given and implied, once each, in a fixed order (in which rows are written, against deadlocks)."""
    given = [read(scheme, value) for scheme, value in identifiers.items() if value.strip()]
    known = {(n.scheme, n.value): n for n in [n for number in given for n in implied(number)] + given}
    return tuple(known[key] for key in sorted(known))


def require_valid(numbers: Iterable[Number]) -> None:
    """Refuse (``FalseNumber``) the first number whose check digits do not hold."""
    for number in numbers:
        if not number.valid:
            raise FalseNumber(
                "parties.false_number",
                N_("{value} is no valid number of the register {scheme}: its check digits or its length are wrong."),
                value=number.value,
                scheme=number.scheme,
            )
