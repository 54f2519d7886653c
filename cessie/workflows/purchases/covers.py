"""The insurer is asked for limits and heard: what he grants, lowers or takes back becomes the insured limit.

A question is kept before it is sent. One that was sent without an answer is never sent again by itself: his decisions
are asked for first, and they carry our reference; if it is not among them, a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min

from cessie.connectors.errors import AuthFailed, NotFound, OutcomeUnknown, Rejected, Temporary
from cessie.connectors.insurers import DECIDED, CoverDecision, CreditInsurer
from cessie.domain.credit.cover import hear, step
from cessie.domain.credit.delegated import client_policy
from cessie.domain.credit.models import CoverNews, CoverRequest, LimitRequest
from cessie.domain.credit.name_limits import Named
from cessie.domain.parties.models import Debtor
from cessie.domain.parties.queries import numbers_of
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import EUR, Money
from cessie.workflows.purchases.limits import decide, name, reconsider


@dataclass(frozen=True, slots=True)
class Asked:
    """How many questions were sent, and how many decisions set a limit."""

    sent: int = 0
    decided: int = 0


def ask_insurers(*, by: Viewer, at: datetime) -> Asked:
    """Ask and hear the insurer that the house has set up; without one nothing happens."""
    if not settings.INSURER["url"]:
        return Asked()
    from cessie.connectors.insurers.atradius import Atradius  # here: its client is loaded when it is needed

    with Atradius(**settings.INSURER) as insurer:
        return run(insurer=insurer, by=by, at=at)


def run(*, insurer: CreditInsurer, by: Viewer, at: datetime) -> Asked:
    """Hear what was decided, then send what waits. Again does nothing twice.

    Out of reach: the rest waits for the next turn. Not let in (``AuthFailed``): nothing is sent, and the job fails so
    that a person looks.
    """
    for row in CoverRequest.objects.filter(state="sending"):  # whoever sent it was killed
        step(cover_id=row.pk, event="lose", by=by, at=at)
    try:
        decided = _hear(insurer, by, at)
        sent = 0
        for row in CoverRequest.objects.filter(state="to_send").order_by("asked_at"):
            decided += _send(row.pk, insurer, by, at)
            sent += 1
    except Temporary:
        return Asked()
    return Asked(sent, decided)


def _hear(insurer: CreditInsurer, by: Viewer, at: datetime) -> int:
    """From the day before the last news on: his clock and ours may differ."""
    first = CoverRequest.objects.exclude(state="to_send").aggregate(Min("asked_at"))["asked_at__min"]
    if first is None:
        return 0
    last = CoverNews.objects.filter(insurer=insurer.name).aggregate(Max("decided_at"))["decided_at__max"]
    since = booking_day(last or first) - timedelta(days=1)
    return sum(_take(said, by, at) for said in insurer.decisions_since(since))


def _take(said: CoverDecision, by: Viewer, at: datetime) -> bool:
    """Ours by the reference, else by the buyer; others of the policy are not ours."""
    rows = CoverRequest.objects.exclude(state="to_send")
    ours = _key(said.reference)
    row = rows.filter(pk=ours).first() if ours else None
    row = row or rows.filter(buyer=said.buyer).order_by("-asked_at").first()
    return row is not None and _apply(row.pk, said, by, at)


def _key(reference: str) -> UUID | None:
    try:
        return UUID(reference)
    except ValueError:
        return None


def _send(cover_id: UUID, insurer: CreditInsurer, by: Viewer, at: datetime) -> bool:
    row = step(cover_id=cover_id, event="send", by=by, at=at)  # kept before anything leaves
    wanted = row.request
    debtor = Debtor.objects.select_related("company").get(pk=wanted.debtor_id)
    buyer = row.buyer
    try:
        buyer = buyer or insurer.find_buyer(debtor.company.country, numbers_of(debtor.company_id))
        said = insurer.request_limit(buyer, Money(wanted.amount_cents, wanted.currency), row.pk.hex)
    except (Temporary, AuthFailed):
        step(cover_id=cover_id, event="later", buyer=buyer, by=by, at=at)
        raise
    except OutcomeUnknown as lost:
        step(cover_id=cover_id, event="lose", buyer=buyer, words=str(lost), by=by, at=at)
        return False
    except (Rejected, NotFound) as no:
        step(cover_id=cover_id, event="fail", buyer=buyer, words=str(no), by=by, at=at)
        return False
    return _apply(cover_id, said, by, at)


@transaction.atomic
def _apply(cover_id: UUID, said: CoverDecision, by: Viewer, at: datetime) -> bool:
    """Keep the decision, set the insured limit by it, and look at the client's request again; whether it set one."""
    sets = said.state in DECIDED and said.granted.currency == EUR
    news = hear(cover_id=cover_id, said=said, sets=sets, by=by, at=at)
    row = CoverRequest.objects.select_related("request").get(pk=cover_id)
    event = "refer" if said.state == "PENDING" else "decide"
    if row.state in ("sending", "unsure") or (row.state, event) == ("pending", "decide"):
        row = step(cover_id=cover_id, event=event, buyer=said.buyer, by=by, at=at)
    if news is None or not news.applied:
        return False
    start = max(said.valid_from, booking_day(said.decided_at))
    _set(row.request, said, start, by, at)
    reconsider(request_id=row.request_id, at=at)
    return True


def _set(asked: LimitRequest, said: CoverDecision, start: date, by: Viewer, at: datetime) -> None:
    """The limit under the policy that the insurer speaks of: the client's own where it has that number."""
    until = None if said.valid_until is None else max(start, said.valid_until)
    covered = None if said.withdrawn_on is None else max(start, said.withdrawn_on)
    source = " ".join([said.insurer, said.cover, said.code, *said.conditions])
    policy = client_policy(asked.client_id, booking_day(at))
    if policy is not None and said.policy and policy.number == said.policy:
        named = Named(asked.debtor_id, said.granted, start, until, covered, source)
        name(policy_id=policy.pk, named=[named], by=by, at=at)
        return
    decide(
        debtor_id=asked.debtor_id, kind="insured", amount=said.granted, valid_from=start, valid_until=until,
        covered_until=covered, source=source, by=by, at=at,
    )  # fmt: skip
