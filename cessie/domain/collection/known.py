"""All that is known of dossiers on a day, for the rules: a constant number of statements, however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal
from uuid import UUID

from django.conf import settings

from cessie.domain.collection.models import Act, Claim, Complaint, Cost, Dossier
from cessie.domain.collection.received import lowered, paid_on
from cessie.domain.collection.rules.contact import Made as Contacted
from cessie.domain.collection.rules.facts import ClaimFacts, DossierFacts, Made
from cessie.domain.collection.segment import segments
from cessie.domain.dunning.past import ELECTRONIC, past_of
from cessie.domain.dunning.pauses import pauses_of
from cessie.domain.dunning.rules.items import Notice, Pause
from cessie.domain.parties.mark import marks_of
from cessie.lib.days import booking_day
from cessie.lib.money import Money

_NATURAL: Final = frozenset({"consumer", "sole_trader"})


@dataclass(frozen=True, slots=True)
class Known:
    """One dossier: ``pauses`` by claim; ``acts`` done or left out, oldest first; ``planned``: the one to come;
    ``told``: our first letter to him."""

    dossier: Dossier
    facts: DossierFacts
    rows: tuple[Claim, ...]
    marks: frozenset[str]
    pauses: Mapping[UUID, tuple[Pause, ...]]
    acts: tuple[Act, ...]
    told: Notice | None
    complaint: bool
    planned: Act | None = None

    @property
    def natural_person(self) -> bool:
        """Whether the debtor is a person and no company."""
        return self.facts.segment == "b2c" or not self.marks.isdisjoint(_NATURAL)

    @property
    def registered(self) -> bool:
        """Whether the house may press persons in his country (Wki; FPS Economy)."""
        return self.facts.country in settings.COLLECTOR_REGISTRATIONS

    @property
    def contacts(self) -> tuple[Contacted, ...]:
        """Every contact that was made."""
        return tuple(
            Contacted(act.kind, booking_day(act.done_at)) for act in self.acts if act.done_at and act.state == "done"
        )


def known(dossiers: Sequence[Dossier], on: date) -> dict[UUID, Known]:
    """What is known of each; they come with ``debtor__company``."""
    keys = [dossier.pk for dossier in dossiers]
    claims = _by(Claim.objects.filter(dossier__in=keys, live=True).order_by("due_date", "number", "pk"))
    flat = [claim for rows in claims.values() for claim in rows]
    marks = marks_of({dossier.debtor.company_id for dossier in dossiers})
    of = {dossier.pk: frozenset(marks[dossier.debtor.company_id]) for dossier in dossiers}
    part = segments([(dossier.client_id, dossier.debtor) for dossier in dossiers])
    invoices = {claim.invoice_id: of[claim.dossier_id] for claim in flat if claim.invoice_id is not None}
    notices = past_of(list(invoices), ()).notice
    pauses = pauses_of(invoices, on)
    acts = _by(Act.objects.filter(dossier__in=keys).select_related("message").order_by("round", "step"))
    costs = _by(Cost.objects.filter(dossier__in=keys, dropped_at__isnull=True).order_by("from_date", "pk"))
    trusted = paid_on(keys, flat)
    direct, credited = lowered(flat)
    complaints = set(Complaint.objects.filter(dossier__in=keys, state="open").values_list("dossier_id", flat=True))
    found = {}
    for dossier in dossiers:
        rows, told = tuple(claims[dossier.pk]), _told(acts[dossier.pk])
        facts = DossierFacts(
            dossier.debtor.company.country, part[dossier.client_id, dossier.debtor_id],
            tuple(_claim(row, dossier, notices, told) for row in rows),
            (*trusted[dossier.pk], *(each for row in rows for each in direct[row.pk])),
            tuple(each for row in rows for each in credited[row.pk]),
            tuple(_cost(row) for row in costs[dossier.pk]), "insolvent" in of[dossier.pk],
        )  # fmt: skip
        held = {row.pk: pauses.get(row.invoice_id, ()) if row.invoice_id else () for row in rows}
        done = tuple(act for act in acts[dossier.pk] if act.state != "planned")
        planned = next((act for act in acts[dossier.pk] if act.state == "planned"), None)
        complaint = dossier.pk in complaints
        found[dossier.pk] = Known(dossier, facts, rows, of[dossier.pk], held, done, told, complaint, planned)
    return found


def _by(rows: Collection[Claim] | Collection[Act] | Collection[Cost]) -> dict[UUID, list]:  # type: ignore[type-arg]  # of whichever rows came
    found = defaultdict(list)
    for row in rows:
        found[row.dossier_id].append(row)
    return found


def _claim(row: Claim, dossier: Dossier, notices: Mapping[UUID, Notice], told: Notice | None) -> ClaimFacts:
    return ClaimFacts(
        row.pk, row.number, row.issue_date, row.due_date, Money(row.principal_cents, row.currency),
        booking_day(row.added_at), _rate(row.rate), row.clause, _notice(row, dossier, notices, told),
    )  # fmt: skip


def _rate(text: str) -> Decimal | Literal["maximum"] | None:
    if text == "maximum":
        return "maximum"
    return Decimal(text) if text else None


def _notice(row: Claim, dossier: Dossier, notices: Mapping[UUID, Notice], told: Notice | None) -> Notice | None:
    """The first reminder: of the ladder, or as the principal says, or our own first letter that came after it was taken
    in. A Dutch 14-day letter must be shown to name the sum: the principal's word is not enough."""
    if row.invoice_id is not None and row.invoice_id in notices:
        return notices[row.invoice_id]
    if row.notice_date is not None and dossier.debtor.company.country != "NL":
        return Notice(row.notice_date, "electronic" if row.notice_channel == "electronic" else "post")
    return told if told is not None and told.sent >= booking_day(row.added_at) else None


def _told(acts: Sequence[Act]) -> Notice | None:
    """Our first letter that left."""
    messages = [act.message for act in acts if act.message is not None]
    sent = [(message.told_at, message) for message in messages if message.told_at is not None]
    if not sent:
        return None
    at, first = min(sent, key=lambda each: each[0])
    day = booking_day(at)
    if first.channel not in ELECTRONIC:
        return Notice(day, "post")
    return Notice(day, "electronic", day if first.state == "delivered" else None)


def _cost(row: Cost) -> Made:
    return Made(str(row.pk), row.from_date, Money(row.amount_cents, row.currency), row.kind, row.article)
