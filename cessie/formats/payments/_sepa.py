"""What may stand in a SEPA message: characters, lengths, identifiers, addresses.

Sources: EPC217-08 (characters and their conversion), EPC clarification on the slash, EPC guidance "Provision of
Addresses" v2.1 (purely unstructured addresses are refused from 15 November 2026), SCT rulebook (amounts).
"""

from __future__ import annotations

import re
import unicodedata

from cessie.formats.fields import shown
from cessie.formats.values import Address, Remittance
from cessie.lib.money import EUR, Money
from cessie.lib.reasons import N_, Refusal
from cessie.lib.references import normal_creditor_id, normal_iban, normal_kenmerk, normal_ogm, normal_rf

NAME_LENGTH = 70
TEXT_LENGTH = 140
ID_LENGTH = 35
LARGEST = Money(99_999_999_999)
_ALLOWED = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]*")
_SPECIAL = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L"}
    | {"€": "EUR", "&": "+", "’": "'", "‘": "'", "`": "'", "“": "'", "”": "'", '"': "'", "–": "-", "—": "-", "_": "-"}
)


def sepa_text(text: str) -> str:
    """In the SEPA character set: accents off, known signs converted, every other one a dot, blanks made one.

    >>> sepa_text("Café Müller & Zoon €5 №1")
    'Cafe Muller + Zoon EUR5 No1'
    """
    if _ALLOWED.fullmatch(text) and "  " not in text:
        return text.strip()
    plain = unicodedata.normalize("NFKD", text.translate(_SPECIAL))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"\s+", " ", plain).strip()
    return "".join(c if _ALLOWED.fullmatch(c) else "." for c in plain)


def name(text: str) -> str:
    """A party's name: converted and cut to 70 characters. Refuses (``sepa.name``) an empty one."""
    result = sepa_text(text)[:NAME_LENGTH].strip()
    if not result:
        raise Refusal("sepa.name", N_("A payment needs the name of its parties."))
    return result


def identifier(text: str, what: str) -> str:
    """An identifier exactly as given: it must come back unchanged. Refuses ``sepa.identifier``."""
    right = (
        0 < len(text) <= ID_LENGTH
        and _ALLOWED.fullmatch(text)
        and text == text.strip()
        and not text.startswith("/")
        and not text.endswith("/")
        and "//" not in text
    )
    if not right:
        words = N_("{what}: {text} is no SEPA identifier (1 to 35 characters, no slash at either end, none doubled).")
        raise Refusal("sepa.identifier", words, what=what, text=shown(text))
    return text


def iban(text: str) -> str:
    """The compact IBAN. Refuses (``sepa.iban``) wrong form or check digits."""
    value = normal_iban(text)
    if value is None:
        raise Refusal("sepa.iban", N_("{text} is no IBAN with right check digits."), text=shown(text))
    return value


def creditor_id(text: str) -> str:
    """The compact creditor identifier. Refuses (``sepa.creditor_id``) wrong form or check digits."""
    value = normal_creditor_id(text)
    if value is None:
        words = N_("{text} is no SEPA creditor identifier with right check digits.")
        raise Refusal("sepa.creditor_id", words, text=shown(text))
    return value


def bic(text: str) -> str:
    """A BIC of 8 or 11 characters. Refuses ``sepa.bic``."""
    value = text.strip().upper()
    if not re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", value):
        raise Refusal("sepa.bic", N_("{text} is no BIC."), text=shown(text))
    return value


def amount(money: Money) -> Money:
    """An amount that SEPA carries: EUR, 0.01 to 999,999,999.99. Refuses ``sepa.currency``, ``sepa.amount``."""
    if money.currency != EUR:
        raise Refusal("sepa.currency", N_("SEPA carries euro only, not {currency}."), currency=money.currency)
    if not Money(1) <= money <= LARGEST:
        raise Refusal("sepa.amount", N_("{amount} cannot be paid by SEPA (0.01 to 999,999,999.99)."), amount=money)
    return money


def purpose(code: str, of: str) -> str:
    """A purpose code. Refuses ``<of>.purpose``."""
    if not re.fullmatch(r"[A-Z0-9]{1,4}", code):
        raise Refusal(f"{of}.purpose", N_("{code} is no purpose code of one to four characters."), code=code)
    return code


def reference(remittance: Remittance, of: str) -> tuple[str, str] | None:
    """The scheme (BBA for an OGM, ISO for RF, CUR for a betalingskenmerk) and the reference, or None for text.

    Refuses ``<of>.remittance`` a reference beside a text, ``<of>.reference`` one that its scheme does not know.
    """
    if remittance.structured and remittance.text:
        raise Refusal(f"{of}.remittance", N_("A payment carries a structured reference or a text, not both."))
    if not remittance.structured:
        return None
    normal = {"BBA": normal_ogm, "ISO": normal_rf, "CUR": normal_kenmerk}
    scheme, written = remittance.scheme or "", remittance.structured
    value = normal[scheme](written) if scheme in normal else None
    if value is None:
        words = N_("{text} is no right reference of the scheme {scheme} (BBA, ISO or CUR).")
        raise Refusal(f"{of}.reference", words, text=written, scheme=scheme or "?")
    return scheme, value


def message(text: str) -> str:
    """Free remittance text: converted, at most 140 characters. Refuses ``sepa.text`` rather than cut what it says."""
    result = sepa_text(text)
    if len(result) > TEXT_LENGTH:
        words = N_("The text for the payee has {length} characters; {limit} are allowed.")
        raise Refusal("sepa.text", words, length=len(result), limit=TEXT_LENGTH)
    return result


def address_parts(address: Address) -> list[tuple[str, str]]:
    """The ISO 20022 elements of an address, in the schema's order.

    Structured, or hybrid: town and country always, at most two free lines of 70. Refuses ``sepa.address``.
    """
    city, country = address.city or "", (address.country or "").upper()
    if not sepa_text(city) or not re.fullmatch(r"[A-Z]{2}", country) or len(address.lines) > 2:
        words = N_("An address in a payment needs its town and country, and at most two free lines.")
        raise Refusal("sepa.address", words)
    parts = [
        ("StrtNm", sepa_text(address.street or "")[:70]),
        ("BldgNb", sepa_text(address.number or "")[:16]),
        ("PstCd", sepa_text(address.postcode or "")[:16]),
        ("TwnNm", sepa_text(city)[:35]),
        ("Ctry", country),
        *(("AdrLine", sepa_text(line)[:70]) for line in address.lines),
    ]
    return [(element, value) for element, value in parts if value]
