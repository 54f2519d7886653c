"""Whatever comes after whatever (ledgers, lines written down, claims and what the insurer says, lines that go back and
are let in again): the books follow the ledgers, no account is below zero, and the same again changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from random import Random

import pytest

from cessie.domain.client_ledgers.accept import accept
from cessie.domain.client_ledgers.invariants import CHECKS
from cessie.domain.client_ledgers.let_in import let_in
from cessie.domain.client_ledgers.models import Apart
from cessie.domain.client_ledgers.rules.kinds import ApartCause
from cessie.domain.client_ledgers.set_apart import set_apart
from cessie.domain.contracts.models import Contract
from cessie.domain.credit.accept_claim import accept_claim
from cessie.domain.credit.end_claim import Ending, end_claim
from cessie.domain.credit.insure import insure
from cessie.domain.credit.models import Claim
from cessie.domain.credit.set_limit import set_limit
from cessie.domain.parties.models import Debtor
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger import invariants as books
from cessie.ledger.models import Entry
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.workflows.balances import definancing
from cessie.workflows.losses import insuring
from tests.domain.client_ledgers.conftest import FIRST, Send, at, rows
from tests.domain.client_ledgers.test_apart import POLICY, bea, contract, covered
from tests.domain.conftest import AT, SYSTEM

__all__ = ["bea", "contract"]

STEPS = 60
#: The one that may go wrong first: signs, and what stands where.
OF_BOOKS = (books.entries_balance, books.books_balance, books.nothing_stands_on_the_wrong_side)


class House:
    """A client with two debtors, what his ledger shows, and the day."""

    def __init__(self, contract: Contract, send: Send, an: Viewer, bea: Viewer, seed: int) -> None:
        self.contract, self.send, self.an, self.bea, self.chance = contract, send, an, bea, Random(seed)  # noqa: S311 - a game
        self.lines: dict[str, tuple[str, int]] = {}
        self.day, self.count, self.due = FIRST, 0, "2026-08-20"

    def ledger(self) -> None:
        """A week later: some lines are gone, new ones came, now and then one that was there long ago."""
        self.day += timedelta(days=7)
        for number in list(self.lines):
            if self.chance.random() < 0.25:
                del self.lines[number]
        gone = Apart.objects.order_by("set_at", "number").values_list("number", "debtor__company__name")
        for number, name in list(gone)[:2]:
            if self.chance.random() < 0.3:
                self.lines.setdefault(number, (name.removeprefix("Debtor "), self.chance.randint(1, 9) * 100))
        for _ in range(self.chance.randint(1, 3)):
            self.count += 1
            self.lines[f"F{self.count}"] = (self.chance.choice(["D1", "D2"]), self.chance.randint(1, 9) * 1000)
        if self.chance.random() < 0.3:
            self.lines[f"C{self.count}"] = ("D1", -self.chance.randint(1, 5) * 500)
        self.lay()

    def lay(self) -> None:
        """Send it, and accept what the desk must look at."""
        told = [
            (number, debtor, euros, euros, "invoice" if euros > 0 else "credit note", self.due)
            for number, (debtor, euros) in self.lines.items()
        ]
        row = self.send(self.day, rows(*told))
        if row.state == "read":
            accept(submission_id=row.pk, note="Looked at.", by=self.an, at=at(self.day, 17))

    def some(self) -> tuple[Debtor, list[str]]:
        debtor = self.chance.choice(list(Debtor.objects.order_by("company__name")))
        name = debtor.company.name.removeprefix("Debtor ")
        of = [number for number, (whose, euros) in self.lines.items() if whose == name and euros > 0]
        return debtor, self.chance.sample(of, min(len(of), self.chance.randint(1, 2)))

    def apart(self, cause: ApartCause) -> None:
        debtor, numbers = self.some()
        set_apart(
            contract_id=self.contract.pk, debtor_id=debtor.pk, numbers=numbers, cause=cause, note="x", by=self.an,
            at=at(self.day, 18),
        )  # fmt: skip

    def let_in(self) -> None:
        if found := list(Apart.objects.filter(ended_at__isnull=True).order_by("set_at", "number")):
            row = self.chance.choice(found)
            let_in(apart_id=row.pk, note="x", by=self.an, at=at(self.day, 18))

    def claim(self) -> None:
        debtor, numbers = self.some()
        insuring.claim_lines(
            contract_id=self.contract.pk, debtor_id=debtor.pk, numbers=numbers, vat=Money(10_00), note="x", by=self.an,
            at=at(self.day, 18),
        )  # fmt: skip

    def insurer(self) -> None:
        claim = Claim.objects.filter(state__in=["filed", "accepted"]).order_by("-filed_at").first()
        if claim is None:
            return
        if claim.state == "filed" and self.chance.random() < 0.5:
            accept_claim(claim_id=claim.pk, note="x", by=self.bea, at=at(self.day, 19))
        else:
            event: Ending = "reopen" if claim.state == "accepted" else self.chance.choice(["refuse", "withdraw"])
            end_claim(claim_id=claim.pk, event=event, note="x", by=self.bea, at=at(self.day, 19))

    def night(self) -> None:
        definancing.night(by=SYSTEM, at=at(self.day, 20))

    @property
    def acts(self) -> list[Callable[[], None]]:
        back, doubtful = lambda: self.apart("charged_back"), lambda: self.apart("doubtful")
        return [self.ledger, self.ledger, doubtful, back, self.let_in, self.claim, self.insurer, self.night]


@covered
@pytest.mark.parametrize("seed", [1, 2])
def test_the_books_follow_whatever_happens(contract: Contract, send: Send, an: Viewer, bea: Viewer, seed: int) -> None:
    house = House(contract, send, an, bea, seed)
    house.lines = {"F-A": ("D1", 30_000), "F-B": ("D1", 10_000), "F-C": ("D2", 20_000)}
    house.lay()
    insure(conditions=POLICY, by=an, at=AT)
    for debtor in Debtor.objects.all():
        set_limit(
            debtor_id=debtor.pk, kind="insured", amount=Money(25_000_00), valid_from=FIRST, by=SYSTEM, at=at(FIRST)
        )
    seen = set[str]()
    for step in range(STEPS):
        act = house.chance.choice(house.acts)
        before = house.chance.getstate()
        with suppress(Refusal):
            act()
            seen.add(act.__name__)
        found = [reason.in_words() for check in (*CHECKS, *OF_BOOKS) for reason in check()]
        assert found == [], (step, act.__name__)
        if act.__name__ in ("night", "<lambda>", "claim"):
            count = Entry.objects.count()
            house.chance.setstate(before)
            with suppress(Refusal):
                act()
            assert Entry.objects.count() == count, "the same again changes nothing"
    assert len(seen) > 4
    assert date(2026, 9, 1) <= house.day
