"""The client draws what is available: ordered at once, or asked where it is above the facility."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.availability.drawable import Judged, NotAvailable, drafted, judged, ordered
from cessie.domain.availability.models import Drawing
from cessie.domain.contracts.queries import lock
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_


def draw(*, contract_id: UUID, amount: Money, seen: Money, by: Viewer, at: datetime) -> Drawing:
    """Order ``amount`` to the client's confirmed account as far as it is available, reckoned anew under the locks.

    ``seen``: what the page said is available; a second click finds other figures and orders nothing. What is above the
    facility waits for a person where the contract lets it (``decide``). It leaves as any payout: two people, and a
    changed account holds it. Locks: the contracts of the client's group. Refused: no owner of the client
    (``NotAllowed``), a contract that is not his, does not run or pays out by itself (``NotFound``), more than is
    available or other figures than shown (``NotAvailable``), no confirmed account.
    """
    with transaction.atomic():
        by.require_signer(lock(contract_id).client_id)
        on = judged(contract_id, by=by, at=at)
        if on.drawable != seen:
            words = N_("What is available changed since it was shown: {left}. Look at it again.")
            raise NotAvailable("purchase.available_changed", words, left=on.drawable)
        if not 0 < amount.cents <= on.with_people.cents:
            words = N_("{amount} cannot be drawn: {left} is available.")
            raise NotAvailable("purchase.not_available", words, amount=amount, left=on.drawable)
        _require_none_waits(on)
        drawing = drafted(on, amount, by, at)
        if not drawing.above_cents:
            return ordered(on, drawing, by, at)
        facts = {"number": drawing.number, "amount": amount, "above": Money(drawing.above_cents, drawing.currency)}
        record(action="availability.ask", subject=drawing, by=by, at=at, client_id=drawing.client_id, data=facts)
    return drawing


def draw_all(*, contract_id: UUID, by: Viewer, at: datetime) -> Drawing | None:
    """Where the contract draws by itself: order all that is available; None if that is less than its smallest payout.

    For the night's job. Refused as ``draw``, but for the signer: the contract is his word.
    """
    by.require("availability.run")
    with transaction.atomic():
        on = judged(contract_id, by=by, at=at)
        smallest = max(on.terms.payout_minimum.cents, 1)
        waits = Drawing.objects.filter(contract_id=contract_id, state="asked").exists()
        if not on.terms.auto_draw or waits or on.drawable.cents < smallest:
            return None
        return ordered(on, drafted(on, on.drawable, by, at), by, at)


def _require_none_waits(on: Judged) -> None:
    waits = Drawing.objects.filter(contract=on.contract, state="asked").first()
    if waits is not None:
        words = N_("Drawing {number} waits for a decision: withdraw it, or wait for the answer.")
        raise NotAvailable("availability.waits", words, number=waits.number)
