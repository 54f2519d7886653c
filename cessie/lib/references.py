"""References with check digits, account and enterprise numbers: made, checked and brought into one form.

Sources: ISO 13616 (IBAN), ISO 11649 (RF creditor reference), Febelfin (OGM/VCS), Betaalvereniging Nederland
(betalingskenmerk). Every function is total: it answers, it does not raise, unless it says so.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from string import ascii_uppercase

from stdnum import iban as stdnum_iban
from stdnum.be import vat as be_vat
from stdnum.fr import siren, siret
from stdnum.nl import btw

_OGM_DRESS = re.compile(r"[+*/.\s-]")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_RF = re.compile(r"RF[0-9]{2}[A-Z0-9]{1,21}")


_AS_DIGITS = str.maketrans({letter: str(value) for value, letter in enumerate(ascii_uppercase, 10)})
_SHAPE = str.maketrans(ascii_uppercase + "0123456789", "A" * 26 + "0" * 10)


def _mod97(text: str) -> int:
    """Of digits and capitals, a letter counting as two digits (ISO 7064)."""
    return int(text.translate(_AS_DIGITS)) % 97


def compact(text: str) -> str:
    """Without blanks and in capitals.

    >>> compact("rf46 2026 0001 23")
    'RF462026000123'
    """
    return re.sub(r"\s", "", text).upper()


@lru_cache(maxsize=8192)  # a statement names the same accounts again and again
def normal_iban(text: str) -> str | None:
    """The IBAN in compact form, or None if its form or its check digits are wrong.

    The bank code is not looked up: the public tables miss valid Belgian banks.

    >>> normal_iban("be68 5390 0754 7034")
    'BE68539007547034'
    >>> normal_iban("BE68 5390 0754 7035") is None
    True
    """
    value = re.sub(r"[\s.\-]", "", text).upper()
    if not _IBAN.fullmatch(value):
        return None
    right = _mod97(value[4:] + value[:4]) == 1 and _is_account(value[:2], value[4:].translate(_SHAPE))
    return value if right else None


@lru_cache(maxsize=1024)
def _is_account(country: str, shape: str) -> bool:
    """Whether accounts of the country have that many digits and letters in these places; asked once for each shape."""
    check = 98 - _mod97(f"{shape}{country}00")
    return stdnum_iban.is_valid(f"{country}{check:02d}{shape}", check_country=False)


def looks_like_iban(text: str) -> bool:
    """Whether it has the shape of an IBAN, right or wrong."""
    return bool(_IBAN.fullmatch(re.sub(r"[\s.\-]", "", text).upper()))


def shown_iban(iban: str) -> str:
    """In groups of four, as people read it.

    >>> shown_iban("BE68539007547034")
    'BE68 5390 0754 7034'
    """
    return " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))


def make_ogm(base: int) -> str:
    """Twelve digits from a base of at most ten: the last two are base mod 97, or 97 for 0.

    Refuses (ValueError) a base outside 1 to 9,999,999,999.

    >>> make_ogm(108068171)
    '010806817183'
    >>> make_ogm(70034)
    '000007003497'
    """
    if not 1 <= base < 10**10:
        raise ValueError("the base of an OGM is a number of one to ten digits")
    return f"{base:010d}{base % 97 or 97:02d}"


def is_ogm(digits: str) -> bool:
    """Whether twelve bare digits have the right check digits; all zeros is none."""
    return bool(re.fullmatch(r"[0-9]{12}", digits)) and int(digits[:10]) > 0 and make_ogm(int(digits[:10])) == digits


def normal_ogm(text: str) -> str | None:
    """Twelve digits from any way of writing an OGM, or None.

    >>> normal_ogm("+++010/8068/17183+++"), normal_ogm("***010/8068/17183***"), normal_ogm("010/8068/17184")
    ('010806817183', '010806817183', None)
    """
    digits = _OGM_DRESS.sub("", text)
    return digits if is_ogm(digits) else None


def shown_ogm(digits: str) -> str:
    """As printed on Belgian invoices.

    >>> shown_ogm("010806817183")
    '+++010/8068/17183+++'
    """
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"


def make_rf(reference: str) -> str:
    """RF and its two check digits before up to 21 letters and digits. ValueError otherwise.

    >>> make_rf("2026000123")
    'RF462026000123'
    """
    body = compact(reference)
    if not re.fullmatch(r"[A-Z0-9]{1,21}", body):
        raise ValueError("an RF reference holds one to 21 letters and digits")
    return f"RF{98 - _mod97(body + 'RF00'):02d}{body}"


def normal_rf(text: str) -> str | None:
    """The compact RF reference, or None if its form or its check digits are wrong.

    >>> normal_rf("RF18 5390 0754 7034"), normal_rf("RF19 5390 0754 7034")
    ('RF18539007547034', None)
    """
    value = compact(text)
    return value if _RF.fullmatch(value) and _mod97(value[4:] + value[:4]) == 1 else None


_WEIGHTS = (2, 4, 8, 5, 10, 9, 7, 3, 6, 1)


def _kenmerk_check(body: str) -> int:
    total = sum(int(c) * _WEIGHTS[i % 10] for i, c in enumerate(reversed(body)))
    check = 11 - total % 11
    return {10: 1, 11: 0}.get(check, check)


def make_kenmerk(body: str) -> str:
    """Sixteen digits: the check digit before fifteen. ValueError if there are not one to fifteen digits.

    >>> make_kenmerk("56789012345")
    '5000056789012345'
    """
    if not re.fullmatch(r"[0-9]{1,15}", body):
        raise ValueError("the body of a betalingskenmerk holds one to fifteen digits")
    body = body.zfill(15)
    return f"{_kenmerk_check(body)}{body}"


def normal_kenmerk(text: str) -> str | None:
    """A betalingskenmerk of 7, 9 to 14 or 16 digits, bare, or None.

    >>> normal_kenmerk("5000 0567 8901 2345"), normal_kenmerk("12 2345 3462 2567"), normal_kenmerk("6000056789012345")
    ('5000056789012345', '12234534622567', None)
    """
    digits = re.sub(r"[\s.]", "", text)
    if not re.fullmatch(r"[0-9]{7}|[0-9]{9,14}|[0-9]{16}", digits):
        return None
    if len(digits) == 7:
        return digits
    if len(digits) < 16 and int(digits[1]) != (len(digits) - 2) % 10:
        return None
    return digits if _kenmerk_check(digits[1:]) == int(digits[0]) else None


#: SEPA creditor identifiers by country, behind country, check digits and the business code of three characters:
#: an enterprise number (BE; or a bank's code, D and a number), a KvK number with four more digits (NL), an NNE (FR).
_CREDITOR_IDS = {"BE": r"[0-9]{10}|[0-9]{3}D[0-9]{9}", "NL": r"[0-9]{12}", "FR": r"[A-Z0-9]{6}", "DE": r"0[0-9]{10}"}


def normal_creditor_id(text: str) -> str | None:
    """A SEPA creditor identifier in compact form, or None if its form or its check digits are wrong (EPC262-08).

    The business code (ZZZ, unless the creditor counts his businesses) is no part of the check.

    >>> normal_creditor_id("BE81 ZZZ 0123456749"), normal_creditor_id("NL51AAA405365330000")
    ('BE81ZZZ0123456749', 'NL51AAA405365330000')
    >>> normal_creditor_id("BE78000050D000000008") is None, normal_creditor_id("FR72ZZZ12345") is None
    (True, True)
    """
    value = compact(text)
    national = _CREDITOR_IDS.get(value[:2], r"[A-Z0-9]{1,28}")
    right = re.fullmatch(rf"[A-Z]{{2}}[0-9]{{2}}[A-Z0-9]{{3}}(?:{national})", value)
    return value if right and _mod97(value[7:] + value[:4]) == 1 else None


def make_creditor_id(country: str, national: str, business: str = "ZZZ") -> str:
    """The identifier with its check digits. ValueError if the national part does not fit the country.

    >>> make_creditor_id("FR", "123456")
    'FR72ZZZ123456'
    """
    made = f"{country}{98 - _mod97(national + country + '00'):02d}{business}{national}"
    if normal_creditor_id(made) is None:
        raise ValueError(f"{national} makes no creditor identifier of {country}")
    return made


def normal_invoice_number(text: str) -> str:
    """For comparing only: letters and digits in capitals, accents off, leading zeros of each run of digits off.

    >>> normal_invoice_number("Fact. 2026/000451") == normal_invoice_number("fact2026-451")
    True
    >>> normal_invoice_number("F-2026/0451"), normal_invoice_number("f 2026 451")
    ('F2026.451', 'F2026.451')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).upper()
    words = re.findall(r"[A-Z]+|[0-9]+", plain)
    parts = [(w.lstrip("0") or "0") if w.isdigit() else w for w in words]
    out = ""
    for part in parts:
        out += ("." if out and out[-1].isdigit() and part[0].isdigit() else "") + part
    return out


def normal_enterprise_number(country: str, text: str) -> str | None:
    """The number in the national register (BE 10 digits, NL KvK 8 digits, FR SIREN 9 or SIRET 14), or None if wrong.

    >>> normal_enterprise_number("BE", "0123.456.749"), normal_enterprise_number("BE", "0123.456.748")
    ('0123456749', None)
    """
    digits = re.sub(r"[\s./-]", "", text).upper().removeprefix(country)
    match country:
        case "BE":
            return digits.zfill(10) if be_vat.is_valid(digits.zfill(10)) else None
        case "NL":
            return digits if re.fullmatch(r"[0-9]{8}", digits) else None
        case "FR":
            right = siren.is_valid(digits) if len(digits) == 9 else siret.is_valid(digits)
            return digits if right else None
    return digits or None


def normal_vat(text: str) -> str | None:
    """The compact VAT number of a Member State with its country letters, check digits verified, or None.

    >>> normal_vat("BE 0123.456.749"), normal_vat("NL004495445B01"), normal_vat("BE0123456748")
    ('BE0123456749', 'NL004495445B01', None)
    """
    value = re.sub(r"[\s./-]", "", text).upper()
    if value.startswith("BE"):
        return value if be_vat.is_valid(value) else None
    if value.startswith("NL"):
        return value if btw.is_valid(value) else None
    from stdnum.eu import vat as eu_vat  # loads a module per country: only when another one comes

    return value if eu_vat.is_valid(value) else None
