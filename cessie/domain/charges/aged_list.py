"""What debtors owe by age at the end of a day, as a file that agrees with the books to the cent."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

from cessie.domain.contracts.models import Contract
from cessie.domain.parties.models import Debtor
from cessie.ledger.chart import BOUGHT
from cessie.ledger.queries import balance
from cessie.ledger.receivables import aged
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

HEAD = ("contract", "client", "debtor", "not due", "1-30", "31-60", "61-90", "90+", "total")


def aged_list(day: date) -> bytes:
    """CSV, a row for each debtor of a contract, with the sum below; nothing where nothing is owed.

    Refused (``charges.aged_differs``) where the sum is not what the books hold: such a list is never kept.
    """
    rows = aged(day)
    if not rows:
        return b""
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
        writer.writerow([*contracts[row.contract], _plain(debtors.get(row.debtor, "")), *map(_units, cents)])
    writer.writerow(["", "", "", *map(_units, sums)])
    return ("\ufeff" + sheet.getvalue()).encode()


def _units(cents: int) -> str:
    return str(Decimal(cents).scaleb(-2))


def _plain(text: str) -> str:
    """A name that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
