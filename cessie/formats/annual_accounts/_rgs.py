"""Where an account stands in a Dutch balance, by its code of the Referentiegrootboekschema (RGS): ``B`` balance, ``W``
income and costs, then three letters a level (``BEiv`` own means, ``WOmz`` net turnover).

Own means are those of ``BEiv`` and the result of all ``W``. Depreciation and impairment stand within their group
(``BIva``, ``BMva``, ``BVas``, ``BFva``, ``BVrd``, ``BPro``, ``BEff``) and are set off there; of claims (``BVor``)
within the next level, debtors with what is written off on them; all else is an asset or a debt by its side, as an
account at a bank may be (the scheme's "omslagcodes"). The groups as public charts of RGS 3.x list them; the owner's
own table was not at hand: unverified.
"""

from __future__ import annotations

import re
from typing import Final

from cessie.formats.annual_accounts._trial import Part

_CODE: Final = re.compile(r"(?:^|[^A-Za-z0-9])([BW](?:[A-Z][a-z0-9]{2}){1,5})$")
_FIXED: Final = ("BIva", "BMva", "BVas", "BFva", "BVrd", "BPro", "BEff")


def code_of(text: str) -> str:
    """The code in a text, with or without what public files put before it; "" if there is none.

    >>> code_of("BVorDebHad"), code_of("rgs-i:WOmzNopOlh"), code_of("rgs-i_BEiv"), code_of("1300"), code_of("Balans")
    ('BVorDebHad', 'WOmzNopOlh', 'BEiv', '', '')
    """
    found = _CODE.search(text.strip())
    return found[1] if found else ""


def part_of(code: str, account: str) -> tuple[str, Part]:
    """The group within which the balance is set off, and what it is.

    >>> part_of("BMvaMeiCae", "0150"), part_of("BVorDebVow", "1390"), part_of("BLimBan", "1100")
    (('BMva', 'side'), ('BVorDeb', 'side'), ('1100', 'side'))
    >>> part_of("BEivGok", "0500"), part_of("WOmzNop", "8000"), part_of("WPer", "4000")
    (('', 'equity'), ('', 'turnover'), ('', 'result'))
    """
    if code.startswith("W"):
        return "", "turnover" if code.startswith("WOmz") else "result"
    if code.startswith("BEiv"):
        return "", "equity"
    if code.startswith(_FIXED):
        return code[:4], "side"
    if code.startswith("BVor"):
        return code[:7], "side"
    return account, "side"
