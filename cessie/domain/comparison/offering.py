"""Offers to a customer: typed in or taken from a file in the neutral form, each checked whole before it is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.comparison.models import Customer, Offer
from cessie.domain.comparison.rights import may_work, own_customer
from cessie.domain.comparison.rules.offers import question
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def make_offer(*, customer_id: UUID, told: Mapping[str, Any], by: Viewer, at: datetime) -> Offer:
    """The offer as told (``rules.offers``); in place of one of the same name. Locks the customer.

    Refused: not his customer (``NotFound``), an offer that is none (``BadOffer``, naming offer and field).
    """
    customer = may_work(by, own_customer(by, customer_id, lock=True))
    question({"offers": [told]})
    return _keep(customer, told, by, at)


@transaction.atomic
def take_offers(*, customer_id: UUID, data: bytes, by: Viewer, at: datetime) -> list[Offer]:
    """All offers of a file, or none; its reference rates and debtors are noted with the customer. Locks the customer.

    Refused: as ``make_offer``, no JSON.
    """
    customer = may_work(by, own_customer(by, customer_id, lock=True))
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        raise Refusal("comparison.no_json", N_("This file of offers is no JSON.")) from None
    question(told)
    known = {name: told[name] for name in ("reference", "debtors") if name in told}
    if known:
        customer.known = customer.known | known
        customer.save(update_fields=["known"])
    return [_keep(customer, each, by, at) for each in told["offers"]]


@transaction.atomic
def drop_offer(*, offer_id: UUID, by: Viewer, at: datetime) -> Offer:
    """It is compared no more; what was compared with it stays. Again changes nothing.

    Refused: not his (``NotFound``).
    """
    row = Offer.objects.select_for_update(of=("self",)).filter(pk=offer_id).first()
    if row is None:
        raise NotFound("comparison.no_offer", N_("There is no such offer."))
    customer = may_work(by, own_customer(by, row.customer_id))
    if row.ended_at is None:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        record(action="comparison.drop_offer", subject=row, by=by, at=at, client_id=customer.client_id, data={})
    return row


def _keep(customer: Customer, told: Mapping[str, Any], by: Viewer, at: datetime) -> Offer:
    before = Offer.objects.filter(customer=customer, name=told["name"], ended_at__isnull=True).first()
    if before is not None:
        if before.told == told:
            return before
        before.ended_at = at
        before.save(update_fields=["ended_at"])
    row = Offer.objects.create(customer=customer, name=told["name"], told=dict(told), made_at=at, made_by=by.key)
    record(action="comparison.offer", subject=row, by=by, at=at, client_id=customer.client_id, data={})
    return row
