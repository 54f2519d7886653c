"""What debtors owe by age at the end of a day, as a file that agrees with the books to the cent."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import StringIO

from cessie.domain.charges.told_ages import Told, moved, told_ages
from cessie.domain.contracts.models import Contract
from cessie.domain.parties.models import Debtor
from cessie.ledger.chart import BOUGHT
from cessie.ledger.queries import balance
from cessie.ledger.receivables import Aged, aged
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

HEAD = ("contract", "client", "debtor", "not due", "1-30", "31-60", "61-90", "90+", "total", "by ledger of")


#: Stands for the day of the ledger where none was in force: what is owed counts as not due.
NO_LEDGER = "none"


def aged_list(day: date, *, known_at: datetime | None = None) -> bytes:
    """CSV, a row for each debtor of a contract, with the sum below; nothing where nothing is owed. What stands on
    balances is spread over the ages of the ledger in force on the day, as known at a moment; its day stands at the end.

    Refused (``charges.aged_differs``) where the sum is not what the books hold: such a list is never kept.
    """
    booked = aged(day)
    if not booked:
        return b""
    told = told_ages({row.contract for row in booked}, day, known_at)
    rows = [_spread(row, told.get((row.contract, row.debtor))) for row in booked]
    total = Money.total(amount for row in rows for amount in row.ages)
    books = Money.total(balance(account, day=day) for account in BOUGHT)
    if total != books:
        raise Refusal(
            "charges.aged_differs",
            N_("The aged list comes to {total}, the books hold {books}."),
            total=total,
            books=books,
        )
    found = Contract.objects.filter(pk__in={row.contract for row in rows}).select_related("client__company")
    contracts = {row.pk: (row.number, _plain(row.client.company.name)) for row in found}
    debtors = dict(Debtor.objects.filter(pk__in={row.debtor for row in rows}).values_list("pk", "company__name"))
    sheet, sums = StringIO(), [0] * 6
    writer = csv.writer(sheet, delimiter=";")
    writer.writerow(HEAD)
    for row in rows:
        cents = [amount.cents for amount in row.ages]
        cents.append(sum(cents))
        sums = [before + each for before, each in zip(sums, cents, strict=True)]
        by = told.get((row.contract, row.debtor))
        ledger = "" if by is None else by.as_of or NO_LEDGER
        writer.writerow([*contracts[row.contract], _plain(debtors.get(row.debtor, "")), *map(_units, cents), ledger])
    writer.writerow(["", "", "", *map(_units, sums), ""])
    return ("\ufeff" + sheet.getvalue()).encode()


def _spread(row: Aged, told: Told | None) -> Aged:
    if told is None:
        return row
    cents = moved([amount.cents for amount in row.ages], told.whole)
    return replace(row, ages=tuple(Money(age, row.ages[0].currency) for age in cents))


def _units(cents: int) -> str:
    return str(Decimal(cents).scaleb(-2))


def _plain(text: str) -> str:
    """A name that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
