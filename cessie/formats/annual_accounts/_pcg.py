"""Where an account of the French plan comptable général stands in the balance (ANC, règlement 2014-03, as amended).

Own means: 10 to 14 with what is taken off them (109, 119, 129, 139), and the result of 6 and 7. They are those of
line DL of form 2051, but for capital that was not called (109): the form shows it as an asset (AA), here it is taken
off both. Turnover is 70 less 709, line FL of 2052; the total is that of the assets after depreciation and impairment
(28, 29, 39, 49, 59), line CO of 2050, net; the result line HN of 2053.
"""

from __future__ import annotations

from typing import Final

from cessie.formats.annual_accounts._trial import Part

_EQUITY: Final = ("10", "11", "12", "13", "14")
#: What is still to be paid on shares stands among the fixed assets and is a debt.
_UNPAID: Final = ("269", "279")


def part_of(account: str, sub: str) -> tuple[str, Part]:
    """The group within which the balance is set off, and what it is. ``sub``: the auxiliary account of a third party.

    >>> part_of("109000", ""), part_of("281500", ""), part_of("411000", "C7"), part_of("491000", ""), part_of("707", "")
    (('', 'equity'), ('', 'asset'), ('411000 C7', 'side'), ('', 'asset'), ('', 'turnover'))
    """
    if account.startswith(_EQUITY):
        return "", "equity"
    if account.startswith("70"):
        return "", "turnover"
    if account[:1] in ("6", "7"):
        return "", "result"
    if account.startswith(_UNPAID):
        return account, "side"
    if account[:1] in ("2", "3") or account[:2] in ("49", "59"):
        return "", "asset"
    if account[:1] in ("1", "4", "5"):
        return f"{account} {sub}".strip(), "side"
    return account, "none"
