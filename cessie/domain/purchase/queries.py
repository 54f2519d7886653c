"""Offers and purchases with every figure, limited to the viewer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from cessie.domain.credit.insured import awaits_indemnity
from cessie.domain.credit.models import Reservation
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties import queries as parties
from cessie.domain.purchase.models import Cession, Item, Pledge, Proposal
from cessie.domain.purchase.parts import parts_due, with_parts_to_release
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.chart import MANAGED
from cessie.ledger.models import Balance
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One invoice of an offer with its price; ``steps`` say how each figure came about."""

    invoice_id: UUID
    invoice_number: str
    debtor_name: str
    due_date: date
    face: Money
    approved: Money
    financed: Money
    holdback: Money
    undrawn: Money
    fee: Money
    vat: Money
    steps: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """An offer. ``before_set_off = financed - fee - vat``; ``payout`` is what is paid once it is approved."""

    id: UUID
    number: str
    client_id: UUID
    client_name: str
    contract_id: UUID
    state: str
    digest: str
    offered_at: datetime
    expires_at: datetime
    handed_over_at: datetime
    decided_at: datetime | None
    decided_by: str
    replaces: UUID | None
    items: tuple[ItemFacts, ...]
    face: Money
    financed: Money
    holdback: Money
    fee: Money
    vat: Money
    set_off: Money
    payout: Money
    deferred: Money
    carried: Money
    reasons: tuple[Reason, ...] = ()  # why it was blocked or replaced
    top_up: Money = Money(0)  # into the guarantee fund
    replaced_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Glance:
    """How many offers wait for a client's word, whether he has ever pledged an invoice, and whether under a contract of
    his he draws on request, sends his ledger, or has debtors who pay on a dedicated account."""

    offers: int
    pledges: bool
    draws: bool = False
    sends: bool = False
    matches: bool = False


@dataclass(frozen=True, slots=True)
class CessionFacts:
    """The record that an invoice was ceded, with the hash of its deed."""

    invoice_id: UUID
    proposal_id: UUID
    proposal_number: str
    transfer_form: str
    ceded_at: datetime
    document: str
    in_parts: bool  # its holdback goes back as the debtor pays


def proposal(*, viewer: Viewer, proposal_id: UUID) -> ProposalFacts:
    """One proposal, or ``NotFound`` where there is none for the viewer."""
    found = _facts(_visible(viewer).filter(pk=proposal_id))
    if not found:
        raise NotFound("purchase.unknown", N_("There is no such proposal."))
    return found[0]


def proposals(
    *,
    viewer: Viewer,
    client_id: UUID | None = None,
    states: Collection[str] | None = None,
    keys: Collection[UUID] | None = None,
    before: tuple[datetime, UUID] | None = None,
    limit: int = 200,
) -> tuple[ProposalFacts, ...]:
    """Proposals that the viewer may see, newest first; ``before``: behind the one made then with this key."""
    rows = _visible(viewer)
    if before is not None:
        at, key = before
        rows = rows.filter(Q(offered_at__lt=at) | Q(offered_at=at, pk__lt=key))
    if client_id is not None:
        rows = rows.filter(client_id=client_id)
    if states is not None:
        rows = rows.filter(state__in=list(states))
    if keys is not None:
        rows = rows.filter(pk__in=list(keys))
    return _facts(rows.order_by("-offered_at", "-pk")[:limit])


def offers(*, viewer: Viewer, client_id: UUID | None = None) -> tuple[ProposalFacts, ...]:
    """Proposals that wait for the client's word."""
    return proposals(viewer=viewer, client_id=client_id, states=["offered"])


def glance(*, viewer: Viewer, client_id: UUID) -> Glance:
    """What every page of a client shows of his offers and contracts, in one statement; nothing of another's."""
    if not (viewer.sees_all or client_id in viewer.client_ids):
        return Glance(0, pledges=False)
    with connection.cursor() as cursor:
        cursor.execute(
            "select (select count(*) from purchase_proposal where client_id = %s and state = 'offered'),"
            " exists (select from purchase_pledge p join contracts_contract c on c.id = p.contract_id"
            " where c.client_id = %s),"
            " exists (select from contracts_version v join contracts_contract c on c.id = v.contract_id"
            " where c.client_id = %s and v.terms->>'draw_mode' = 'ON_REQUEST' and v.terms->>'transfer_form' = any(%s)),"
            " exists (select from contracts_version v join contracts_contract c on c.id = v.contract_id"
            " where c.client_id = %s and v.terms->>'transmission' = 'BALANCE'),"
            " exists (select from contracts_version v join contracts_contract c on c.id = v.contract_id"
            " where c.client_id = %s and v.terms->>'account_model' like 'DEDICATED%%')",
            [client_id, client_id, client_id, ["SALE", "SUBROGATION", "DAILLY"], client_id, client_id],
        )
        offers, pledges, draws, sends, matches = cursor.fetchone()
    return Glance(offers, pledges=pledges, draws=draws, sends=sends, matches=matches)


def states_of(*, viewer: Viewer, invoice_ids: Collection[UUID]) -> dict[UUID, str]:
    """The state of the newest proposal of each invoice, in one statement: for lists."""
    rows = Item.objects.filter(invoice_id__in=invoice_ids)
    if not viewer.sees_all:
        rows = rows.filter(proposal__client_id__in=viewer.client_ids)
    newest = rows.order_by("proposal__offered_at", "proposal_id").values_list("invoice_id", "proposal__state")
    return dict(newest)


def proposals_of(*, viewer: Viewer, invoice_ids: Collection[UUID]) -> dict[UUID, ProposalFacts]:
    """The newest proposal of each invoice, as far as the viewer may see it."""
    rows = Item.objects.filter(invoice_id__in=invoice_ids).order_by("proposal__offered_at", "proposal_id")
    newest = dict(rows.values_list("invoice_id", "proposal_id"))
    facts = {found.id: found for found in _facts(_visible(viewer).filter(pk__in=newest.values()))}
    return {invoice: facts[key] for invoice, key in newest.items() if key in facts}


def has_offer(invoice_id: UUID) -> bool:
    """Whether the invoice stands in an open offer or is bought; for jobs."""
    return Item.objects.filter(invoice_id=invoice_id, proposal__state__in=("offered", "purchased")).exists()


def is_sold(invoice_id: UUID) -> bool:
    """Whether the invoice was bought or pledged; asked under the lock of its contract."""
    sold = Cession.objects.filter(invoice_id=invoice_id).exists()
    return sold or Pledge.objects.filter(invoice_id=invoice_id).exists()


def open_proposals(invoice_id: UUID) -> tuple[UUID, ...]:
    """The open or blocked offers in which the invoice stands; for jobs."""
    rows = Item.objects.filter(invoice_id=invoice_id, proposal__state__in=["offered", "blocked"])
    return tuple(rows.order_by("proposal_id").values_list("proposal_id", flat=True))


def others_in(proposal_id: UUID, invoice_id: UUID) -> tuple[UUID, ...]:
    """The other invoices of an offer, in its order; for jobs."""
    rows = Item.objects.filter(proposal_id=proposal_id).exclude(invoice_id=invoice_id).order_by("position")
    return tuple(rows.values_list("invoice_id", flat=True))


def last_bought() -> datetime | None:
    """When the house bought last; for jobs."""
    return Cession.objects.order_by("-ceded_at").values_list("ceded_at", flat=True).first()


def offer_with(invoice_id: UUID) -> UUID | None:
    """The open offer in which the invoice stands, if there is one; for jobs."""
    rows = Item.objects.filter(invoice_id=invoice_id, proposal__state="offered")
    return rows.values_list("proposal_id", flat=True).first()


def cessions_of(*, viewer: Viewer, invoice_ids: Collection[UUID]) -> dict[UUID, CessionFacts]:
    """The cession of each invoice that was bought, as far as the viewer may see it."""
    rows = Cession.objects.select_related("proposal").filter(invoice_id__in=invoice_ids)
    rows = rows.annotate(release_mode=KeyTextTransform("release_mode", "proposal__version__terms"))
    if not viewer.sees_all:
        rows = rows.filter(proposal__client_id__in=viewer.client_ids)
    return {
        row.invoice_id: CessionFacts(
            invoice_id=row.invoice_id,
            proposal_id=row.proposal_id,
            proposal_number=row.proposal.number,
            transfer_form=row.transfer_form,
            ceded_at=row.ceded_at,
            document=row.document_id or "",
            in_parts=row.release_mode == "PRO_RATA",
        )
        for row in rows
    }


def offered_under(contract_id: UUID) -> tuple[UUID, ...]:
    """Open offers under a contract, oldest first; for jobs."""
    rows = Proposal.objects.filter(contract_id=contract_id, state="offered").order_by("offered_at", "pk")
    return tuple(rows.values_list("pk", flat=True))


def offered_on(debtor_ids: Collection[UUID]) -> tuple[tuple[UUID, tuple[Reservation, ...]], ...]:
    """Open offers that hold room under these debtors' limits, newest first, with all that each holds; for jobs."""
    keys = Reservation.objects.filter(debtor_id__in=debtor_ids, state="held").values_list("key", flat=True).distinct()
    ids = [UUID(key.removeprefix("proposal:")) for key in keys if key.startswith("proposal:")]
    rows = Proposal.objects.filter(pk__in=ids, state="offered").order_by("-offered_at", "-pk")
    held: dict[str, list[Reservation]] = {}
    for row in Reservation.objects.filter(key__in=[f"proposal:{key}" for key in ids], state="held").order_by("pk"):
        held.setdefault(row.key, []).append(row)
    return tuple((row.pk, tuple(held.get(f"proposal:{row.pk}", ()))) for row in rows)


def lapsed(at: datetime) -> tuple[UUID, ...]:
    """Offers whose time is over, oldest first; for the clock."""
    rows = Proposal.objects.filter(state="offered", expires_at__lte=at).order_by("expires_at", "pk")
    return tuple(rows.values_list("pk", flat=True)[:5000])


def offerable(*, client_id: UUID | None = None) -> tuple[tuple[UUID, UUID], ...]:
    """Accepted invoices that were never offered and are not only managed, as (client, invoice), oldest first; for
    jobs."""
    rows = Invoice.objects.filter(state="accepted", kind="invoice")
    if client_id is not None:
        rows = rows.filter(client_id=client_id)
    rows = rows.exclude(pk__in=Item.objects.values("invoice_id")).exclude(pk__in=Pledge.objects.values("invoice_id"))
    managed = Balance.objects.filter(account__in=MANAGED, invoice_id=OuterRef("pk"))
    rows = rows.filter(~Exists(managed)).order_by("received_at", "pk")
    return tuple(rows.values_list("client_id", "pk")[:5000])


def to_release(invoice_ids: Collection[UUID] | None = None) -> tuple[UUID, ...]:
    """Bought invoices on which nothing is open and something is still held back; of these, or all. For jobs.

    Open ones too of which more is held than must stay, where the contract releases in parts. Those of which an insurer
    still owes the indemnity wait.
    """
    if invoice_ids is None:
        found = (*ledger.closed_with_holdback(), *with_parts_to_release())
    else:
        held, still = ledger.holdbacks(invoice_ids), ledger.bought_amounts(invoice_ids)
        parts = parts_due([key for key in invoice_ids if still[key]])
        found = tuple(key for key in invoice_ids if (held[key] and not still[key]) or key in parts)
    waiting = awaits_indemnity(found)
    return tuple(key for key in found if key not in waiting)


def _visible(viewer: Viewer) -> QuerySet[Proposal]:
    rows = Proposal.objects.all()
    return rows if viewer.sees_all else rows.filter(client_id__in=viewer.client_ids)


def _facts(rows: QuerySet[Proposal]) -> tuple[ProposalFacts, ...]:
    """A constant number of statements, however many proposals."""
    found = list(rows)
    if not found:
        return ()
    items: dict[UUID, list[Item]] = {row.pk: [] for row in found}
    for item in Item.objects.filter(proposal__in=list(items)).select_related("invoice").order_by("position"):
        items[item.proposal_id].append(item)
    debtors = {item.invoice.debtor_id for each in items.values() for item in each if item.invoice.debtor_id}
    called = parties.names({row.client_id for row in found} | debtors)
    newer = dict(Proposal.objects.filter(replaces__in=list(items)).values_list("replaces_id", "pk"))
    return tuple(_proposal(row, items[row.pk], called, newer.get(row.pk)) for row in found)


def _proposal(row: Proposal, items: list[Item], called: dict[UUID, str], newer: UUID | None) -> ProposalFacts:
    def money(cents: int) -> Money:
        return Money(cents, row.currency)

    return ProposalFacts(
        id=row.pk,
        number=row.number,
        client_id=row.client_id,
        client_name=called.get(row.client_id, ""),
        contract_id=row.contract_id,
        state=row.state,
        digest=row.digest,
        offered_at=row.offered_at,
        expires_at=row.expires_at,
        handed_over_at=row.handed_over_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        replaces=row.replaces_id,
        items=tuple(_item(item, row.currency, called) for item in items),
        face=money(sum(item.face_cents for item in items)),
        financed=money(sum(item.financed_cents for item in items)),
        holdback=money(sum(item.holdback_cents for item in items)),
        fee=money(sum(item.fee_cents for item in items)),
        vat=money(sum(item.vat_cents for item in items)),
        set_off=money(row.set_off_cents),
        payout=money(row.payout_cents),
        deferred=money(row.deferred_cents),
        carried=money(row.carried_cents),
        reasons=tuple(Reason.from_json(reason) for reason in row.reasons),
        top_up=money(row.top_up_cents),
        replaced_by=newer,
    )


def _item(item: Item, currency: str, called: dict[UUID, str]) -> ItemFacts:
    return ItemFacts(
        invoice_id=item.invoice_id,
        invoice_number=item.invoice.number,
        debtor_name=called.get(item.invoice.debtor_id, "") if item.invoice.debtor_id else "",
        due_date=item.invoice.due_date,
        face=Money(item.face_cents, currency),
        approved=Money(item.approved_cents, currency),
        financed=Money(item.financed_cents, currency),
        holdback=Money(item.holdback_cents, currency),
        undrawn=Money(item.undrawn_cents, currency),
        fee=Money(item.fee_cents, currency),
        vat=Money(item.vat_cents, currency),
        steps=tuple(Reason.from_json(step) for step in item.steps),
    )
