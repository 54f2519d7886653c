"""Decide how much of a debtor's debt the house will stand for, or note what the insurer decided."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit import locks
from cessie.domain.credit.models import LIMIT_KINDS, Limit
from cessie.domain.parties import queries as parties
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import EUR, Money
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def set_limit(
    *,
    debtor_id: UUID,
    kind: str,
    amount: Money,
    valid_from: date,
    valid_until: date | None = None,
    covered_until: date | None = None,
    source: str = "",
    by: Viewer,
    at: datetime,
) -> Limit:
    """A decision incl. VAT from a day on, ``own``, ``insured`` or ``group``; 0 refuses or withdraws. It replaces the
    ones before. ``covered_until``: a notice; new purchases stop at once, what was bought stays covered until that day.

    The same decision as the newest one of that day is not written again. Offers already made keep their reservation
    and are looked at again when they are accepted. Refused: an unknown debtor or kind, a negative amount, another
    currency, an end before the start.
    """
    by.require("credit.set_limit")
    _require(kind, amount, valid_from, valid_until or covered_until)
    parties.debtor(viewer=by, debtor_id=debtor_id)
    locks.take(contract_ids=(), debtor_ids=[debtor_id])
    of_day = Limit.objects.filter(debtor_id=debtor_id, kind=kind, valid_from=valid_from)
    newest = of_day.order_by("-decided_at", "-id").first()
    said = (amount.cents, valid_until, covered_until, source)
    if (
        newest is not None
        and (newest.amount_cents, newest.valid_until, newest.covered_until_date, newest.source) == said
    ):
        return newest
    limit = Limit.objects.create(
        debtor_id=debtor_id,
        kind=kind,
        amount_cents=amount.cents,
        currency=amount.currency,
        valid_from=valid_from,
        valid_until=valid_until,
        covered_until_date=covered_until,
        source=source,
        decided_at=at,
        decided_by=by.key,
    )
    facts = {"debtor": debtor_id, "kind": kind, "amount": amount, "valid_from": valid_from, "valid_until": valid_until}
    record(action="credit.set_limit", subject=limit, by=by, at=at, data=facts)
    return limit


def _require(kind: str, amount: Money, valid_from: date, valid_until: date | None) -> None:
    if kind not in LIMIT_KINDS:
        raise Refusal("credit.limit_kind", N_("There is no kind of limit {kind}."), kind=kind)
    if amount.cents < 0:
        raise Refusal("credit.limit_negative", N_("A limit cannot be negative."))
    if amount.currency != EUR:
        raise Refusal(
            "credit.limit_currency", N_("A limit in {currency} is not possible yet."), currency=amount.currency
        )
    if valid_until is not None and valid_until < valid_from:
        raise Refusal("credit.limit_ends_early", N_("The limit would end before it begins."))
