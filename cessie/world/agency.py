"""The agency of the simulated world: principals hand in what is unpaid, and the house collects it for them.

Their debtors pay on the third-party account, their agents call, their partners go to court; each in a module of its
own (``agency_*.py``). What the bank has and what the books say of it is compared every morning.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Final

from django.conf import settings

from cessie.domain.banking.open_account import open_account
from cessie.domain.statutes.decide import decide
from cessie.domain.statutes.enter import enter
from cessie.domain.statutes.rates import rates_in_force
from cessie.domain.trust.models import Remittance
from cessie.law.semester import provisional
from cessie.ledger.queries import trial_balance
from cessie.lib.money import Money
from cessie.workflows import clock
from cessie.workflows.incoming.intake import take_in_invoice
from cessie.world import agency_partners, cast
from cessie.world.agency_debtors import AgencyDebtors, Play
from cessie.world.agency_desk import AgencyDesk
from cessie.world.agency_partners import Partners
from cessie.world.agency_people import KINDS, SHEET, Kind, french, owing
from cessie.world.desk import Step
from cessie.world.stage import BEFORE, WORLD, Seller, add_seller, login, moment

#: The numbers of the principals as clients, far from those of the others.
FIRST_NUMBER: Final = 81
#: The name of the third-party account at the bank, and its code in the books.
TRUST, CODE = "THIRDPARTY", "1020"
#: Where the house has recorded its registration as a collector; without it nobody there is written to.
REGISTERED: Final = ["BE", "NL", "FR"]
#: Whom each of ten debtors owes, by the place among the principals.
WHOSE: Final = (0, 2, 1, 3, 0, 1, 2, 0, 1, 0)


@dataclass
class Agency:
    """``principals`` with what each is; ``quota``: dossiers that are handed in a bank day, in all ``dossiers``;
    ``bent``: the day on which the bank sent back what was passed on."""

    principals: list[tuple[Seller, Kind]]
    iban: str
    debtors: AgencyDebtors
    desk: AgencyDesk
    partners: Partners
    dossiers: int
    quota: float
    rng: Random
    due: float = 0
    begun: int = 0
    bent: date | None = None
    of_kind: list[int] = field(default_factory=lambda: [0] * len(KINDS))

    def night(self, today: date) -> None:
        """What the house does by itself while nobody waits."""
        clock.night(by=WORLD, at=moment(today, 2, 23))

    def morning(self, play: Play, today: date) -> None:
        """The bank's post was read: what the bank has is what the books say; the treasury says whose money is."""
        held = self.at_the_bank(play)
        told = next((line.balance for line in trial_balance() if line.account == CODE), Money(0))
        if held != told:
            raise AssertionError(f"{today}: the bank holds {held} of others, the books say {told}")
        self._know_rates(play, today)
        self.desk.morning(play, today)

    def at_the_bank(self, play: Play) -> Money:
        """What stood on the third-party account in the bank's own books when it closed its last day."""
        days = play.bank.ask("GET", f"/_mock/accounts/{TRUST}/statements")
        return Money(int(days[-1]["closing"])) if days else Money(0)

    def day(self, play: Play, today: date) -> None:
        """Principals hand in, agents call and decide, partners act, the treasury lets go what is to be passed on."""
        self._hand_in(play, today)
        self.desk.day(play, today)
        for dossier, way in self.desk.brought:
            self.partners.begin(play, dossier, way, today)
        self.desk.brought.clear()
        self.partners.day(play, today)
        self._bend_the_bank(play, today)

    def evening(self, play: Play, today: date) -> None:
        """The debtors read, answer and pay, before the bank looks at its post."""
        self.debtors.evening(play, today)

    def _hand_in(self, play: Play, today: date) -> None:
        """So many more debtors are handed in, a sheet for each principal who has any."""
        self.due = min(self.dossiers, self.due + self.quota)
        rows: dict[int, list[str]] = {}
        while self.begun < int(self.due):
            self.begun += 1
            place = WHOSE[self.begun % len(WHOSE)]
            seller, kind = self.principals[place]
            who = owing(play.house.seed, self.begun, self.of_kind[place], seller, kind, today)
            self.of_kind[place] += 1
            self.debtors.owe(who)
            rows.setdefault(place, []).extend(who.rows())
        for place, lines in sorted(rows.items()):
            seller, _kind = self.principals[place]
            done = take_in_invoice(
                data="\n".join([SHEET, *lines]).encode(), name=f"unpaid-{today}.csv", channel="portal",
                client_id=seller.client_id, by=seller.bookkeeper, at=moment(today, 9, 40),
            )  # fmt: skip
            states = sorted({outcome.state for outcome in done})
            said = [reason for outcome in done for reason in outcome.reasons]
            words = f"{seller.actor.name} hands in what is unpaid: {', '.join(states)}"
            play.desk.tell(Step(today, words, f"{len(done)} invoices", reasons=tuple(said[:3])))

    def _bend_the_bank(self, play: Play, today: date) -> None:
        """What is passed on for the first time comes back two days later; the treasury orders it again."""
        if self.bent is None and Remittance.objects.filter(paid_cents__gt=0).exists():
            play.bank.behave(TRUST, "return-later", {"days": 2, "reason": "AC04"})
            self.bent = today
        elif self.bent is not None and today > self.bent:
            play.bank.behave(TRUST, "accept", {})

    def _know_rates(self, play: Play, today: date) -> None:
        """The half year's statutory rates, where none is known yet, by two people: what the formulas give, which in the
        play is published on its first day."""
        lacking = [replace(rate, status="published") for rate in provisional(rates_in_force(), today)]
        if lacking:
            staff, at = play.house.staff, moment(today, 7, 45)
            rows = enter(rates=lacking, by=staff.treasury, at=at)
            decide(rate_ids=[row.pk for row in rows], event="confirm", by=staff.second_treasury, at=at)


def come(play: Play, first_day: date, *, days: int, dossiers: int) -> Agency:
    """The agency on its first morning: registered, with its third-party account, principals, agents and partners.

    What is handed in comes in the first two thirds of the ``days``, so that most of it comes to its end.
    """
    settings.COLLECTOR_REGISTRATIONS = REGISTERED  # a play is a process of its own
    house, seed = play.house, play.house.seed
    rng = Random(f"agency {seed}")  # noqa: S311 - play, not secrets
    iban = cast.actor(rng, "BE", "Derden", "on_time").iban
    open_account(
        iban=iban, holder=f"{house.actor.name} derdenrekening", purpose="trust", opened_date=first_day,
        opening=Money(0), bank="mock-bank", by=house.staff.administrator, at=moment(first_day, 8),
    )  # fmt: skip
    play.bank.open(name=TRUST, holder=house.actor.name, iban=iban, balance=Money(0))
    principals = []
    for place, kind in enumerate(KINDS):
        actor = (
            french(kind.trade, rng) if kind.country == "FR" else cast.actor(rng, kind.country, kind.trade, "on_time")
        )
        changes = {"remittance": kind.remittance}
        seller = add_seller(house, actor, FIRST_NUMBER + place, first_day, preset="collection", changes=changes)
        principals.append((seller, kind))
    second = login(
        house.staff.administrator, "collection2@factor.example", "Collection Two Demo", "staff", ("collection",), "fr",
        moment(first_day - BEFORE, 9),
    )  # fmt: skip
    debtors, agent = AgencyDebtors(iban), house.staff.collection
    partners = agency_partners.come(play, debtors, agent, second, first_day)
    quota = dossiers / max(1, days * 2 / 3 * 5 / 7)
    return Agency(principals, iban, debtors, AgencyDesk(debtors, agent), partners, dossiers, quota, rng)
