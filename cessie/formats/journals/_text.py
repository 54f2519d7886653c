"""How amounts and texts stand in a journal."""

from __future__ import annotations

from decimal import Decimal


def amount(cents: int, mark: str = ".") -> str:
    """Cents as units with two decimals, without grouping.

    >>> amount(-123456), amount(5, ",")
    ('-1234.56', '0,05')
    """
    return str(Decimal(cents).scaleb(-2)).replace(".", mark)


def plain(text: str, most: int) -> str:
    """One line of printable text, at most so long.

    >>> plain("a|b" + chr(9) + "c", 4)
    'a|b '
    """
    return "".join(c if c.isprintable() else " " for c in text)[:most]
