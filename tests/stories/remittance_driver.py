"""Plays third-party money in processes that are killed at every point, and goes on, as an agency does after a crash.

``python -m tests.stories.remittance_driver FOLDER`` over the database of CESSIE_DATABASE_URL. Each round is a week: the
debtor of a dossier pays, every other week his former payment goes back after it was passed on; the money is booked and
divided over his claims, reckoned with and let go; then both banks show what left. A child process does each half and
kills itself (SIGKILL) at its n-th commit, file or statement; another does it again. The next round dies one point
later, until each kind of point was met as often as it comes. Prints one JSON line: the rounds, and everything that was
doubled, lost, or is not as reckoned here without Cessie.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is ready from here

from cessie.domain.banking.take_in import take_in  # noqa: E402
from cessie.domain.collection.invariants import CHECKS as OF_DOSSIERS  # noqa: E402
from cessie.domain.documents.queries import content  # noqa: E402
from cessie.domain.managed.models import Settlement  # noqa: E402
from cessie.domain.payments.models import Batch, Order  # noqa: E402
from cessie.domain.payments.prepare import prepare  # noqa: E402
from cessie.domain.payments.release import release  # noqa: E402
from cessie.domain.trust.invariants import CHECKS as OF_MONEY  # noqa: E402
from cessie.domain.trust.models import Back, Receipt, Remittance  # noqa: E402
from cessie.domain.trust.remit import remit  # noqa: E402
from cessie.lib.days import bank_day_from  # noqa: E402
from cessie.lib.money import Money  # noqa: E402
from cessie.workflows import money_in  # noqa: E402
from cessie.workflows.follow_up import collection, trusting  # noqa: E402
from tests.agency_dossier import dossier_of, owed  # noqa: E402
from tests.bank_files import Page, Row, camt053  # noqa: E402
from tests.domain.conftest import SYSTEM  # noqa: E402
from tests.stories.payout_driver import Plan, play  # noqa: E402
from tests.trust_money import OFFICE, PAYER, TRUST, agency, books, breaches, noon  # noqa: E402

#: A Friday.
FIRST = date(2026, 5, 8)
#: Where a process dies, and of how many such points each is tried: within a transaction all kills end alike.
POINTS = {"before commit": 4, "after commit": 3, "before replace": 3, "statement": 170}


class Agency:
    """One dossier of a million, and two halves of a week that may be done again."""

    def __init__(self) -> None:
        self.on, self.day, self.numbers = agency(), FIRST, {TRUST: 0, OFFICE: 0}
        self.dossier = dossier_of(self.on, owed(self.on, "F-1", 1_000_000_00))
        self.files: list[bytes] = []

    def page(self, iban: str, rows: list[Row]) -> None:
        """The bank's next statement lies ready."""
        self.numbers[iban] += 1
        page = Page(self.day, self.on.held[iban], tuple(rows), number=self.numbers[iban], iban=iban)
        self.on.held[iban] = page.closes
        self.files.append(camt053(page, message=f"{iban[-4:]}-{page.number}"))

    def receive(self, number: int) -> None:
        """The week's statement is read; what came is booked, divided, reckoned with, and two people let it go."""
        self._read()
        remit(contract_id=self.on.contract.pk, until=self.day, by=self.on.treasurer, at=noon(self.day))
        trusting.write_statements(by=SYSTEM, at=noon(self.day))
        if Order.objects.filter(state="ordered").exists():
            leaves = bank_day_from(self.day)
            prepare(account_id=self.on.trust.pk, execution_date=leaves, by=self.on.treasurer, at=noon(self.day))
        for batch in Batch.objects.filter(state="draft"):
            release(batch_id=batch.pk, by=self.on.second, at=noon(self.day))

    def settle(self, number: int) -> None:
        """The banks' statements of what left are read."""
        self._read()

    def _read(self) -> None:
        for at, data in enumerate(self.files):
            take_in(data=data, name=f"{self.day}-{at}.xml", by=SYSTEM, at=noon(self.day))
        money_in.run(by=SYSTEM, at=noon(self.day))
        collection.divide_waiting(at=noon(self.day))

    def week(self, number: int, plan: tuple[Plan, Plan]) -> list[str]:
        """A whole week; what is wrong after it."""
        rows = [Row(paid(number), f"PAID{number}", iban=PAYER, text=self.dossier.reference)]
        if goes_back(number):
            rows.append(Row(-paid(number - 1), f"PAID{number - 1}", iban=PAYER, reason="MD06"))
        self.page(TRUST, rows)
        self._play(self.receive, number, plan[0])
        gone = list(Order.objects.filter(state="instructed").order_by("pk"))
        self.page(TRUST, [Row(-row.amount_cents, row.end_to_end_id, iban=_to(row)) for row in gone])
        own = [row for row in gone if row.own_id is not None]
        self.page(OFFICE, [Row(row.amount_cents, row.end_to_end_id, iban=TRUST) for row in own])
        self._play(self.settle, number, plan[1])
        found = self.wrongs(number)
        self.day += timedelta(days=7)
        return found

    def _play(self, work: Callable[[int], None], number: int, plan: Plan) -> None:
        play(work, number, plan, lambda: None)
        self.files.clear()

    def wrongs(self, number: int) -> list[str]:
        """What is doubled, lost, or not as reckoned by hand: 12 % and its VAT of each week's base."""
        weeks = range(number + 1)
        fees = [12 * base(n) // 100 for n in weeks]
        vat = [(21 * fee + 50) // 100 for fee in fees]
        passed = [base(n) - fee - tax for n, fee, tax in zip(weeks, fees, vat, strict=True)]
        made = Remittance.objects.order_by("number")
        stands = books("1005", "1020", "1035", "1410", "2200", "2400", "4040")
        reckoned = {
            "receipts": (Receipt.objects.count(), number + 1),
            "backs": (Back.objects.count(), sum(goes_back(n) for n in weeks)),
            "remittances": (list(made.values_list("paid_cents", flat=True)), passed),
            "papers": (sum(bool(row.document_id and content(row.document_id, SYSTEM)) for row in made), number + 1),
            "orders": (Order.objects.exclude(state="executed").count(), 0),
            "1005": (stands["1005"], Money(1_000_00 + sum(fees) + sum(vat))),
            "4040": (stands["4040"], Money(-sum(fees))),
            "2400": (stands["2400"], Money(-sum(vat))),
            "nothing left": ({code: stands[code].cents for code in ("1020", "1035", "1410", "2200")}.values(), [0] * 4),
            "divided": (_settled(), sum(base(n) for n in weeks)),
        }
        wrong = [
            f"{self.day}: {what} {there}, not {due}" for what, (there, due) in reckoned.items() if _not(there, due)
        ]
        return wrong + [reason.in_words() for check in (*OF_MONEY, *OF_DOSSIERS) for reason in check()]


def paid(number: int) -> int:
    """What comes in in a week, in cents: so much that a tenth more comes than goes back."""
    return 1_000_00 + 100_00 * number


def goes_back(number: int) -> bool:
    """Whether the former week's payment is taken back in this one."""
    return number % 2 == 1


def base(number: int) -> int:
    """What was collected in a week, less what went back."""
    return paid(number) - (paid(number - 1) if goes_back(number) else 0)


def _settled() -> int:
    rows = Settlement.objects.filter(state="posted", kind="collected").values_list("amount_cents", flat=True)
    return sum(rows)


def _not(there: object, due: object) -> bool:
    return (list(there) if hasattr(there, "__iter__") else there) != due


def _to(order: Order) -> str:
    return order.payee.iban if order.payee is not None else OFFICE


def main(folder: str) -> None:
    settings.DOCUMENTS = Path(folder) / "documents"
    house = Agency()
    plans, rounds, found = (Plan(POINTS), Plan(POINTS)), 0, list[str]()
    while any(plan.kinds for plan in plans) and not found:
        found += house.week(rounds, plans)
        rounds += 1
    print(json.dumps({"rounds": rounds, "found": found + breaches()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
