"""Annual accounts count for the company that they name, and for no other."""

from __future__ import annotations

from cessie.formats.fields import compact
from cessie.formats.values.annual_accounts import AnnualAccounts
from cessie.lib.reasons import N_, Refusal


def of_the_company(accounts: AnnualAccounts, number: str) -> AnnualAccounts:
    """The same accounts; refused (``onboarding.other_company``) where both numbers are known and differ.

    >>> of_the_company(AnnualAccounts("nbbcsv", number="0417497106"), "BE 0417.497.106").number
    '0417497106'
    """
    own, theirs = bare(number), bare(accounts.number)
    if own and theirs and own != theirs and not (accounts.format == "fec" and siren(own) == theirs):
        words = N_("These are the accounts of another company: {number}.")
        raise Refusal("onboarding.other_company", words, number=accounts.number)
    return accounts


def siren(number: str) -> str:
    """The nine figures of a French company in a number of its establishment (SIRET) or for VAT; else the number.

    >>> siren("73282932000074"), siren("FR44732829320"), siren("732829320")
    ('732829320', '732829320', '732829320')
    """
    if number.startswith("FR") and len(number) == 13:
        return number[4:]
    return number[:9] if len(number) == 14 and number.isdecimal() else number


def bare(number: str) -> str:
    """A number of a register, compact; a Belgian one without its country and with the zero in front.

    >>> bare("be 417.497.106"), bare("0417.497.106"), bare("732 829 320")
    ('0417497106', '0417497106', '732829320')
    """
    plain = compact(number) or ""
    return plain.removeprefix("BE").zfill(10) if plain.startswith("BE") else plain
