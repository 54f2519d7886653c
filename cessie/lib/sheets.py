"""Texts in files for a spreadsheet: nothing that it would run."""

from __future__ import annotations

from typing import Final

#: A text that begins so would be taken for a formula (OWASP, "CSV injection").
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def no_formula(text: str) -> str:
    """The text, which a sheet shows and does not reckon.

    >>> no_formula("=1+1"), no_formula("F-1")
    ("'=1+1", 'F-1')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text
