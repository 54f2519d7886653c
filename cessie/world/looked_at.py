"""The desk looks whether what is financed exists: samples, proofs, balances asked, findings; and a broker's customer.

The client hands most proofs in within days; one in eight comes late, one in eight is not right the first time. His
customers confirm their balance by telephone, and one in four names another. What was found is cleared by the other
colleague some days later. Its chances are its own, so that it changes nobody else's.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final
from zlib import crc32

from cessie.domain.comparison.ask import ask
from cessie.domain.comparison.brokers import add_broker, invite_person
from cessie.domain.comparison.customers import take_up
from cessie.domain.comparison.lay_ledger import lay_ledger
from cessie.domain.comparison.offering import make_offer
from cessie.domain.comparison.score_customer import score_customer, show_the_house
from cessie.domain.comparison.work import work
from cessie.domain.disputes.add_evidence import File
from cessie.domain.onboarding.answer_quote import lapse_quotes
from cessie.domain.onboarding.decide import decide
from cessie.domain.parties.queries import viewer_for
from cessie.domain.parties.register import register_company
from cessie.domain.users.models import User
from cessie.domain.verification.answer_enquiry import answer_enquiry
from cessie.domain.verification.clear import clear
from cessie.domain.verification.draw_sample import NothingOpen, draw_sample
from cessie.domain.verification.enquire import enquire
from cessie.domain.verification.hand_in import hand_in
from cessie.domain.verification.judge import judge
from cessie.domain.verification.lapse import lapse
from cessie.domain.verification.models import Enquiry, Finding, Item
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.world import cast
from cessie.world.asking import quoted, silent
from cessie.world.desk import Step
from cessie.world.play import World
from cessie.world.stage import WORLD, Seller, moment

#: After how many days the next samples are drawn and customers asked, and on which day the broker comes.
SAMPLED, ASKED, BROKER = 28, 21, 9
FIRST: Final = 4
HANDED_IN, ANSWERED, CLEARED = timedelta(days=3), timedelta(days=5), timedelta(days=4)
#: One in so many.
LATE, WRONG, DIFFERS = 8, 8, 4
PAPER: Final = File("leveringsbon.pdf", b"%PDF-1.4 made up: delivered and signed")


@dataclass
class LookedAt:
    """What the desk looks at of these clients: how many rounds of samples and questions there were, and whether the
    broker is still to come; ``rng`` is its own."""

    sellers: tuple[Seller, ...]
    rng: Random
    drawn: int = 0
    asked: int = 0
    broker: bool = True

    def day(self, play: World, today: date) -> None:
        """The desk asks, clients and customers answer, a colleague clears."""
        for night in (lapse_quotes, lapse):  # as each night, also where no night is played
            night(by=WORLD, at=moment(today, 2, 23))
        since = (today - play.first_day).days
        if self.broker and since >= BROKER:
            self.broker = False
            _broker(play, today)
        if since >= FIRST + SAMPLED * self.drawn:  # the first day of work of each round
            self.drawn += 1
            for seller in self.sellers:
                self._draw(play, seller, today)
        elif since >= FIRST + ASKED * self.asked:
            self.asked += 1
            for seller in self.sellers:
                self._ask(play, seller, today)
        self._proofs(play, today)
        self._answers(play, today)
        self._clear(play, today)

    def _draw(self, play: World, seller: Seller, today: date) -> None:
        with suppress(NothingOpen):
            row = draw_sample(
                contract_id=seller.contract_id, seed=f"{play.house.seed} {today}", by=play.house.staff.credit,
                at=moment(today, 11),
            )  # fmt: skip
            play.desk.tell(Step(today, f"proof asked of {seller.actor.name} for {row.items.count()} documents"))

    def _ask(self, play: World, seller: Seller, today: date) -> None:
        """One of his customers, of whom something is in a sample."""
        found = Item.objects.filter(sample__contract=seller.contract_id).order_by("-open_cents", "number").first()
        if found is None:
            return
        with suppress(Refusal):  # he may owe nothing any more, or nobody knows how to reach him
            enquire(
                contract_id=seller.contract_id, debtor_id=found.debtor_id, by=play.house.staff.credit,
                at=moment(today, 11, 10),
            )  # fmt: skip

    def _proofs(self, play: World, today: date) -> None:
        """What is asked is handed in on the third day, late, or not right at first; the desk judges it the same day."""
        owners = {seller.client_id: seller.bookkeeper for seller in self.sellers}
        rows = Item.objects.filter(client__in=owners, state__in=("asked", "missing")).select_related("sample")
        for row in rows.order_by("pk"):
            chance = crc32(f"{row.number} {row.open_cents}".encode())
            late = row.sample.answer_by + HANDED_IN if chance % LATE == 0 else moment_day(row) + HANDED_IN
            if today < late:
                continue
            by, desk, at = owners[row.client_id], play.house.staff.credit, moment(today, 14)
            hand_in(item_id=row.pk, kind="delivery", files=[PAPER], by=by, at=at)
            if chance // LATE % WRONG == 0 and row.judged_at is None:
                judge(item_id=row.pk, verdict="wrong", note="nobody signed", by=desk, at=moment(today, 15))
            else:
                judge(item_id=row.pk, verdict="good", note="signed", by=desk, at=moment(today, 15))

    def _answers(self, play: World, today: date) -> None:
        """The desk calls who was asked five days ago."""
        mine = [seller.contract_id for seller in self.sellers]
        rows = Enquiry.objects.filter(contract__in=mine, state="asked", as_of__lte=today - ANSWERED)
        for row in rows.order_by("pk"):
            other = self.rng.randrange(DIFFERS) == 0
            stated = Money(row.amount_cents // 2) if other else row.amount
            answer_enquiry(
                enquiry_id=row.pk, stated=stated, difference="paid" if other else "", words="by telephone", way="call",
                by=play.house.staff.credit, at=moment(today, 15, 30),
            )  # fmt: skip

    def _clear(self, play: World, today: date) -> None:
        """The other colleague clears what was found, once it was looked into."""
        mine = [seller.contract_id for seller in self.sellers]
        before = moment(today - CLEARED, 23)
        for row in Finding.objects.filter(contract__in=mine, state="open", found_at__lt=before).order_by("pk"):
            by = play.house.staff.second_credit
            clear(finding_id=row.pk, note="looked into with the client", by=by, at=moment(today, 16))


def moment_day(row: Item) -> date:
    """The day on which it was asked for."""
    return row.sample.drawn_at.date()


def looked_at(play: World, sellers: tuple[Seller, ...]) -> LookedAt:
    """The desk begins."""
    return LookedAt(sellers, Random(f"looked at {play.house.seed}"))  # noqa: S311 - play, not secrets


def _broker(play: World, today: date) -> None:
    """A broker comes, compares two offers for a customer, has him scored, and shows him to the house."""
    staff, at = play.house.staff, moment(today, 10)
    actor = cast.actor(Random(f"broker {play.house.seed}"), "BE", "Makelaar", "on_time")  # noqa: S311 - play
    company = register_company(name=actor.name, country="BE", identifiers=actor.identifiers, by=WORLD, at=at)
    broker = add_broker(company_id=company.pk, by=staff.administrator, at=at)
    email = "broker@broker.example"
    invite_person(broker_id=broker.pk, email=email, name="Broker Demo", language="nl", by=staff.administrator, at=at)
    by = viewer_for(User.objects.get(email=email))
    customer = take_up(name="Made up Customer NV", number="", by=by, at=at)
    ledger = lay_ledger(customer_id=customer.pk, data=_sales(today), name="sales.csv", days=30, by=by, at=at)
    offers = [
        make_offer(
            customer_id=customer.pk, by=by, at=at,
            told={"name": name, "product": "american", "commission_percent": percent, "yearly_minimum": "0.00"},
        )
        for name, percent in (("One by one", "1.5"), ("Dearer", "2.25"))
    ]  # fmt: skip
    run = ask(
        customer_id=customer.pk, ledger_id=ledger.pk, offer_ids=[each.pk for each in offers], first=None, last=None,
        need=None, by=by, at=at,
    )  # fmt: skip
    work(run_id=run.pk, processes=1, by=WORLD, now=lambda: at)
    typed = {"turnover": 4_000_000_00, "equity": 900_000_00, "total_assets": 2_500_000_00, "result": 120_000_00}
    score = score_customer(
        customer_id=customer.pk, typed=typed, accounts=b"", name="", ledger_id=ledger.pk, by=by, at=at
    )
    show_the_house(customer_id=customer.pk, by=by, at=moment(today, 10, 5))
    wish = "accept" if score.advice in ("for", "look") else "refuse"
    decide(assessment_id=score.pk, wish=wish, note="as the figures say", by=staff.credit, at=moment(today, 12))  # type: ignore[arg-type]  # one of the two
    play.desk.tell(Step(today, f"a broker's customer scores {score.points} of 100"))
    quoted(play, score.applicant_id, today)
    silent(play, today)


def _sales(today: date) -> bytes:
    """Three months of a made-up company: five customers, paid after a month."""
    lines = ["kind,number,debtor,debtor_name,date,due_date,amount,of"]
    for n in range(30):
        day = today - timedelta(days=95 - 3 * n)
        due, paid, who = day + timedelta(days=30), day + timedelta(days=34), f"D{n % 5}"
        lines.append(f"invoice,V{n},{who},Made up {who} NV,{day},{due},{1000 + 137 * n}.00,")
        if paid < today:
            lines.append(f"payment,,{who},Made up {who} NV,{paid},,{1000 + 137 * n}.00,V{n}")
    return "\n".join(lines).encode()
