"""A client with a credit insurance of his own, whose insurer accepted that the house is paid: limits by a file, unpaid
invoices that he declares on the last day, and two customers who fail. The first indemnity comes to the house; by the
policy of the next year it goes to him, and he owes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from uuid import UUID

from cessie.domain.credit.accept_claim import accept_claim
from cessie.domain.credit.claims import due
from cessie.domain.credit.decide_named import decide_named
from cessie.domain.credit.delegate import decide_policy, delegate
from cessie.domain.credit.models import Claim, NamedLimit
from cessie.domain.credit.name_limits import name_from_file
from cessie.domain.credit.paid_to_client import paid_to_client
from cessie.domain.credit.rules.conditions import Conditions
from cessie.domain.parties.register import relate
from cessie.lib.days import next_bank_day
from cessie.lib.money import Money
from cessie.workflows.losses.declaring import declare_chosen, reportable
from cessie.workflows.losses.insuring import claim
from cessie.world import cast
from cessie.world.bends.deal import Deal, deal, when
from cessie.world.cast import Actor, iban_of
from cessie.world.desk import Step
from cessie.world.play import World
from cessie.world.stage import WORLD, Seller, add_seller, moment

#: His number as a client, and so of his logins.
INSURED = 84
POLICY = "POL-84"
#: When he sells to a customer who will fail, and when the conditions of the next year begin.
FAILS, RENEWED = (timedelta(days=4), timedelta(days=24)), timedelta(days=21)
TERM, LIMIT = timedelta(days=14), 30_000


@dataclass
class OwnPolicy:
    """The client and his insurer; ``lost``: what nobody will pay, and whether it was claimed."""

    seller: Seller
    guard: Actor
    rng: Random
    first_day: date
    failing: list[date]
    renewed: bool = False
    lost: dict[UUID, Deal] = field(default_factory=dict)

    @property
    def sellers(self) -> tuple[Seller, ...]:
        """Whose debtors pay the house by their temper."""
        return (self.seller,)

    def day(self, play: World, today: date) -> None:
        """He sells, declares what is unpaid, and his desk of the house claims what is lost."""
        if not self.renewed and today >= self.first_day + RENEWED:
            self.renewed = True
            self.insured(play, today, "CLIENT")
        if self.rng.random() < 0.3:
            play.hand_in(self.seller, play.sell(self.seller, today), today)
        if self.failing and today >= self.failing[0]:
            self._sell_to_who_fails(play, today)
        play.desk.sign_offers([self.seller], today)
        self._declare(play, today)

    def evening(self, play: World, today: date) -> None:
        """Nothing of his own goes to the bank."""

    def insured(self, play: World, today: date, payee: str) -> UUID:
        """One of the desk notes the policy with the insurer's acceptance, another has seen it."""
        staff, at = play.house.staff, moment(today, 8, 40)
        conditions = Conditions(
            insurer=self.guard.name, number=POLICY, iban=self.guard.iban, insured_percent=Decimal(90), basis="NET",
            arrears_days=5, declare_days=9, waiting_months=0, waiting_days=7, valid_from=today,
        )  # fmt: skip
        paper = ("acceptance.pdf", f"%PDF-1.4\n% made up: the loss payee from {today} is the {payee}".encode())
        row = delegate(
            client_id=self.seller.client_id, conditions=conditions, delegated_from=today, loss_payee=payee, paper=paper,
            by=staff.credit, at=at,
        )  # fmt: skip
        decide_policy(policy_id=row.pk, event="confirm", by=staff.second_credit, at=at)
        play.desk.tell(Step(today, f"own policy, which pays the {payee.lower()}", POLICY))
        return row.pk

    def _sell_to_who_fails(self, play: World, today: date) -> None:
        """Where the house has no room for it, another such sale follows."""
        found = deal(play, today, seller=self.seller, due_date=today + TERM, net=Money(3_000_00))
        if found is None:
            return
        self.failing.pop(0)

        def lost(_day: date) -> None:
            self.lost[found.invoice_id] = found

        when(
            play, today + timedelta(days=1), lambda: found.open == found.sale.gross, lost, 4,
            otherwise=lambda day: self.failing.insert(0, day),
        )  # fmt: skip

    def _declare(self, play: World, today: date) -> None:
        """He declares on his insurer's site, on the last bank day on which cover is kept, and notes it."""
        soon = next_bank_day(today)
        rows = [
            row
            for row in reportable(viewer=self.seller.owner, today=today, client_id=self.seller.client_id)
            if row.stage(today) == "due" and row.last < soon
        ]
        if not rows:
            return
        declare_chosen(
            keys=[row.key for row in rows], on=today, reference=f"D-{today:%m%d}", by=self.seller.owner,
            at=moment(today, 11),
        )  # fmt: skip
        for row in rows:
            play.desk.tell(Step(today, "declared to the client's insurer", row.item.number, row.item.open))
            found = self.lost.pop(row.item.invoice_id, None) if row.item.invoice_id else None
            if found is not None:
                play.later(today + timedelta(days=1), partial(self._claim, play, found))

    def _claim(self, play: World, found: Deal, today: date) -> None:
        row = claim(
            invoice_id=found.invoice_id, note="bankrupt by judgment", by=play.house.staff.credit,
            at=moment(today, 9, 55),
        )  # fmt: skip
        play.desk.tell(Step(today, "claimed under the client's policy", found.sale.number, found.sale.gross))
        play.later(row.waits_until_date, partial(self._granted, play, row))

    def _granted(self, play: World, row: Claim, today: date) -> None:
        """The insurer grants it; he pays the house, or the client, as a third colleague than who noted it says."""
        staff = play.house.staff
        accept_claim(claim_id=row.pk, note="letter of the insurer", by=staff.second_credit, at=moment(today, 9, 55))
        if row.policy.loss_payee == "HOUSE":
            play.send(self.guard, due(row), f"schade {row.number}", today)
            return
        paid_to_client(claim_id=row.pk, note="the client's statement", by=staff.credit, at=moment(today, 10))
        play.desk.tell(Step(today, "the insurer paid the client, who owes it", row.number))


def come(play: World, first_day: date) -> OwnPolicy:
    """He comes on the stage with his policy, and the desk takes over the limits that it names."""
    rng = Random(f"own policy {play.house.seed}")  # noqa: S311 - play, not secrets
    seller = add_seller(
        play.house, cast.actor(rng, "BE", "Voeding", "on_time"), INSURED, first_day,
        changes={"insurance": "CLIENT_POLICY_DELEGATED"},
    )  # fmt: skip
    actor = play.house.actor
    guard = Actor(
        "Demo Kredietverzekering", "NL", "nl", actor.street, "2", actor.postcode, actor.town, {}, "",
        iban_of("NL", f"FAKE{rng.randrange(10**10):010d}"),
    )  # fmt: skip
    for n, buyer in enumerate(play.buyers):
        relate(
            client_id=seller.client_id, debtor_id=buyer.debtor_id, reference=f"V{n:03d}", by=WORLD,
            at=moment(first_day, 8, 20),
        )  # fmt: skip
    made = OwnPolicy(seller, guard, rng, first_day, [first_day + after for after in FAILS])
    policy, staff = made.insured(play, first_day, "HOUSE"), play.house.staff
    lines = [f"V{n:03d};{LIMIT}.00" for n in range(len(play.buyers))]
    told = "\n".join(["debtor;limit", *lines, ""]).encode()
    name_from_file(policy_id=policy, data=told, by=staff.credit, at=moment(first_day, 8, 45))
    waiting = NamedLimit.objects.filter(policy_id=policy, state="noted").order_by("pk").values_list("pk", flat=True)
    decide_named(
        policy_id=policy, limit_ids=list(waiting), event="confirm", by=staff.second_credit, at=moment(first_day, 8, 50)
    )
    return made
