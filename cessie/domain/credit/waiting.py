"""Limits that are about to lapse: after their last day nothing more of that debtor is bought. Questions to
the insurer that did not reach him. Policies of clients that nobody has looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from cessie.domain.credit.models import ClaimNews, CoverRequest, Limit, NamedLimit, Policy, Telling
from cessie.domain.work.rules.clock import end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason

#: How long before its last day somebody must think of it.
AHEAD = timedelta(days=30)


def _lapsing(at: datetime) -> Iterator[Waiting]:
    said, today = N_("The {kind} limit of {amount} ends on {day} and nothing follows it."), booking_day(at)
    ending = Limit.objects.filter(valid_until__gte=today, valid_until__lte=today + AHEAD, amount_cents__gt=0)
    later = Limit.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=OuterRef("valid_until")),
        debtor=OuterRef("debtor"), kind=OuterRef("kind"), decided_at__gte=OuterRef("decided_at"),
    ).exclude(pk=OuterRef("pk"))  # fmt: skip
    for limit in ending.filter(~Exists(later)).order_by("valid_until", "pk"):
        last = limit.valid_until or today  # the filter leaves none without
        facts: dict[str, Fact] = {"kind": limit.kind, "amount": Money(limit.amount_cents, limit.currency), "day": last}
        yield Waiting(
            subject=("parties.Debtor", str(limit.debtor_id)),
            reasons=(Reason("limit.lapsing", said, facts),),
            due_at=end_of_desk(bank_day_from(last)),
        )


def _unanswered(at: datetime) -> Iterator[Waiting]:
    """The insurer refused the question, or nobody knows whether it arrived: a person asks again, or by hand."""
    refused = N_("The insurer did not take the question: {words}")
    lost = N_("Nobody knows whether the question to the insurer arrived: look at his site before it is sent again.")
    for row in (
        CoverRequest.objects.select_related("request").filter(state__in=["failed", "unsure"]).order_by("asked_at")
    ):
        if row.request.state != "asked":
            continue
        failed = row.state == "failed"
        reason = Reason("cover.failed", refused, {"words": row.words}) if failed else Reason("cover.unsure", lost)
        yield Waiting(
            subject=("credit.LimitRequest", str(row.request_id)),
            reasons=(reason,),
            due_at=end_of_desk(bank_day_from(booking_day(at))),
            client_id=row.request.client_id,
        )


def _noted(at: datetime) -> Iterator[Waiting]:
    """A client's policy covers nothing until a second person has seen the insurer's paper."""
    words = N_("The policy {number} of {insurer} was noted: look at the insurer's paper, it covers nothing until then.")
    for row in Policy.objects.filter(state="noted").order_by("made_at", "pk"):
        yield Waiting(
            subject=("credit.Policy", str(row.pk)),
            reasons=(Reason("policy.noted", words, {"number": row.number, "insurer": row.insurer}),),
            due_at=end_of_desk(bank_day_from(booking_day(row.made_at))),
            client_id=row.client_id,
        )


def _named(at: datetime) -> Iterator[Waiting]:
    """Limits under a client's policy that give more room than before: one task a policy."""
    words = N_("{count} limits under policy {number} were noted: look at the insurer's word, they do not count yet.")
    rows = NamedLimit.objects.select_related("policy").filter(state="noted").order_by("decided_at", "pk")
    of_policy: dict[UUID, list[NamedLimit]] = {}
    for row in rows:
        of_policy.setdefault(row.policy_id, []).append(row)
    for key, noted in of_policy.items():
        policy = noted[0].policy
        yield Waiting(
            subject=("credit.Policy", str(key)),
            reasons=(Reason("limit.noted", words, {"number": policy.number, "count": len(noted)}),),
            due_at=end_of_desk(bank_day_from(booking_day(noted[0].decided_at))),
            client_id=policy.client_id,
        )


def _untold(at: datetime) -> Iterator[Waiting]:
    """The service refused a declaration or a claim, or nobody knows whether it arrived."""
    refused = N_("The insurer did not take {number}: {words}")
    lost = N_("Nobody knows whether the insurer was told of {number}: look at his site before it is sent again.")
    rows = Telling.objects.select_related("declaration", "claim__invoice").filter(state__in=["failed", "unsure"])
    for row in rows.order_by("asked_at"):
        about = row.claim or row.declaration
        if about is None:
            continue
        of = row.claim.client_id if row.claim else row.declaration.client_id if row.declaration else None
        facts: dict[str, Fact] = {"number": about.number, "words": row.words}
        yield Waiting(
            subject=("credit.Telling", str(row.pk)),
            reasons=(Reason(f"telling.{row.state}", refused if row.state == "failed" else lost, facts),),
            due_at=end_of_desk(bank_day_from(booking_day(at))),
            client_id=of,
        )


def _answered(at: datetime) -> Iterator[Waiting]:
    """The insurer said over his service what he decides on a claim; a person notes it."""
    granted = N_("The insurer grants {granted} on claim {number}. {words}")
    refused = N_("The insurer refuses claim {number}: {words}")
    for row in ClaimNews.objects.select_related("claim__invoice").filter(claim__state="filed").order_by("decided_at"):
        facts: dict[str, Fact] = {
            "number": row.claim.number, "granted": Money(row.granted_cents, row.currency), "words": row.words,
        }  # fmt: skip
        yield Waiting(
            subject=("invoices.Invoice", str(row.claim.invoice_id)),
            reasons=(Reason(f"claim.{row.outcome}", refused if row.outcome == "refused" else granted, facts),),
            due_at=end_of_desk(bank_day_from(booking_day(row.heard_at))),
            client_id=row.claim.client_id,
        )


WATCHES = (
    Watch("policy.noted", _noted), Watch("limit.noted", _named), Watch("claim.untold", _untold),
    Watch("claim.answered", _answered), Watch("limit.lapsing", _lapsing), Watch("cover.unanswered", _unanswered),
)  # fmt: skip
