"""Whether a message broke the law, judged afterwards from the books and from what was noted at its moment.

Nothing is asked of the run that decided it: what was open, contested, agreed and noted is gathered anew as it stood
when the message left, and the guards of ``cessie.law`` are asked about that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final

from django.conf import settings
from django.db.models import F, Q, Sum

from cessie.domain.arrangements.models import Arrangement, Covered
from cessie.domain.arrangements.rules.instalments import last_day
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.rules.states import TOLD
from cessie.domain.disputes.models import Dispute, Turn
from cessie.domain.disputes.rules.states import DISPUTE, LIVE
from cessie.domain.dunning.models import HandedOver, TouchItem
from cessie.domain.parties.models import Mark
from cessie.domain.parties.rules.marks import ALONE
from cessie.domain.statutes.rates import rates_in_force
from cessie.law.acts import Act, Case, in_the_way
from cessie.law.countries import COUNTRIES, country
from cessie.law.facts import Claim, CostsAsked, Segment
from cessie.law.interest import interest
from cessie.law.rates import Rates
from cessie.ledger.chart import BOUGHT, MANAGED
from cessie.ledger.models import Line
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.world.stage import moment

#: Channels that arrive the moment they leave, as the law counts a consumer's period; all else is post.
_AT_ONCE: Final = ("email", "portal", "sms", "registered_email")
#: By country: the period that a consumer has from the first reminder, and the day on which it is over.
_PERIODS: Final = {"BE": ("first_reminder", "act_from"), "NL": ("fourteen_day_letter", "costs_from")}


@dataclass(frozen=True)
class Breach:
    """A message that must not have left as it did: about which invoice, and against what."""

    message: str
    invoice: str
    against: str

    def __str__(self) -> str:
        return f"message {self.message} about {self.invoice}: {self.against}"


def breaches(first: date, last: date) -> list[Breach]:
    """What the reminders that left in these days broke."""
    told = Message.objects.filter(
        kind="reminder", told_at__gte=moment(first, 0), told_at__lt=moment(last + timedelta(days=1), 0)
    )
    rates, found = rates_in_force(), []
    for message in told.select_related("debtor__company", "first").order_by("told_at", "reference"):
        items = TouchItem.objects.filter(touch__message=message.first or message)
        rows = list(items.select_related("invoice", "touch__run").order_by("invoice__number"))
        judged = [_Judged(message, item, rates) for item in rows]
        found += [Breach(message.reference, one.item.invoice.number, words) for one in judged for words in one.broken()]
        found += [Breach(message.reference, "all of it", words) for words in _whole(judged)]
    return found


def _whole(judged: Sequence[_Judged]) -> Iterator[str]:
    """A consumer's first reminder is free: nothing in its message costs."""
    first = any(one.segment == "b2c" and one.notice is None and not one.before_due for one in judged)
    if first and any(one.item.interest_cents or one.item.costs_cents for one in judged):
        yield "LAW-BE-04"


@dataclass(frozen=True)
class _Judged:
    """One invoice in one message, as all stood when it left."""

    message: Message
    item: TouchItem
    rates: Rates

    @property
    def at(self) -> datetime:
        """When it left."""
        if self.message.told_at is None:
            raise AssertionError("only what was told is judged")
        return self.message.told_at

    @property
    def on(self) -> date:
        """The day on which it left."""
        return booking_day(self.at)

    @property
    def before_due(self) -> bool:
        """Whether it is no reminder yet, but a word before the due date."""
        return self.item.touch.tone == "pre_due"

    @cached_property
    def notes(self) -> set[str]:
        """What was noted about the debtor."""
        rows = Mark.objects.filter(company=self.message.debtor.company_id, set_at__lte=self.at)
        return set(rows.filter(Q(ended_at=None) | Q(ended_at__gt=self.at)).values_list("kind", flat=True))

    @cached_property
    def segment(self) -> Segment:
        """As the law sees him."""
        return "b2c" if "consumer" in self.notes else "b2b"

    @property
    def country(self) -> str:
        """Whose law holds."""
        return self.message.debtor.company.country

    @cached_property
    def open(self) -> int:
        """Cents that were open on the invoice in the books."""
        lines = Line.objects.filter(
            invoice_id=self.item.invoice_id, account__in=(*BOUGHT, *MANAGED), recorded_at__lte=self.at
        )
        return lines.aggregate(cents=Sum("amount_cents"))["cents"] or 0

    @cached_property
    def contested(self) -> int:
        """Cents of it that a living dispute was about."""
        for dispute in Dispute.objects.filter(invoice=self.item.invoice_id, raised_at__lte=self.at):
            state = DISPUTE.initial
            for event in (
                Turn.objects.filter(dispute=dispute, at__lte=self.at).order_by("at", "pk").values_list("event")
            ):
                state = DISPUTE.after(state, event[0]) if event[0] != "raise" else state
            if state in LIVE:
                return self.open if dispute.amount_cents is None else dispute.amount_cents
        return 0

    @cached_property
    def agreed(self) -> int:
        """Cents of it that were promised for a day to come, or fall due later by a plan."""
        rows = Covered.objects.filter(invoice=self.item.invoice_id, arrangement__made_at__lte=self.at)
        rows = rows.exclude(arrangement__approved_at__gt=self.at).exclude(
            ~Q(arrangement__approver=""), arrangement__approved_at=None
        )
        rows = rows.filter(Q(arrangement__ended_at=None) | Q(arrangement__ended_at__gt=self.at))
        return sum(min(row.agreed_cents, self._later(row.arrangement)) for row in rows.select_related("arrangement"))

    def _later(self, made: Arrangement) -> int:
        """Of one invoice's arrangement: what it gives time for still."""
        parts = made.instalments.values_list("due_date", "amount_cents")
        return sum(cents for due, cents in parts if last_day(due) >= self.on)

    @cached_property
    def notice(self) -> Message | None:
        """The first reminder of the invoice after its due date that left before this message and did not come back."""
        rows = TouchItem.objects.filter(invoice=self.item.invoice_id, rides=False, on__gt=F("invoice__due_date"))
        rows = rows.exclude(touch__tone="pre_due").exclude(touch__message=self.message.first or self.message)
        keys = list(rows.values_list("touch__message_id", flat=True))
        told = Message.objects.filter(Q(pk__in=keys) | Q(first_id__in=keys), state__in=TOLD, told_at__lt=self.at)
        return told.order_by("told_at").first()

    @cached_property
    def period_over(self) -> bool:
        """Whether a consumer's period after that has passed; without one it has not."""
        if self.country not in _PERIODS or self.segment != "b2c":
            return True
        notice = self.notice
        if notice is None or notice.told_at is None:
            return False
        name, day = _PERIODS[self.country]
        way = {"channel": "electronic" if notice.channel in _AT_ONCE else "post"}
        return self.on >= country(self.country).PROCEDURES[name]({"sent": booking_day(notice.told_at)}, way).dates[day]

    def broken(self) -> Iterator[str]:
        """The guards that stood in the way, and what else must not be."""
        acts: list[Act] = ["remind"]
        if self.item.interest_cents or self.item.costs_cents:
            acts.append("costs")
        if self.country == "BE" and self.notice is not None and not self.item.rides:
            acts.append("collect")
        for act in acts:
            yield from (str(found.guard) for found in in_the_way(self._case(act)))
        alone = self.notes & set(ALONE)
        if alone:
            yield f"he is to be left alone: {', '.join(sorted(alone))}"
        if self.item.asked_cents > self.open - self.agreed:
            yield f"{self.item.asked_cents} cents asked, {self.open} open, {self.agreed} agreed for later"
        if self._handed_over():
            yield "it was handed over"
        yield from self._too_much()

    def _case(self, act: Act) -> Case:
        house = self.item.touch.run.client_id is None
        return Case(
            self.country, self.segment, act,
            natural_person=not self.notes.isdisjoint({"consumer", "sole_trader"}),
            for_others=house, registered=self.country in settings.COLLECTOR_REGISTRATIONS,
            insolvent="insolvent" in self.notes, contested=self.item.asked_cents > self.open - self.contested,
            period_over=self.period_over, letter_complete=True,
            confidential=bool(self.message.sender.get("confidential")),
            names_the_factor=house,
        )  # fmt: skip

    def _handed_over(self) -> bool:
        rows = HandedOver.objects.filter(invoice=self.item.invoice_id, hand_over__handed_at__lt=self.at)
        return rows.filter(Q(hand_over__taken_back_at=None) | Q(hand_over__taken_back_at__gt=self.at)).exists()

    def _too_much(self) -> Iterable[str]:
        """More beside the invoice than the law gives on all of it; nobody of the play has a clause with consumers."""
        if not (self.item.interest_cents or self.item.costs_cents):
            return
        if self.country not in COUNTRIES or (self.segment, self.country) in (("b2c", "BE"), ("b2c", "FR")):
            yield "LAW-BE-03" if self.country == "BE" else "LAW-FR-02"
            return
        whole = Money(self.item.invoice.payable_cents)
        due, costs = self.item.invoice.due_date, CostsAsked(self.country, self.segment, (whole,), self.on)
        if self.item.costs_cents > country(self.country).costs(costs).costs.cents:
            yield f"costs of {self.item.costs_cents} cents, more than the law gives"
        most = interest(Claim(self.country, self.segment, whole, due, self.on), self.rates).interest
        if self.item.interest_cents > most.cents:
            yield f"interest of {self.item.interest_cents} cents, more than the law gives"
