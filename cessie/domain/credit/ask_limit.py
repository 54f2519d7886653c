"""A client asks for a limit on a debtor."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit.models import LimitRequest
from cessie.domain.parties import queries as parties
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import EUR, Money
from cessie.lib.reasons import N_, Refusal


class AlreadyAsked(Refusal):
    """Another request on this debtor waits for its answer."""


@transaction.atomic
def ask_limit(
    *, client_id: UUID, debtor_id: UUID, amount: Money, note: str = "", by: Viewer, at: datetime
) -> LimitRequest:
    """Note that the client asks to sell up to ``amount`` (incl. VAT) of the debtor's debt; the same again is the same.

    Refused: who may not act for the client (``NotAllowed``), a debtor that is not the client's (``NotFound``), nothing
    or less, another currency, another request that is open (``AlreadyAsked``).
    """
    by.require_client(client_id)
    parties.client(viewer=by, client_id=client_id)
    parties.debtors(viewer=by, client_id=client_id).get(pk=parties.debtor(viewer=by, debtor_id=debtor_id).pk)
    if amount.cents <= 0 or amount.currency != EUR:
        raise Refusal("credit.request_amount", N_("Ask for an amount in euro above zero."))
    new = LimitRequest(
        client_id=client_id, debtor_id=debtor_id, amount_cents=amount.cents, currency=amount.currency,
        note=note.strip(), asked_at=at, asked_by=by.key,
    )  # fmt: skip
    LimitRequest.objects.bulk_create([new], ignore_conflicts=True)
    kept = LimitRequest.objects.get(client_id=client_id, debtor_id=debtor_id, state="asked")
    if kept.pk == new.pk:
        facts = {"debtor": debtor_id, "amount": amount}
        record(action="credit.ask_limit", subject=kept, by=by, at=at, client_id=client_id, data=facts)
    elif kept.amount_cents != amount.cents:
        raise AlreadyAsked("credit.already_asked", N_("Your former request on this debtor waits for its answer."))
    return kept
