"""How much of the limits is taken: of debtors over all clients, of a contract's facility.

``use = sum(open approved part of bought invoices) + reserved`` (factoring-domain 5.3): what is open is asked of the
ledger, what was approved stands in the reservation; an invoice in the books without one counts whole. A part payment
is taken to pay the unapproved part first, so that the limit stays taken as long as it may be needed. Advances on
pledged invoices take their debtors' limits in proportion to what is open of them: the house is repaid by nobody else.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet, Sum

from cessie.domain.contracts.queries import with_their_groups
from cessie.domain.credit.models import CoverRequest, Limit, LimitRequest, Reservation, Suspicion
from cessie.domain.credit.rules.limits import Decision, GroupRoom, Room, effective, in_force
from cessie.domain.parties.groups import debtor_groups
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.receivables import Standing, bought_under, standing
from cessie.ledger.reliance import relied_on
from cessie.lib.money import Money
from cessie.terms.concentration import Concentration
from cessie.terms.contract import Terms


@dataclass(frozen=True, slots=True)
class Facility:
    """What a contract's facility leaves; money owed to the client and not yet paid counts as drawn.

    ``group``: the limit over all clients of his group, where the contract names one; the tighter of the two counts.
    """

    limit: Money
    in_use: Money
    reserved: Money
    group: Facility | None = None

    @property
    def own(self) -> Money:
        """What the contract's own facility leaves to finance, never below 0."""
        return max(Money(0, self.limit.currency), self.limit - self.in_use - self.reserved)

    @property
    def room(self) -> Money:
        """What is left to finance, never below 0."""
        return self.own if self.group is None else min(self.own, self.group.room)

    @property
    def bound(self) -> Money:
        """The limit that leaves the least: the contract's, or the group's."""
        return self.group.limit if self.group is not None and self.group.room < self.own else self.limit


def room(
    debtor_id: UUID, on: date, *, cover_required: bool = False, at: datetime | None = None, but: Collection[UUID] = ()
) -> Room:
    """Limit, use and room of one debtor; words as in ``rooms``."""
    return rooms([debtor_id], on, cover_required=cover_required, at=at, but=but)[debtor_id]


def rooms(
    debtor_ids: Collection[UUID],
    on: date,
    *,
    cover_required: bool = False,
    at: datetime | None = None,
    but: Collection[UUID] = (),
    insured: bool = True,
) -> dict[UUID, Room]:
    """Limit, use and room of each debtor on a day over all clients; the statements do not grow with them.

    ``cover_required``: the contract asks for an insurer's limit (``Terms.cover_required``). ``at``: reservations that
    have run out by then do not count. ``but``: invoices whose own reservation does not count. ``insured``: limits of
    the house's insurer count. Who decides about a contract asks ``rooms_under``.
    """
    groups = debtor_groups(debtor_ids)
    everybody = set(debtor_ids).union(*groups.values())
    decisions = decisions_by(everybody)
    used = _used(everybody)
    held = Reservation.objects.filter(debtor_id__in=everybody, state="held").exclude(invoice_id__in=but)
    reserved = sums_of(held, "debtor_id", "approved_cents", at)

    def group(debtor: UUID) -> GroupRoom | None:
        among = groups.get(debtor, frozenset({debtor}))
        said = [decision for each in among for decision in decisions.get(each, [])]
        limit = in_force(said, "group", on)
        taken = (figures.get(each, Money(0)) for each in among for figures in (used, reserved))
        return None if limit is None else GroupRoom(limit, Money.total(taken))

    def counting(debtor: UUID) -> list[Decision]:
        return [said for said in decisions.get(debtor, []) if insured or said.kind != "insured"]

    return {
        debtor: Room(
            effective(counting(debtor), on, cover_required=cover_required),
            used.get(debtor, Money(0)),
            reserved.get(debtor, Money(0)),
            group(debtor),
        )
        for debtor in debtor_ids
    }


def facility(
    contract_id: UUID,
    terms: Terms,
    *,
    at: datetime | None = None,
    but: Collection[UUID] = (),
    books: Sequence[Standing] | None = None,
) -> Facility:
    """The facility of a contract: funds in use, what is owed to the client, what offers have reserved.

    ``books``: what the ledger said of the contract, where the caller has asked it already.
    """
    nothing, limit = Money(0), terms.limits.facility
    drawn = _drawn([contract_id], books)
    held = Reservation.objects.filter(state="held").exclude(invoice_id__in=but)
    reserved = sums_of(held.filter(contract_id=contract_id), "contract_id", "financed_cents", at)
    group = None
    if terms.limits.group is not None:
        linked = with_their_groups([contract_id])
        promised = sums_of(held.filter(contract_id__in=linked), "contract_id", "financed_cents", at)
        group = Facility(terms.limits.group, _drawn(linked), Money.total(promised.values()))
    return Facility(limit, drawn, reserved.get(contract_id, nothing), group)


def _drawn(contract_ids: Collection[UUID], books: Sequence[Standing] | None = None) -> Money:
    """Funds in use of these contracts; what is owed to a client and not yet paid counts as drawn."""
    lines = [line for line in (standing(contract_ids) if books is None else books) if line.contract in contract_ids]
    accounts = dict.fromkeys(contract_ids, Money(0))
    for line in lines:
        if line.account == "2100":
            accounts[line.contract] += line.amount
    owed = Money.total(min(Money(0), account) for account in accounts.values())
    return Money.total(line.amount for line in lines) - owed


def concentration(
    contract_id: UUID,
    terms: Terms,
    debtor_id: UUID,
    part: Money,
    *,
    at: datetime | None = None,
    but: Collection[UUID] = (),
) -> Concentration | None:
    """What share of the contract's approved open invoices the debtor's group takes; None where no share is agreed.

    ``part``: what the limits bear of the new invoice; ``but``: invoices whose own reservation does not count.
    """
    if terms.limits.concentration is None:
        return None
    bought = bought_under(contract_id)
    approved = approved_of(bought)
    held = Reservation.objects.filter(contract_id=contract_id, state="held").exclude(invoice_id__in=but)
    by_debtor = sums_of(held, "debtor_id", "approved_cents", at)
    for invoice, (debtor, open_) in bought.items():
        counted = min(open_, Money(approved.get(invoice, open_.cents)))
        by_debtor[debtor] = by_debtor.get(debtor, Money(0)) + counted
    group = debtor_groups([debtor_id]).get(debtor_id, frozenset({debtor_id}))
    taken = Money.total(amount for key, amount in by_debtor.items() if key in group)
    others = Money.total(amount for key, amount in by_debtor.items() if key not in group)
    return Concentration(terms.limits.concentration, others, taken, part)


def limits(*, viewer: Viewer, debtor_id: UUID) -> QuerySet[Limit]:
    """Every decision on a debtor, newest first: the staff's alone, for limits of the insurer are confidential."""
    rows = Limit.objects.filter(debtor_id=debtor_id).order_by("-valid_from", "-decided_at", "-id")
    return rows if viewer.sees_all else rows.none()


def suspicion(*, viewer: Viewer, client_id: UUID) -> Suspicion | None:
    """The latest look at a client's year, for the staff alone."""
    if not viewer.sees_all:
        return None
    return Suspicion.objects.filter(client_id=client_id).order_by("-seen_at").first()


def limit_requests(*, viewer: Viewer, client_id: UUID | None = None) -> QuerySet[LimitRequest]:
    """Requests for limits, newest first: all for the staff, a client's own for him."""
    rows = LimitRequest.objects.select_related("client__company", "debtor__company").order_by("-asked_at", "-id")
    if not viewer.sees_all:
        rows = rows.filter(client_id__in=viewer.client_ids)
    return rows if client_id is None else rows.filter(client_id=client_id)


def covers_of(*, viewer: Viewer, request_ids: Collection[UUID]) -> dict[UUID, str]:
    """How far the question to the insurer is for each request; for the staff alone."""
    rows = CoverRequest.objects.filter(request_id__in=request_ids) if viewer.sees_all else CoverRequest.objects.none()
    return dict(rows.values_list("request_id", "state"))


def reservations(*, viewer: Viewer, key: str) -> QuerySet[Reservation]:
    """What a proposal reserved, for those who see its client."""
    rows = Reservation.objects.filter(key=key).order_by("made_at", "id")
    return rows if viewer.sees_all else rows.filter(contract__client_id__in=viewer.client_ids)


def decisions_on(debtor_id: UUID) -> list[Decision]:
    """Every decision on one debtor in the order in which they were made; for verbs."""
    return decisions_by([debtor_id]).get(debtor_id, [])


def decisions_by(debtor_ids: Collection[UUID]) -> dict[UUID, list[Decision]]:
    """The same of several debtors, in one statement; a debtor on whom nobody decided stands in no row."""
    found: dict[UUID, list[Decision]] = {}
    for row in Limit.objects.filter(debtor_id__in=debtor_ids).order_by("decided_at", "id"):
        amount = Money(row.amount_cents, row.currency)
        decision = Decision(row.kind, amount, row.valid_from, row.valid_until, row.decided_at)  # type: ignore[arg-type]  # a constraint holds the kinds
        found.setdefault(row.debtor_id, []).append(decision)
    return found


def _used(debtor_ids: Collection[UUID]) -> dict[UUID, Money]:
    """The open approved part of bought invoices by debtor, and the advances that his pledged ones secure."""
    open_ = relied_on(debtor_ids)
    invoices = [invoice for of_debtor in open_.values() for invoice in of_debtor]
    approved = approved_of(invoices)
    return {
        debtor: Money.total(min(amount, Money(approved.get(invoice, amount.cents))) for invoice, amount in rows.items())
        for debtor, rows in open_.items()
    }


def approved_of(invoice_ids: Collection[UUID]) -> dict[UUID, int]:
    """The approved part of each bought invoice in cents; what was bought without a reservation counts whole."""
    rows = Reservation.objects.filter(invoice_id__in=list(invoice_ids), state="used")
    return dict(rows.values_list("invoice_id", "approved_cents"))


def sums_of(rows: QuerySet[Reservation], by: str, what: str, at: datetime | None) -> dict[UUID, Money]:
    """Money by debtor or contract; reservations that have run out by ``at`` do not count."""
    if at is not None:
        rows = rows.filter(expires_at__gt=at)
    return {key: Money(cents) for key, cents in rows.values_list(by).annotate(total=Sum(what)).order_by()}
