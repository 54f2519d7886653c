"""Brokers for the staff; customers, ledgers, offers and comparisons for the broker whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from cessie.domain.comparison.models import Broker, Customer, Ledger, Offer, Result, Run
from cessie.domain.comparison.rights import broker_of, no_broker, own_customer
from cessie.domain.comparison.rules.offers import question
from cessie.domain.comparison.rules.outcome import Outcome
from cessie.domain.comparison.rules.told import outcome_of
from cessie.domain.comparison.rules.whole import Comparison, ranked_whole
from cessie.domain.onboarding.models import Assessment, Quote
from cessie.domain.onboarding.queries import no_applicant
from cessie.domain.onboarding.quotes import no_quote
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_

#: By what customers can be sorted.
ORDERS: Final = {"name": "name", "offers": "offer_count", "compared": "compared_at", "since": "added_at"}


def brokers(viewer: Viewer) -> QuerySet[Broker]:
    """Brokers whose people are let in, by name; for the staff."""
    rows = Broker.objects.filter(ended_at__isnull=True).select_related("company").order_by("company__sort_name")
    return rows.prefetch_related("people__user") if viewer.sees_all else rows.none()


def broker(viewer: Viewer, broker_id: UUID) -> Broker:
    """One of them, also one that was ended; ``NotFound`` for everybody but the staff."""
    rows = Broker.objects.select_related("company").prefetch_related("people__user")
    row = rows.filter(pk=broker_id).first() if viewer.sees_all else None
    if row is None:
        raise no_broker()
    return row


def customers(viewer: Viewer, *, text: str = "", sort: str = "") -> QuerySet[Customer]:
    """The broker's customers with ``offer_count`` and ``compared_at``, by name or as ``sort`` says."""
    mine = broker_of(viewer)
    if mine is None:
        return Customer.objects.none()
    rows = Customer.objects.filter(broker=mine).annotate(
        offer_count=Count("offers", filter=Q(offers__ended_at__isnull=True), distinct=True),
        compared_at=Max("runs__asked_at"),
    )
    if text.strip():
        rows = rows.filter(Q(name__icontains=text.strip()) | Q(number__icontains=text.strip()))
    order = ORDERS.get(sort.removeprefix("-"), "name")
    return rows.order_by(f"{'-' if sort.startswith('-') else ''}{order}", "pk")


def ledgers(customer: Customer) -> QuerySet[Ledger]:
    """Its ledgers, the newest first."""
    return Ledger.objects.filter(customer=customer).order_by("-laid_at", "-pk")


def offers(customer: Customer) -> QuerySet[Offer]:
    """Offers that can be compared, by name."""
    return Offer.objects.filter(customer=customer, ended_at__isnull=True).order_by("name")


def runs(customer: Customer) -> QuerySet[Run]:
    """Comparisons with ``played``: how many ways are there; the newest first."""
    rows = Run.objects.filter(customer=customer).select_related("ledger")
    return rows.annotate(played=Count("results")).order_by("-asked_at", "-pk")


def scores(customer: Customer) -> QuerySet[Assessment]:
    """Its entry scores, the newest first."""
    return Assessment.objects.filter(applicant=customer.applicant_id).order_by("-made_at", "-pk")


def own_score(viewer: Viewer, assessment_id: UUID) -> tuple[Customer, Assessment]:
    """One of his customers' scores."""
    row = Assessment.objects.select_related("applicant").filter(pk=assessment_id).first()
    found = Customer.objects.filter(applicant=row.applicant_id).first() if row else None
    if row is None or found is None:
        raise no_applicant()
    return own_customer(viewer, found.pk), row


def sent_quotes(customer: Customer) -> list[Quote]:
    """The quotes that the house sent to this customer, the newest first: drafts are the house's."""
    rows = Quote.objects.filter(applicant=customer.applicant_id, sent_at__isnull=False)
    return list(rows.order_by("-made_at", "-pk")) if customer.applicant_id else []


def sent_quote(viewer: Viewer, quote_id: UUID) -> Quote:
    """One that was sent to a customer of his (``NotFound``)."""
    row = Quote.objects.filter(pk=quote_id, sent_at__isnull=False).first()
    found = Customer.objects.filter(applicant=row.applicant_id).first() if row else None
    if row is None or found is None:
        raise no_quote()
    own_customer(viewer, found.pk)
    return row


def ledger(viewer: Viewer, ledger_id: UUID) -> Ledger:
    """One of his customers' ledgers."""
    row = Ledger.objects.select_related("customer").filter(pk=ledger_id).first()
    if row is None:
        raise NotFound("comparison.no_ledger", N_("There is no such ledger."))
    own_customer(viewer, row.customer_id)
    return row


def offer(viewer: Viewer, offer_id: UUID) -> Offer:
    """One of his customers' offers that can be compared."""
    row = Offer.objects.select_related("customer").filter(pk=offer_id, ended_at__isnull=True).first()
    if row is None:
        raise NotFound("comparison.no_offer", N_("There is no such offer."))
    own_customer(viewer, row.customer_id)
    return row


def run(viewer: Viewer, run_id: UUID) -> Run:
    """One comparison for his customers, with ``played``."""
    rows = Run.objects.select_related("ledger", "customer").annotate(played=Count("results"))
    row = rows.filter(pk=run_id).first()
    if row is None:
        raise NotFound("comparison.no_run", N_("There is no such comparison."))
    own_customer(viewer, row.customer_id)
    return row


def comparison_of(row: Run) -> Comparison:
    """What was compared, with every outcome that is there."""
    told = Result.objects.filter(run=row).values_list("told", flat=True)
    return ranked_whole(
        Comparison(
            of=row.customer.name, question=question(row.asked), outcomes=tuple(map(outcome_of, told)), first=row.first,
            last=row.last, invoices=row.ledger.invoices, debtors=row.ledger.debtors, aside=row.ledger.aside_cents,
            days=row.ledger.days, need=row.need_cents,
        )
    )  # fmt: skip


def how_far(row: Run) -> int:
    """How many of its ways are played."""
    return Result.objects.filter(run=row).count()


def result_keys(row: Run) -> dict[str, UUID]:
    """The keys of a comparison's outcomes by their names."""
    return dict(Result.objects.filter(run=row).values_list("name", "pk"))


def outcome(viewer: Viewer, result_id: UUID) -> tuple[Run, Outcome, Comparison]:
    """One outcome with the comparison in which it stands."""
    row = Result.objects.filter(pk=result_id).only("run_id", "name").first()
    if row is None:
        raise NotFound("comparison.no_run", N_("There is no such comparison."))
    of = run(viewer, row.run_id)
    told = comparison_of(of)
    return of, next(each for each in told.outcomes if each.name == row.name), told


@dataclass(frozen=True, slots=True)
class Moved:
    """An offer in two comparisons: cost and money freed (whole cents) in each, None where it is only in the other."""

    name: str
    cost: tuple[int | None, int | None]
    freed: tuple[int | None, int | None]

    @property
    def same(self) -> bool:
        """Whether both say the same."""
        return self.cost[0] == self.cost[1] and self.freed[0] == self.freed[1]


def moved(before: Comparison, after: Comparison) -> list[Moved]:
    """Each offer of either comparison, in the order of the later one's ranking."""
    one = {each.name: each for each in before.outcomes}
    two = {each.name: each for each in after.outcomes}
    found = []
    for name in [*two, *(name for name in one if name not in two)]:
        pair = (one.get(name), two.get(name))
        cost = tuple(each.cost if each else None for each in pair)
        freed = tuple(int(each.freed) if each else None for each in pair)
        found.append(Moved(name, (cost[0], cost[1]), (freed[0], freed[1])))
    return found
