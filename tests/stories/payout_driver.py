"""Plays payouts in processes that are killed at every point, and runs them again, as a house does after a crash.

``python -m tests.stories.payout_driver FOLDER STAGE`` over the database of CESSIE_DATABASE_URL, where ``STAGE`` is the
JSON of keys that the test prepared. Each round pays one order and has another refused by the bank: a child process
does the day's work and kills itself (SIGKILL) at its n-th commit, rename ..., the bank takes away whatever lies in its
folder, and the work is done again until it ends; so for the work out to the bank and for the work back from it. The
next round dies one point later, until each kind of point was met as often as it comes.
Prints one JSON line: the rounds, and every doubled or lost payment.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is ready from here
from django.db import connection  # noqa: E402
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402

from cessie.connectors.banks.folder import Folder  # noqa: E402
from cessie.domain.banking import invariants as banking  # noqa: E402
from cessie.domain.banking.queries import waiting_lines  # noqa: E402
from cessie.domain.banking.take_in import take_in  # noqa: E402
from cessie.domain.contracts.models import Contract  # noqa: E402
from cessie.domain.payments import invariants as payments  # noqa: E402
from cessie.domain.payments.execute import execute  # noqa: E402
from cessie.domain.payments.models import Batch, Order  # noqa: E402
from cessie.domain.payments.order import order  # noqa: E402
from cessie.domain.payments.prepare import prepare  # noqa: E402
from cessie.domain.payments.queries import to_send  # noqa: E402
from cessie.domain.payments.release import release  # noqa: E402
from cessie.domain.payments.send import send  # noqa: E402
from cessie.domain.payments.take_report import take_report  # noqa: E402
from cessie.domain.users.rules.viewer import Viewer, system  # noqa: E402
from cessie.formats.payments import pain001  # noqa: E402
from cessie.ledger.queries import bookings  # noqa: E402
from cessie.lib.money import Money  # noqa: E402
from tests.bank_files import Page, Row, camt053, pain002  # noqa: E402
from tests.domain.conftest import AT  # noqa: E402
from tests.money_out import owe  # noqa: E402

SYSTEM = system("day")
DAY = date(2026, 3, 2)
#: Where a process dies, and of how many such points each is tried: within a transaction all kills end alike.
POINTS = {
    "after rename": 1,
    "before rename": 1,
    "after link": 1,
    "before link": 1,
    "before commit": 1,
    "after commit": 1,
    "before replace": 1,
    "before fsync": 5,
    "statement": 25,
}
#: The checks of the whole house run over all that was paid so far; once in so many rounds, and at the end.
CHECKED = 20


class Forgetful(Folder):
    """A channel without memory, to show that this story can fail."""

    def deliver(self, name: str, data: bytes) -> None:
        part = self.sent / name
        part.write_bytes(data)
        os.rename(part, self.out / name)


class House:
    """The day's work over one database and one folder; every part may be done again."""

    def __init__(self, root: Path, stage: dict[str, str]) -> None:
        self.stage, self.taken = stage, root / "taken"
        self.taken.mkdir(parents=True, exist_ok=True)
        self.channel = (Forgetful if stage.get("forgetful") else Folder)(root / "bank")
        self.treasurer, self.second = (
            Viewer(key=f"user:{stage[name]}", kind="staff", roles=frozenset({"treasury"}), user_id=UUID(stage[name]))
            for name in ("treasurer", "second")
        )

    def orders(self, number: int) -> list[Order]:
        """The two orders of a round: one that the bank pays, one that it refuses."""
        return [
            order(
                key=f"payout:{number}:{what}",
                rule="P04",
                amount=Money(cents),
                payee_id=UUID(self.stage["payee"]),
                contract_id=UUID(self.stage["contract"]),
                client_id=UUID(self.stage["client"]),
                text="",
                by=SYSTEM,
                at=AT,
            )
            for what, cents in (("paid", 7_00), ("refused", 3_00))
        ]

    def out(self, number: int) -> None:
        """Order, prepare, release, hand to the bank."""
        orders = [row.pk for row in self.orders(number)]
        if Order.objects.filter(pk__in=orders, state="ordered").exists():
            account = UUID(self.stage["account"])
            prepare(account_id=account, execution_date=DAY, by=self.treasurer, at=AT)
        for batch in Batch.objects.filter(state="draft"):
            release(batch_id=batch.pk, by=self.second, at=AT)
        for batch_id in to_send():
            send(batch_id=batch_id, channel=self.channel, by=SYSTEM, at=AT)

    def in_(self, _: int) -> None:
        """Take in what the bank sent, and book it."""
        for name, data in self.channel.collect():
            if name.startswith("report"):
                take_report(data=data, name=name, by=SYSTEM, at=AT)
            else:
                take_in(data=data, name=name, by=SYSTEM, at=AT)
            self.channel.acknowledge(name)
        for line in waiting_lines():
            execute(line_id=line.pk, by=SYSTEM, at=AT)


class Bank:
    """Takes each file away at once, pays what it is told as often as it is told, and writes its statement."""

    def __init__(self, house: House) -> None:
        self.house, self.balance, self.number, self.files = house, 1_000_00, 0, list[Path]()

    def take_away(self) -> None:
        for path in self.house.channel.out.iterdir():
            self.files.append(self.house.taken / f"{len(self.files)}.{path.name}")
            os.rename(path, self.files[-1])

    def asked(self) -> Iterator[tuple[str, str, int]]:
        """Message, order and amount of each transfer in each file that it was given."""
        for path in self.files:
            for file in pain001.read(path.read_bytes()):
                for transfer in (transfer for batch in file.batches for transfer in batch.transfers):
                    yield file.message_id, transfer.end_to_end_id, transfer.amount.cents

    def answer(self) -> None:
        """The report and the statement of what came in since; the statement comes twice, under two names."""
        asked = list(self.asked())
        self.files.clear()
        if not asked:
            return
        self.number += 1
        reports = {message: [row for row in asked if row[0] == message] for message, _, _ in asked}
        for at, (message, rows) in enumerate(reports.items()):
            told = [
                (e2e, "RJCT" if cents == 3_00 else "ACSP", "AC04" if cents == 3_00 else "") for _, e2e, cents in rows
            ]
            (self.house.channel.in_ / f"report-{self.number}-{at}.xml").write_bytes(pain002(message, told))
        paid = tuple(Row(-cents, e2e) for _, e2e, cents in asked if cents != 3_00)
        page = Page(DAY, self.balance, paid, number=self.number)
        self.balance = page.closes
        for copy in ("a", "b"):
            data = camt053(page, message=f"S{self.number}{copy}")
            (self.house.channel.in_ / f"statement-{self.number}-{copy}.xml").write_bytes(data)


class Killer:
    """Ends the process at the n-th point of a kind."""

    def __init__(self, kind: str, at: int) -> None:
        self.kind, self.at = kind, at
        self.one_at_a_time = Lock()  # files are written by several threads: each point counts once

    def point(self, name: str) -> None:
        if name != self.kind:
            return
        with self.one_at_a_time:
            if not self.at:
                print(json.dumps(name), file=sys.stderr, flush=True)
                os.kill(os.getpid(), signal.SIGKILL)
            self.at -= 1

    def around(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            self.point(f"before {name}")
            result = function(*args, **options)
            self.point(f"after {name}")
            return result

        return call

    def statement(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.point("statement")
        return execute(*args)

    def arm(self) -> None:
        for name in ("link", "rename", "replace", "fsync"):
            setattr(os, name, self.around(name, getattr(os, name)))
        BaseDatabaseWrapper._commit = self.around("commit", BaseDatabaseWrapper._commit)  # type: ignore[attr-defined]  # private
        connection.execute_wrappers.append(self.statement)


class Plan:
    """The next point at which a piece of work dies, until none is left."""

    def __init__(self, points: Mapping[str, int] = POINTS) -> None:
        self.points, self.kinds, self.at = points, list(points), 0

    def killer(self) -> Killer | None:
        return Killer(self.kinds[0], self.at) if self.kinds else None

    def ended(self, by_itself: bool) -> None:
        """It died, so there may be a further point of the kind; or it did not, and the next kind is tried."""
        if self.kinds and by_itself:
            self.kinds, self.at = self.kinds[1:], 0
        elif self.kinds:
            self.at += self.points[self.kinds[0]]


def play(work: Callable[[int], None], number: int, plan: Plan, between: Callable[[], None]) -> None:
    """Do the work, dying where the plan says, and again until it ends."""
    ended = run(work, number, plan.killer())
    plan.ended(ended)
    between()
    if not ended:
        run(work, number, None)
        between()


def run(work: Callable[[int], None], number: int, killer: Killer | None) -> bool:
    """Do the work in a child process; whether it ended by itself."""
    connection.close()
    child = os.fork()
    if child == 0:
        if killer is not None:
            killer.arm()
        work(number)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return False
    if status:
        raise SystemExit(f"the work failed by itself: {status}")
    return True


def wrongs(house: House, number: int, asked: list[tuple[str, str, int]]) -> list[str]:
    """What is doubled or lost after a round."""
    found = []
    paid, refused = Order.objects.filter(key__startswith=f"payout:{number}:").order_by("key")
    for row, state, rules in ((paid, "executed", ["P04", "P05"]), (refused, "rejected", ["P04", "P06"])):
        given = sum(1 for _, e2e, _ in asked if e2e == row.end_to_end_id)
        posted = [entry.rule for entry in bookings(reference=row.pk)]
        if given != 1:
            found.append(f"{number}: {row.key} was given to the bank {given} times")
        if (row.state, posted) != (state, rules):
            found.append(f"{number}: {row.key} is {row.state}, posted {posted}")
    if waiting_lines().exists():
        found.append(f"{number}: a bank line is left")
    return found


def breaches() -> list[str]:
    """The invariants of payments and banking over the whole database."""
    return [reason.in_words() for check in (*payments.CHECKS, *banking.CHECKS) for reason in check()]


def main(folder: str, stage_json: str) -> None:
    stage = json.loads(stage_json)
    settings.DOCUMENTS = Path(folder) / "documents"
    house = House(Path(folder), stage)
    bank = Bank(house)
    contract = Contract.objects.get(pk=stage["contract"])
    out, in_, number, found = Plan(), Plan(), 0, list[str]()
    while (out.kinds or in_.kinds) and not found:
        owe(contract, Money(10_00))
        play(house.out, number, out, bank.take_away)
        asked = list(bank.asked())
        bank.answer()
        play(house.in_, number, in_, lambda: None)
        found += wrongs(house, number, asked)
        number += 1
        found += breaches() if number % CHECKED == 0 else []
    print(json.dumps({"rounds": number, "found": found + breaches()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
