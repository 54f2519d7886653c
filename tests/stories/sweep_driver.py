"""Plays a dedicated account in processes that are killed at every point, and goes on, as a house does after a crash.

``python -m tests.stories.sweep_driver FOLDER`` over the database of CESSIE_DATABASE_URL. Each round is a day: money
comes on the client's own account, he matches it and orders the sweep; then both banks show that it left and arrived. A
child does each half and kills itself (SIGKILL) at its n-th commit, file or statement; another does it again. The next
round dies one point later. Prints one JSON line: the rounds, and everything that was doubled, lost, or is not as
reckoned here.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is ready from here

from cessie.domain.banking.open_account import open_account  # noqa: E402
from cessie.domain.banking.take_in import take_in  # noqa: E402
from cessie.domain.client_ledgers import queries  # noqa: E402
from cessie.domain.client_ledgers.accept import accept  # noqa: E402
from cessie.domain.client_ledgers.dedicate import dedicate  # noqa: E402
from cessie.domain.client_ledgers.match import Word, match  # noqa: E402
from cessie.domain.client_ledgers.models import Match, Receipt, Sweep  # noqa: E402
from cessie.domain.client_ledgers.submit import submit  # noqa: E402
from cessie.domain.client_ledgers.sweep import sweep  # noqa: E402
from cessie.domain.contracts.open_contract import open_contract  # noqa: E402
from cessie.domain.documents.queries import content  # noqa: E402
from cessie.domain.parties.register import register_client, register_company  # noqa: E402
from cessie.ledger import queries as ledger  # noqa: E402
from cessie.lib.money import Money  # noqa: E402
from cessie.workflows import money_in  # noqa: E402
from tests.bank_files import COLLECTION, Page, Row, camt053  # noqa: E402
from tests.domain.client_ledgers.conftest import DEDICATED, FIRST, rows  # noqa: E402
from tests.domain.conftest import AT, SYSTEM, of_client, staff  # noqa: E402
from tests.money_out import give_account  # noqa: E402
from tests.stories.payout_driver import Plan, play  # noqa: E402
from tests.trust_money import breaches  # noqa: E402

#: Where a process dies, and of how many such points each is tried: within a transaction all kills end alike.
POINTS = {"before commit": 1, "after commit": 2, "before replace": 1, "statement": 60}
OWED = 1_000_000_00


class Account:
    """A ledger of one invoice of a million is in force; two halves of a day that may be done again."""

    #: What is other in the contract than its preset; who holds the account where it is not the client.
    CHANGES: Mapping[str, str] = {"vat_country": "FR"}
    HOLDER = ""

    def __init__(self) -> None:
        company = register_company(
            name="Fonderie de la Meuse SA", country="BE", identifiers={"vat": "BE0403170701"}, by=SYSTEM, at=AT
        )
        client = register_client(company_id=company.pk, code="FDM", by=SYSTEM, at=AT)
        clerk, second = staff("clerk", "credit"), staff("second", "treasury")
        self.contract = open_contract(
            client_id=client.pk, number="B001", preset="confidential_balance", valid_from=date(2026, 1, 1),
            changes=dict(self.CHANGES), by=SYSTEM, at=AT,
        )  # fmt: skip
        open_account(
            iban=COLLECTION, holder="Het Huis NV", purpose="collection", opened_date=FIRST, opening=Money(0),
            by=SYSTEM, at=AT,
        )  # fmt: skip
        if not self.HOLDER:
            give_account(company.pk, DEDICATED, clerk, second, AT)
        dedicate(contract_id=self.contract.pk, iban=DEDICATED, holder=self.HOLDER, by=SYSTEM, at=AT)
        self.owner, self.day = of_client(client.pk), FIRST
        row = submit(
            contract_id=self.contract.pk, data=rows(("F1", "D1", OWED // 100)), name="l.csv", as_of=FIRST,
            channel="portal", by=self.owner, at=self.noon,
        )  # fmt: skip
        accept(submission_id=row.pk, note="Looked at.", by=clerk, at=self.noon)
        self.files: list[bytes] = []
        self.held, self.pages = {DEDICATED: 0, COLLECTION: 0}, {DEDICATED: 0, COLLECTION: 0}

    @property
    def noon(self) -> datetime:
        """A moment of the day."""
        return datetime(self.day.year, self.day.month, self.day.day, 11, tzinfo=UTC)

    def page(self, iban: str, row: Row) -> None:
        """The bank's next statement lies ready."""
        self.pages[iban] += 1
        page = Page(self.day, self.held[iban], (row,), number=self.pages[iban], iban=iban)
        self.held[iban] = page.closes
        self.files.append(camt053(page, message=f"{iban[-4:]}-{page.number}"))

    def out(self, number: int) -> None:
        """What came is seen and matched, and its sweep ordered."""
        self.match(number)
        if queries.to_sweep(self.contract.pk):
            sweep(contract_id=self.contract.pk, by=self.owner, at=self.noon)

    def match(self, number: int) -> None:
        """What came is seen, and all of it pays the one invoice."""
        self.come(number)
        waiting = queries.unmatched_receipts(self.contract.pk)
        words = [Word(each.receipt.pk, "F1", each.left) for each in waiting]
        if words:
            match(contract_id=self.contract.pk, words=words, by=self.owner, at=self.noon)

    def come(self, number: int) -> None:
        """The banks' statements are read."""
        for at, data in enumerate(self.files):
            take_in(data=data, name=f"{self.day}-{at}.xml", by=SYSTEM, at=self.noon)
        money_in.run(by=SYSTEM, at=self.noon)

    def round(self, number: int, plans: tuple[Plan, Plan]) -> list[str]:
        """A whole day; what is wrong after it."""
        self.day += timedelta(days=1)
        self.page(DEDICATED, Row(came(number), f"IN{number}", text=f"F1 {number}"))
        play(self.out, number, plans[0], lambda: None)
        self.files.clear()
        row = Sweep.objects.get(state="ordered")
        self.page(DEDICATED, Row(-row.amount_cents, row.reference))
        self.page(COLLECTION, Row(row.amount_cents, row.reference, iban=DEDICATED))
        play(self.come, number, plans[1], lambda: None)
        self.files.clear()
        return self.wrongs(number)

    def wrongs(self, number: int) -> list[str]:
        """What is doubled, lost, or not as reckoned by hand."""
        all_came = [came(n) for n in range(number + 1)]
        made = Sweep.objects.order_by("pk")
        reckoned = {
            "receipts": (Receipt.objects.count(), number + 1),
            "matches": (list(Match.objects.order_by("pk").values_list("amount_cents", flat=True)), all_came),
            "sweeps": (list(made.values_list("amount_cents", flat=True)), all_came),
            "arrived": (made.filter(state="arrived").count(), number + 1),
            "files": (sum(bool(content(row.document_id or "", self.owner)) for row in made), number + 1),
            "1000": (ledger.balance("1000").cents, sum(all_came)),
            "1100": (ledger.balance("1100").cents, OWED - sum(all_came)),
            "nothing left": ([ledger.balance(code).cents for code in ("2300", "9010", "9011")], [0, 0, 0]),
        }
        return [f"{self.day}: {what} {there}, not {due}" for what, (there, due) in reckoned.items() if there != due]


def came(number: int) -> int:
    """What comes in on a day, in cents."""
    return 1_000_00 + 10_00 * number


def main(folder: str) -> None:
    settings.DOCUMENTS = Path(folder) / "documents"
    house = Account()
    plans, rounds, found = (Plan(POINTS), Plan(POINTS)), 0, list[str]()
    while any(plan.kinds for plan in plans) and not found:
        found += house.round(rounds, plans)
        rounds += 1
    print(json.dumps({"rounds": rounds, "found": found + breaches()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
