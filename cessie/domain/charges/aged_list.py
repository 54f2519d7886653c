"""What debtors owe by age at the end of a day, as a file that agrees with the books to the cent."""

from __future__ import annotations

import csv
from datetime import date
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
    contracts = {row.pk: row for row in Contract.objects.select_related("client__company")}
    debtors = dict(Debtor.objects.filter(pk__in={row.debtor for row in rows}).values_list("pk", "company__name"))
    sheet = StringIO()
    writer = csv.writer(sheet, delimiter=";")
    writer.writerow(HEAD)
    for row in rows:
        contract = contracts[row.contract]
        sums = [*row.ages, Money.total(row.ages)]
        names = (contract.number, _plain(contract.client.company.name), _plain(debtors.get(row.debtor, "")))
        writer.writerow([*names, *(str(amount.decimal) for amount in sums)])
    columns = [Money.total(row.ages[n] for row in rows) for n in range(len(rows[0].ages))]
    writer.writerow(["", "", "", *(str(amount.decimal) for amount in [*columns, total])])
    return ("\ufeff" + sheet.getvalue()).encode()


def _plain(text: str) -> str:
    """A name that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
