"""Give a debtor's claims out of hand at the end of the ladder, with the package that says all of them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.documents.store import store
from cessie.domain.dunning.dossier import dossier
from cessie.domain.dunning.items import asked
from cessie.domain.dunning.models import HandedOver, HandOver, Touch
from cessie.domain.dunning.rights import require
from cessie.domain.dunning.rules.items import OpenItem
from cessie.domain.dunning.rules.standing import Standing, standing
from cessie.domain.dunning.rules.states import TOUCH
from cessie.domain.invoices.models import Invoice
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.demands import beside
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal


class NothingToHandOver(Refusal):
    """Nothing of this debtor can be handed over: all is paid, disputed, promised or was never reminded of."""


@transaction.atomic
def hand_over(*, client_id: UUID, contract_id: UUID, debtor_id: UUID, by: Viewer, at: datetime) -> HandOver:
    """Close the ladder for what the debtor owes under the contract and keep the package; again: the one that stands.

    What is disputed, promised or planned stays where it is. From now on no run asks for what was handed over.
    Locks: the invoices. Refused: no right or no person (``NotAllowed``), not his (``NotFound``), nothing
    (``NothingToHandOver``), a debtor who was not reminded before.
    """
    require("dunning.hand_over", client_id, by)
    who = by.person
    on = booking_day(at)
    rows = Invoice.objects.filter(client_id=client_id, contract_id=contract_id, debtor_id=debtor_id)
    if not rows.exists():
        raise NotFound("dunning.unknown_debtor", N_("There is no such debtor."))
    list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    ready = _ready(client_id, contract_id, debtor_id, on)
    if not ready:
        return _there(client_id, contract_id, debtor_id)
    claimed = beside([found.item.invoice_id for found in ready])
    data = dossier(ready, claimed, on=on, at=at, by=str(who))
    kept = store(data=data, name=f"claim-{debtor_id}.zip", channel="own", client_id=client_id, by=by, at=at)
    done = HandOver.objects.create(
        client_id=client_id, contract_id=contract_id, debtor_id=debtor_id, document=kept.document, handed_at=at,
        handed_by=by.key,
    )  # fmt: skip
    HandedOver.objects.bulk_create(
        HandedOver(
            hand_over=done, invoice_id=found.item.invoice_id, open_cents=found.cents,
            interest_cents=claimed[found.item.invoice_id].interest.cents,
            costs_cents=claimed[found.item.invoice_id].costs.cents, currency=found.item.open.currency,
        )
        for found in ready
    )  # fmt: skip
    _close_offers(client_id, contract_id, debtor_id)
    facts = {"debtor": debtor_id, "invoices": len(ready), "document": kept.document.pk}
    record(action="dunning.hand_over", subject=done, by=by, at=at, client_id=client_id, data=facts)
    return done


@transaction.atomic
def take_back(*, hand_over_id: UUID, by: Viewer, at: datetime) -> HandOver:
    """The claims come back: the next run asks for them again where its ladder has a step left. Again changes nothing.

    The package stays. Refused: no right or no person (``NotAllowed``), not his (``NotFound``).
    """
    row = HandOver.objects.select_for_update(of=("self",)).filter(pk=hand_over_id).first()
    if row is None:
        raise NotFound("dunning.unknown", N_("There is no such ladder or run."))
    require("dunning.hand_over", row.client_id, by)
    if row.taken_back_at is None and by.person:
        row.taken_back_at, row.taken_back_by = at, by.key
        row.save(update_fields=["taken_back_at", "taken_back_by"])
        HandedOver.objects.filter(hand_over=row).update(stands=False)
        facts = {"debtor": row.debtor_id}
        record(action="dunning.take_back", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return row


def _ready(client_id: UUID, contract_id: UUID, debtor_id: UUID, on: date) -> list[Standing]:
    """What may be handed over of the debtor: late, reminded of, and nothing stands against it."""
    found: list[Standing] = []
    for creditor in (client_id, None):
        for group in asked(creditor, debtors=[debtor_id], on=on):
            own = (item for item in group.items if (item.client_id, item.contract_id) == (client_id, contract_id))
            found += [each for item in own if (each := _claim(item, on)) is not None]
    return found


def _claim(item: OpenItem, on: date) -> Standing | None:
    found = standing(item, on)
    told = item.notice is not None and item.due < on
    return found if told and isinstance(found, Standing) else None


def _there(client_id: UUID, contract_id: UUID, debtor_id: UUID) -> HandOver:
    rows = HandOver.objects.filter(
        client_id=client_id, contract_id=contract_id, debtor_id=debtor_id, taken_back_at__isnull=True
    )
    last = rows.order_by("-handed_at").first()
    if last is None:
        words = N_("Nothing can be handed over: all is paid, stopped, or was never reminded of.")
        raise NothingToHandOver("dunning.nothing_to_hand_over", words)
    return last


def _close_offers(client_id: UUID, contract_id: UUID, debtor_id: UUID) -> None:
    offers = Touch.objects.filter(
        client_id=client_id, contract_id=contract_id, debtor_id=debtor_id, state="offered"
    ).select_for_update(of=("self",))
    for touch in offers.order_by("pk"):
        touch.state = TOUCH.after(touch.state, "hand_over")
        touch.save(update_fields=["state"])
