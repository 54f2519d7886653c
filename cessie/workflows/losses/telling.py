"""The insurer is told of unpaid invoices and claims over his service, and heard about claims.

What is to be told is kept before it is sent. What was sent without an answer is never sent again by itself: he is asked
first what he was told, and it carries our reference; if it is not among that, a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Min

from cessie.connectors.errors import AuthFailed, NotFound, OutcomeUnknown, Rejected, Temporary
from cessie.connectors.insurers import CreditInsurer, Overdue
from cessie.domain.credit.models import Claim, Policy, Telling
from cessie.domain.credit.tell import hear_claim, move_telling
from cessie.domain.parties.models import Debtor
from cessie.domain.parties.queries import numbers_of
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Told:
    """How much was sent, and how many decisions on claims were heard."""

    sent: int = 0
    heard: int = 0


def over_service(policy: Policy) -> bool:
    """Whether the insurer of this policy is told over the service that the house has set up."""
    own = policy.client_id is None or policy.number == settings.INSURER["policy"]
    return own and bool(settings.INSURER["url"] and settings.INSURER["non_payments"])


def tell_insurers(*, by: Viewer, at: datetime) -> Told:
    """Tell and hear the insurer that the house has set up; without one nothing happens."""
    if not settings.INSURER["url"] or not settings.INSURER["non_payments"]:
        return Told()
    from cessie.connectors.insurers.atradius import Atradius  # here: its client is loaded when it is needed

    with Atradius(**settings.INSURER) as insurer:
        return run(insurer=insurer, by=by, at=at)


def run(*, insurer: CreditInsurer, by: Viewer, at: datetime) -> Told:
    """Ask what arrived, send what waits, hear about claims. Again does nothing twice.

    Out of reach: the rest waits for the next turn. Not let in (``AuthFailed``): nothing is sent, and the job fails so
    that a person looks.
    """
    for row in Telling.objects.filter(state="sending"):  # whoever sent it was killed
        move_telling(telling_id=row.pk, event="lose", by=by, at=at)
    try:
        _reconcile(insurer, by, at)
        waiting = list(Telling.objects.filter(state="to_send").order_by("asked_at").values_list("pk", flat=True))
        for key in waiting:
            _send(key, insurer, by, at)
        return Told(len(waiting), _hear(insurer, at))
    except Temporary:
        return Told()


def _reconcile(insurer: CreditInsurer, by: Viewer, at: datetime) -> None:
    """What nobody knows the end of: he is asked from the day before on, since his clock and ours may differ."""
    unsure = Telling.objects.filter(state="unsure")
    first = unsure.aggregate(Min("asked_at"))["asked_at__min"]
    if first is None:
        return
    known = insurer.told_since(booking_day(first) - timedelta(days=1))
    for row in unsure:
        if row.pk.hex in known:
            move_telling(telling_id=row.pk, event="tell", reference=known[row.pk.hex], by=by, at=at)


def _send(telling_id: UUID, insurer: CreditInsurer, by: Viewer, at: datetime) -> None:
    row = move_telling(telling_id=telling_id, event="send", by=by, at=at)  # kept before anything leaves
    debtor_id, items = _about(row)
    debtor = Debtor.objects.select_related("company").get(pk=debtor_id)
    buyer = row.buyer
    try:
        buyer = buyer or insurer.find_buyer(debtor.company.country, numbers_of(debtor.company_id))
        tell = insurer.report_overdue if row.declaration_id else insurer.file_claim
        reference = tell(buyer, items, row.pk.hex)
    except (Temporary, AuthFailed):
        move_telling(telling_id=telling_id, event="later", buyer=buyer, by=by, at=at)
        raise
    except OutcomeUnknown as lost:
        move_telling(telling_id=telling_id, event="lose", buyer=buyer, words=str(lost), by=by, at=at)
    except (Rejected, NotFound) as no:
        move_telling(telling_id=telling_id, event="fail", buyer=buyer, words=str(no), by=by, at=at)
    else:
        move_telling(telling_id=telling_id, event="tell", buyer=buyer, reference=reference, by=by, at=at)


def _about(row: Telling) -> tuple[UUID, list[Overdue]]:
    """The debtor and the document, or the lines of a ledger."""
    if row.declaration is not None:
        said = row.declaration
        return said.debtor_id, [Overdue(said.number, said.due_date, Money(said.open_cents, said.currency))]
    claim = Claim.objects.select_related("invoice").get(telling=row)
    invoice = claim.invoice
    if invoice is None:
        lines = claim.lines.order_by("due_date", "number")
        return claim.of_debtor, [Overdue(x.number, x.due_date, Money(x.open_cents, x.currency)) for x in lines]
    return claim.of_debtor, [Overdue(invoice.number, invoice.due_date, Money(claim.claimed_cents, claim.currency))]


def _hear(insurer: CreditInsurer, at: datetime) -> int:
    """Decisions on the claims that he was told of and that wait."""
    rows = Telling.objects.filter(state="told", claim__state="filed")
    first = rows.aggregate(Min("asked_at"))["asked_at__min"]
    if first is None:
        return 0
    ours = {row.pk.hex: row.claim_id for row in rows}
    said = insurer.claims_since(booking_day(first) - timedelta(days=1))
    news = [(ours[each.reference], each) for each in said if ours.get(each.reference)]
    return sum(hear_claim(claim_id=key, said=each, at=at) is not None for key, each in news if key is not None)
