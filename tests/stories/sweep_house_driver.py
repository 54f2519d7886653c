"""As ``sweep_driver``, of an account that the house holds: a sweep leaves by two people and a file, its bank answers.

``python -m tests.stories.sweep_house_driver FOLDER [forgetful]`` over the database of CESSIE_DATABASE_URL. A child
matches what came, orders the sweep, prepares and releases its batch and hands the file (pain.001) over; another reads
the bank's answer and both statements. Each kills itself (SIGKILL) at its n-th commit or step of a file, and is done
again. Prints one JSON line: the rounds, and everything that was doubled, lost, or is not as reckoned here.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is ready from here

from cessie.connectors.banks.folder import Folder  # noqa: E402
from cessie.domain.client_ledgers import queries  # noqa: E402
from cessie.domain.client_ledgers.models import Match, Receipt, Sweep  # noqa: E402
from cessie.domain.client_ledgers.sweep import sweep  # noqa: E402
from cessie.domain.payments.models import Batch, Order  # noqa: E402
from cessie.domain.payments.prepare import prepare  # noqa: E402
from cessie.domain.payments.release import release  # noqa: E402
from cessie.formats.payments import pain001  # noqa: E402
from cessie.ledger import queries as ledger  # noqa: E402
from cessie.lib.days import bank_day_from  # noqa: E402
from cessie.workflows import money_in  # noqa: E402
from cessie.workflows.balances import ledgers  # noqa: E402
from cessie.workflows.money import paying  # noqa: E402
from tests.bank_files import COLLECTION, Page, Row, camt053, pain002  # noqa: E402
from tests.domain.client_ledgers.conftest import DEDICATED  # noqa: E402
from tests.domain.conftest import SYSTEM, staff  # noqa: E402
from tests.stories.payout_driver import Forgetful, Plan, play  # noqa: E402
from tests.stories.sweep_driver import OWED, Account, came  # noqa: E402
from tests.trust_money import breaches  # noqa: E402

#: Where a process dies: before each commit all that stands before it is done, and at each step of a file.
POINTS = dict.fromkeys(("before commit", "before rename", "after rename", "before link", "after link"), 1)


class Held(Account):
    """The house holds the account, in the client's name; its bank takes files away and answers them."""

    CHANGES = {"vat_country": "FR", "account_model": "DEDICATED_FACTOR"}
    HOLDER = "Fonderie de la Meuse SA"

    def __init__(self, root: Path, channel: type[Folder]) -> None:
        super().__init__()
        self.treasurer, self.other = staff("tom", "treasury"), staff("tess", "treasury")
        self.channel, self.taken = channel(root / "bank"), root / "taken"
        self.taken.mkdir()
        self.given: list[Path] = []

    def page(self, iban: str, row: Row) -> None:
        """The bank puts its next statement down."""
        self.pages[iban] += 1
        page = Page(self.day, self.held[iban], (row,), number=self.pages[iban], iban=iban)
        self.held[iban] = page.closes
        name = f"{iban[-4:]}-{page.number}"
        (self.channel.in_ / f"{name}.xml").write_bytes(camt053(page, message=name))

    def out(self, number: int) -> None:
        """What came is matched, its sweep ordered, prepared by one person, released by another, handed over."""
        self.match(number)
        if queries.to_sweep(self.contract.pk):
            sweep(contract_id=self.contract.pk, by=self.treasurer, at=self.noon)
        if Order.objects.filter(state="ordered").exists():
            source = Order.objects.get(state="ordered").source_id
            prepare(account_id=source, execution_date=self.day, by=self.treasurer, at=self.noon)
        for batch in Batch.objects.filter(state="draft"):
            release(batch_id=batch.pk, by=self.other, at=self.noon)
        paying.send_released(channel=self.channel, by=SYSTEM, at=self.noon)

    def come(self, number: int) -> None:
        """The bank's answers and statements are read."""
        paying.collect(channel=self.channel, by=SYSTEM, at=self.noon)
        money_in.run(by=SYSTEM, at=self.noon)
        ledgers.follow_orders(by=SYSTEM, at=self.noon)

    def take_away(self) -> None:
        """The bank takes each file at once."""
        for path in self.channel.out.iterdir():
            self.given.append(self.taken / f"{len(self.given)}.{path.name}")
            os.rename(path, self.given[-1])

    def round(self, number: int, plans: tuple[Plan, Plan]) -> list[str]:
        """A whole day; what is wrong after it. The bank pays as often as it is told."""
        self.day = bank_day_from(self.day + timedelta(days=1))
        self.page(DEDICATED, Row(came(number), f"IN{number}", text=f"F1 {number}"))
        before = len(self.given)
        play(self.out, number, plans[0], self.take_away)
        for path in self.given[before:]:
            (file,) = pain001.read(path.read_bytes())
            (told,) = (each for batch in file.batches for each in batch.transfers)
            answer = pain002(file.message_id, [(told.end_to_end_id, "ACSP", "")])
            (self.channel.in_ / f"answer-{path.name}").write_bytes(answer)
            self.page(DEDICATED, Row(-told.amount.cents, told.end_to_end_id))
            self.page(COLLECTION, Row(told.amount.cents, told.end_to_end_id, iban=DEDICATED))
        play(self.come, number, plans[1], lambda: None)
        return self.wrongs(number)

    def wrongs(self, number: int) -> list[str]:
        """What is doubled, lost, or not as reckoned by hand."""
        all_came = [came(n) for n in range(number + 1)]
        orders = Order.objects.order_by("pk")
        reckoned: dict[str, tuple[object, object]] = {
            "receipts": (Receipt.objects.count(), number + 1),
            "matches": (list(Match.objects.order_by("pk").values_list("amount_cents", flat=True)), all_came),
            "sweeps": (list(Sweep.objects.filter(state="arrived").values_list("amount_cents", flat=True)), all_came),
            "all sweeps": (Sweep.objects.count(), number + 1),
            "orders": (list(orders.filter(state="executed").values_list("amount_cents", flat=True)), all_came),
            "all orders": (orders.count(), number + 1),
            "files at the bank": (len(self.given), number + 1),
            "1000": (ledger.balance("1000").cents, sum(all_came)),
            "1010": (ledger.balance("1010").cents, 0),
            "1100": (ledger.balance("1100").cents, OWED - sum(all_came)),
            "nothing left": ([ledger.balance(code).cents for code in ("2300", "9010", "9011")], [0, 0, 0]),
        }
        return [f"{self.day}: {what} {there}, not {due}" for what, (there, due) in reckoned.items() if there != due]


def main(folder: str, channel: str = "") -> None:
    settings.DOCUMENTS = Path(folder) / "documents"
    house = Held(Path(folder), Forgetful if channel else Folder)
    plans, rounds, found = (Plan(POINTS), Plan(POINTS)), 0, list[str]()
    while any(plan.kinds for plan in plans) and not found:
        found += house.round(rounds, plans)
        rounds += 1
    print(json.dumps({"rounds": rounds, "found": found + breaches()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
