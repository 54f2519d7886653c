"""Plays ends of months in processes that are killed at every point, and goes on, as a house does after a crash.

``python -m tests.stories.month_driver FOLDER`` over the database of CESSIE_DATABASE_URL. Each round ends another month:
what it shall charge is read from the preview; a child process works on it, has a second person close it, freezes the
statements of account and makes their papers, and kills itself (SIGKILL) at its n-th commit, file or statement; another
goes on until all is done. The next round dies one point later, until each kind of point was met as often as it comes.
Prints one JSON line: the rounds, and everything that was doubled, lost or not as told before.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is ready from here

from cessie.domain.charges import invariants, step_month  # noqa: E402
from cessie.domain.charges.close_month import close_month  # noqa: E402
from cessie.domain.charges.decide_allowance import decide_allowance  # noqa: E402
from cessie.domain.charges.models import (  # noqa: E402
    AccountStatement,
    Charge,
    FeeInvoice,
    Fixing,
    MonthEnd,
    MonthPart,
)
from cessie.domain.charges.month_ends import Preview, preview, progress  # noqa: E402
from cessie.domain.charges.print_statements import told_in  # noqa: E402
from cessie.domain.charges.propose_allowance import propose_allowance  # noqa: E402
from cessie.domain.charges.rules.allowance import Matrix  # noqa: E402
from cessie.domain.charges.start_month import start_month  # noqa: E402
from cessie.domain.charges.step_statements import unstated  # noqa: E402
from cessie.domain.contracts.open_contract import open_contract  # noqa: E402
from cessie.domain.documents.queries import content  # noqa: E402
from cessie.domain.parties.found_house import found_house  # noqa: E402
from cessie.domain.parties.register import register_client, register_company  # noqa: E402
from cessie.domain.users.rules.viewer import Viewer, system  # noqa: E402
from cessie.ledger import invariants as ledger  # noqa: E402
from cessie.ledger.entry import Dims, Entry, Event, credit, debit  # noqa: E402
from cessie.ledger.period import closed_until, following  # noqa: E402
from cessie.ledger.post import post  # noqa: E402
from cessie.lib.days import day_begins  # noqa: E402
from cessie.lib.ids import uuid7  # noqa: E402
from cessie.lib.money import Money  # noqa: E402
from cessie.terms.fees import FeeRule, FeeTerms  # noqa: E402
from cessie.workflows.money import charging  # noqa: E402
from tests.stories.payout_driver import Plan, play  # noqa: E402

FIRST, HOUSE = date(2026, 1, 1), system("month")
KINDS = ["before commit", "after commit", "before replace", "statement"]
CONTRACTS = 2
PORTAL = FeeRule("PORTAL", "MONTH", "FIXED", FeeTerms(amount=Money(45_00)), "SERVICE", account="4020")
EUR3M = {"reference": "EURIBOR_3M", "floor": "0", "margin": "1.60", "reset": "MONTH_START", "surcharge": "0"}


def person(name: str) -> Viewer:
    return Viewer(key=f"user:{name}", kind="staff", roles=frozenset(["treasury"]))


def build() -> None:
    """A house with a few contracts on which money is in use and an invoice is open."""
    at = day_begins(FIRST)
    numbers = {"be.enterprise": "0202239951", "vat": "BE0202239951"}
    house = register_company(name="Huis NV", country="BE", identifiers=numbers, by=HOUSE, at=at)
    found_house(company_id=house.pk, simulated=True, by=HOUSE, at=at)
    flat = (Decimal(1),) * 6
    percents = propose_allowance(matrix=Matrix(flat, flat), valid_from=FIRST, note="x", by=person("a"), at=at)
    decide_allowance(policy_id=percents.pk, event="confirm", by=person("b"), at=at)
    for n in range(CONTRACTS):
        kvk = {"nl.kvk": f"1234567{n}"}
        company = register_company(name=f"Klant {n} BV", country="NL", identifiers=kvk, by=HOUSE, at=at)
        client = register_client(company_id=company.pk, code=f"K{n}", by=HOUSE, at=at)
        contract = open_contract(
            client_id=client.pk, number=f"F{n:03}", preset="full_service", valid_from=FIRST, by=HOUSE, at=at,
            changes={"vat_country": "NL", "fee_plan": (PORTAL,), "yearly_minimum": Money(0), "interest": EUR3M},
        )  # fmt: skip
        of = Dims(contract.pk, client.pk, uuid7(), uuid7())
        sides = (debit("1100", Money(36_000_00), of), credit("3000", Money(36_000_00), of))
        post([Entry.of("P00", "opening", Event(f"open/{n}", FIRST), *sides)], by="test", at=at)


class Year:
    """One month after the other."""

    def __init__(self) -> None:
        self.month, self.told, self.run = FIRST, None, None

    def begin(self) -> None:
        """The month is over: its rate is known, what it would charge is told, somebody starts it."""
        at = self.at
        Fixing.objects.create(
            reference="EURIBOR_3M", valid_from=self.month, value=Decimal("2.035"), source="x", state="confirmed",
            entered_at=at, entered_by="user:a", decided_at=at, decided_by="user:b",
        )  # fmt: skip
        self.told = preview(viewer=HOUSE, month=self.month, at=at)
        self.run = start_month(month=self.month, by=person("a"), at=at)

    @property
    def at(self) -> datetime:
        return day_begins(following(self.month)) + timedelta(hours=9)

    def work(self, _number: int) -> None:
        """What the jobs do, and the second person who closes it where it is as told; the locks of one that was killed
        live until the server sees that it is gone."""
        for _try in range(50):
            charging.end_month(run_id=self.run.pk, by=HOUSE, at=self.at)
            run = MonthEnd.objects.get(pk=self.run.pk)
            if run.state == "ready":
                if wrongs(run, self.told):
                    return  # whoever looks at it afterwards says what
                close_month(run_id=run.pk, by=person("b"), at=self.at)
            charging.state_months(by=HOUSE, at=self.at)
            if run.state != "running" and not unstated(viewer=HOUSE).exists():
                return
            time.sleep(0.1)

    def end(self) -> list[str]:
        """What is not as told."""
        run = MonthEnd.objects.get(pk=self.run.pk)
        found = wrongs(run, self.told) + untold(run)
        if closed_until() != following(self.month):
            found.append(f"{self.month}: not closed")
        self.month = following(self.month)
        return found


def wrongs(run: MonthEnd, told: Preview) -> list[str]:
    """What was doubled, lost, or charged otherwise than the preview said."""
    done, month = progress(run), f"{run.month:%Y-%m}"
    invoices = list(FeeInvoice.objects.filter(month=run.month).order_by("serial"))
    series = list(FeeInvoice.objects.filter(year=run.month.year).order_by("serial").values_list("serial", flat=True))
    expected = {
        "worked through": run.state in ("ready", "closed"),
        "all contracts done": done.done == CONTRACTS,
        "charges as told": done.totals == told.totals,
        "allowance as told": done.allowance == told.allowance,
        "each charged once": Charge.objects.filter(month=run.month).count() == sum(t.count for t in told.totals),
        "an invoice each": len(invoices) == CONTRACTS,
        "numbers without a gap": series == list(range(1, len(series) + 1)),
        "papers whole": all(row.xml_id and content(row.xml_id, HOUSE) for row in invoices),
        "aged list kept": bool(run.aged_id and content(run.aged_id, HOUSE)),
    }
    return [f"{month}: not {name}" for name, holds in expected.items() if not holds]


def untold(run: MonthEnd) -> list[str]:
    """What of the statements of a closed month is doubled or lost."""
    rows = list(AccountStatement.objects.filter(month=run.month))
    states = set(MonthPart.objects.filter(run=run).values_list("state", flat=True))
    expected = {
        "all contracts told": states == {"told"},
        "a statement each": len(rows) == CONTRACTS,
        "statements whole": all(row.pdf_id and content(row.pdf_id, HOUSE) and told_in(row, HOUSE) for row in rows),
    }
    return [f"{run.month:%Y-%m}: not {name}" for name, holds in expected.items() if not holds]


def breaches() -> list[str]:
    """What does not hold of the books and of what was charged."""
    return [reason.in_words() for check in (*ledger.CHECKS, *invariants.CHECKS) for reason in check()]


def main(folder: str) -> None:
    settings.DOCUMENTS = Path(folder) / "documents"
    step_month.GROUP = 2
    build()
    year, plan, rounds, found = Year(), Plan(), 0, list[str]()
    plan.kinds = list(KINDS)
    while plan.kinds and not found:
        year.begin()
        play(year.work, rounds, plan, lambda: None)
        found += year.end()
        rounds += 1
    print(json.dumps({"rounds": rounds, "found": found + breaches()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
