"""Whether the agency broke the law, judged afterwards: every letter, call and visit of a day.

Nothing is asked of the rules that decided it. What was noted, contested, agreed and paid at the moment is gathered
anew, and the guards of ``cessie.law`` are asked about that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q, Sum

from cessie.domain.arrangements.models import Covered
from cessie.domain.arrangements.rules.instalments import last_day
from cessie.domain.collection.models import Act, Claim, Complaint, Cost, Dossier
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.rules.papers.demand import Demand
from cessie.domain.disputes.models import Dispute, Turn
from cessie.domain.disputes.rules.states import DISPUTE, LIVE
from cessie.domain.parties.models import Mark
from cessie.domain.parties.rules.marks import ALONE
from cessie.domain.statutes.rates import rates_in_force
from cessie.domain.trust.models import Direct, Receipt
from cessie.domain.trust.queries import received
from cessie.law.acts import Case, in_the_way
from cessie.law.countries import country
from cessie.law.facts import Claim as LawClaim
from cessie.law.facts import CostsAsked, Segment
from cessie.law.interest import interest
from cessie.lib.calendars import is_working_day
from cessie.lib.days import BRUSSELS, booking_day
from cessie.lib.money import Money
from cessie.world.agency_debtors import told_on
from cessie.world.stage import moment

#: What reaches a consumer at once; all else is post.
_AT_ONCE: Final = ("email", "portal", "sms", "registered_email")
#: The house's limits of contact, said a second time: in seven days, calls among them, days of rest after a letter.
_A_WEEK, _CALLS, _REST = 3, 2, 4


@dataclass(frozen=True)
class Breach:
    """Something that must not have been done as it was: in which dossier, and against what."""

    dossier: int
    act: str
    on: date
    against: str

    def __str__(self) -> str:
        return f"{self.on}  dossier {self.dossier}, {self.act}: {self.against}"


def breaches(today: date) -> list[Breach]:
    """What was done wrong towards debtors on a day; for what is done in cases see ``agency_steps``."""
    found = []
    for act, at, paper in _acts(today):
        judged = _Judged(act, at, paper)
        found += [Breach(act.dossier.number, act.kind, today, words) for words in judged.broken()]
    return found


def _acts(today: date) -> Iterator[tuple[Act, datetime, Demand | None]]:
    """Letters when they left, calls and visits when they were made."""
    for act in told_on(today):
        message = Message.objects.filter(Q(pk=act.message_id) | Q(first_id=act.message_id), told_at__isnull=False)
        left = message.filter(told_at__gte=moment(today, 0)).order_by("told_at").first()
        if left is not None and left.told_at is not None:
            yield act, left.told_at, Demand.from_json(left.says)
    rows = Act.objects.filter(kind__in=("call", "visit"), state="done", done_at__gte=moment(today, 0))
    for act in rows.filter(done_at__lt=moment(today + timedelta(days=1), 0)).select_related("dossier").order_by("pk"):
        if act.done_at is not None:
            yield act, act.done_at, None


@dataclass(frozen=True)
class _Judged:
    """One act towards a debtor, as all stood at its moment."""

    act: Act
    at: datetime
    paper: Demand | None

    @property
    def dossier(self) -> Dossier:
        """In which it was done."""
        return self.act.dossier

    @property
    def on(self) -> date:
        """Its day."""
        return booking_day(self.at)

    @cached_property
    def code(self) -> str:
        """Whose law holds."""
        return str(self.dossier.debtor.company.country)

    @cached_property
    def notes(self) -> set[str]:
        """What was noted about the debtor."""
        rows = Mark.objects.filter(company=self.dossier.debtor.company_id, set_at__lt=self.at)
        return set(rows.filter(Q(ended_at=None) | Q(ended_at__gt=self.at)).values_list("kind", flat=True))

    @cached_property
    def segment(self) -> Segment:
        """As the law sees him."""
        return "b2c" if "consumer" in self.notes else "b2b"

    @cached_property
    def claims(self) -> list[Claim]:
        """What was in the dossier."""
        rows = Claim.objects.filter(dossier=self.dossier, added_at__lte=self.at).order_by("due_date", "number")
        return list(rows.filter(Q(removed_at=None) | Q(removed_at__gt=self.at)).select_related("invoice"))

    @cached_property
    def first(self) -> Message | None:
        """The first letter of the dossier that had left before."""
        keys = Act.objects.filter(dossier=self.dossier, message__isnull=False).exclude(pk=self.act.pk)
        told = Message.objects.filter(pk__in=keys.values("message_id"), told_at__lt=self.at)
        return told.order_by("told_at").first()

    @cached_property
    def period_over(self) -> bool:
        """Whether a consumer's period after our first letter has passed."""
        if self.segment != "b2c":
            return True
        if self.first is None or self.first.told_at is None:
            return False
        sent = booking_day(self.first.told_at)
        if self.code == "BE":
            last = country("BE").PROCEDURES["third_party_notice"]({"sent": sent}, {}).dates["last_free_day"]
            way = {"channel": "electronic" if self.first.channel in _AT_ONCE else "post"}
            act_from = country("BE").PROCEDURES["first_reminder"]({"sent": sent}, way).dates["act_from"]
            return self.on > last and self.on >= act_from
        return True

    def broken(self) -> Iterator[str]:
        """The guards that stood in the way, and what else must not be."""
        case = Case(
            self.code, self.segment, "remind" if self.first is None else "collect",
            natural_person=not self.notes.isdisjoint({"consumer", "sole_trader"}), for_others=True,
            registered=self.code in settings.COLLECTOR_REGISTRATIONS, insolvent="insolvent" in self.notes,
            period_over=self.period_over, letter_complete=True,
        )  # fmt: skip
        yield from (str(found.guard) for found in in_the_way(case))
        alone = self.notes & set(ALONE)
        if alone:
            yield f"he is to be left alone: {', '.join(sorted(alone))}"
        if self.dossier.closed_at is not None and self.dossier.closed_at < self.at:
            yield "the dossier was closed"
        complaints = Complaint.objects.filter(dossier=self.dossier, raised_at__lt=self.at)
        if complaints.filter(Q(answered_at=None) | Q(answered_at__gt=self.at)).exists():
            yield "a complaint was open"
        yield from self._contact()
        yield from self._time_barred()
        if self.paper is not None:
            yield from self._too_much(self.paper)
            yield from self._held(self.paper)

    def _contact(self) -> Iterator[str]:
        """The house's own limits, and the hours of calls."""
        made = [(kind, booking_day(at)) for kind, at in self._contacts()]
        week = [kind for kind, day in made if 0 <= (self.on - day).days < 7]
        if len(week) >= _A_WEEK or (self.act.kind == "call" and week.count("call") >= _CALLS):
            yield f"{len(week)} contacts in seven days before it"
        if any(kind == "letter" and (self.on - day).days < _REST for kind, day in made):
            yield "within four days of a letter"
        here = self.at.astimezone(BRUSSELS)
        if self.paper is None and not (8 <= here.hour < 20 and is_working_day(self.code, self.on)):
            yield "outside the hours of calls"

    def _contacts(self) -> list[tuple[str, datetime]]:
        rows = Act.objects.filter(dossier=self.dossier, state="done", done_at__lt=self.at).exclude(pk=self.act.pk)
        known = rows.values_list("kind", "message__told_at", "done_at")
        moments = [(kind, told or done) for kind, told, done in known]
        return [(kind, when) for kind, when in moments if when is not None and when < self.at]

    def _time_barred(self) -> Iterator[str]:
        limits = [country(self.code).PROCEDURES["limitation"]({"due": each.due_date}, {"segment": self.segment}) for
                  each in self.claims]  # fmt: skip
        if limits and all(self.on > limit.dates["claim_until"] for limit in limits):
            yield "time-barred"

    def _too_much(self, paper: Demand) -> Iterator[str]:
        """More than the law gives on all of it, less what had come."""
        asked = Money.total(item.whole for item in paper.items)
        most = self._by_law() - self._come()
        if asked > most:
            yield f"{asked} asked, at most {most} owed"
        extra = any(item.interest or item.costs for item in paper.items)
        if extra and self.segment == "b2c" and not self.period_over:
            yield "a consumer's first letter that costs"

    def _by_law(self) -> Money:
        """Principal, interest and costs at their most: nothing paid, the whole sum late from its first day."""
        rates, whole = rates_in_force(), Money(0)
        notice = booking_day(self.first.told_at) if self.first is not None and self.first.told_at else None
        amounts = tuple(Money(claim.principal_cents, claim.currency) for claim in self.claims)
        for claim, amount in zip(self.claims, amounts, strict=True):
            late = LawClaim(self.code, self.segment, amount, claim.due_date, self.on, notice=notice)
            whole += amount + interest(late, rates).interest
        if amounts:
            asked = CostsAsked(self.code, self.segment, amounts, self.on, notice=notice)
            whole += country(self.code).costs(asked).costs
        made = Cost.objects.filter(dossier=self.dossier, made_at__lt=self.at).aggregate(cents=Sum("amount_cents"))
        return whole + Money(made["cents"] or 0)

    def _come(self) -> Money:
        """What had come for the dossier before the day of the act, as far as anybody had told the house."""
        rows = received([self.dossier.pk])[self.dossier.pk]
        late = set(
            Direct.objects.filter(reference=self.dossier.pk, reported_at__gte=self.at).values_list("pk", flat=True)
        )
        told = Receipt.objects.filter(reference=self.dossier.pk, received_at__gte=self.at)
        late |= set(told.values_list("pk", flat=True))
        known = [row for row in rows if row.id not in late]
        return Money.total(row.amount for row in known if row.day < self.on - timedelta(days=3))

    def _held(self, paper: Demand) -> Iterator[str]:
        """What was contested or agreed for later, invoice by invoice."""
        by_number = {claim.number: claim for claim in self.claims}
        for item in paper.items:
            claim = by_number.get(item.number)
            if claim is None or claim.invoice_id is None:
                yield f"{item.number} is not in the dossier"
                continue
            apart = self._contested(claim) + self._agreed(claim.invoice_id)
            if item.open.cents > claim.principal_cents - apart:
                yield f"{item.number}: {item.open} asked, {Money(apart)} contested or agreed for later"

    def _contested(self, claim: Claim) -> int:
        for dispute in Dispute.objects.filter(invoice=claim.invoice_id, raised_at__lt=self.at):
            state = DISPUTE.initial
            rows = Turn.objects.filter(dispute=dispute, at__lt=self.at).exclude(event="raise").order_by("at", "pk")
            for event in rows.values_list("event", flat=True):
                state = DISPUTE.after(state, event)
            if state in LIVE:
                return claim.principal_cents if dispute.amount_cents is None else int(dispute.amount_cents)
        return 0

    def _agreed(self, invoice_id: UUID) -> int:
        """Cents that were promised for a day to come, or fall due later by a plan."""
        rows = Covered.objects.filter(invoice=invoice_id, arrangement__made_at__lt=self.at)
        rows = rows.exclude(arrangement__approved_at__gt=self.at)
        rows = rows.exclude(~Q(arrangement__approver=""), arrangement__approved_at=None)
        rows = rows.filter(Q(arrangement__ended_at=None) | Q(arrangement__ended_at__gt=self.at))
        found = 0
        for row in rows.select_related("arrangement"):
            parts = row.arrangement.instalments.values_list("due_date", "amount_cents")
            found += min(row.agreed_cents, sum(cents for due, cents in parts if _until(due, row) >= self.on))
        return found


def _until(due: date, row: Covered) -> date:
    """A promise is waited for some days longer; of a plan each instalment is late after its own day."""
    return last_day(due) if row.arrangement.kind == "promise" else due
