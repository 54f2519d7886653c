"""The CSV that the National Bank of Belgium gives of a filing (Consult): two columns in quotes, first what is said of
the filing (``"Entity number"``, ``"Entity name"``, ``"Accounting period end date"``, ``"Model code"``), then a code and
its value of the year. As several public readers describe it; the bank's own description was not found: unverified.

>>> read(b'"Model code","m02-f"\\n"20/58","100.00"\\n"10/15","-4.5"\\n').figures
{'equity': -450, 'total_assets': 10000}
"""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from typing import Final

from cessie.formats.annual_accounts._belgian import CODES, accounts, figures
from cessie.formats.fields import compact, day
from cessie.formats.values.annual_accounts import AnnualAccounts
from cessie.lib.reasons import N_, Refusal

NAME: Final = "nbbcsv"
#: Words before which no other file begins a line.
_HEADS: Final = ('"reference number"', '"entity number"', '"model code"', '"20/58"', '"10/15"')


def looks_like(head: bytes) -> bool:
    """Whether one of the first lines says what such a file says."""
    lines = head.decode("utf-8-sig", "replace").casefold().splitlines()[:400]
    return any(line.lstrip().startswith(_HEADS) and "," in line for line in lines)


def read(data: bytes) -> AnnualAccounts:
    """The accounts of the year; a second column for the year before is passed over.

    Refused: no text (``accounts.text``), an amount or a day that is none.
    """
    try:
        text = data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise Refusal("accounts.text", N_("This CSV is broken or not in UTF-8.")) from None
    pairs = [(n, row[0].strip(), row[1].strip()) for n, row in enumerate(rows, 1) if len(row) >= 2]
    said = {key.casefold(): value for _n, key, value in pairs if key and not key[0].isdigit()}
    found = figures((key, value, f"line {n}") for n, key, value in pairs if key in CODES and value)
    ended = None
    with suppress(Refusal):
        ended = day(said.get("accounting period end date", ""), "end")
    return accounts(
        found, format=NAME, number=compact(said.get("entity number")) or "", name=said.get("entity name", "")[:200],
        model=said.get("model code", "")[:20], ended=ended,
    )  # fmt: skip
