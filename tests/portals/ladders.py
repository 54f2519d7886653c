"""A client's ladder with a run that waits to be looked through, and claims that were handed over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cessie.domain.documents.store import store
from cessie.domain.dunning.models import HandOver, Run, Touch, TouchItem
from cessie.domain.dunning.rules.presets import preset
from cessie.domain.dunning.set_ladder import set_ladder
from cessie.domain.invoices.models import Invoice
from cessie.domain.users.rules.viewer import system
from cessie.lib.days import booking_day

if TYPE_CHECKING:  # the stage fills itself with this
    from tests.portals.house import Stage


def climbed(stage: Stage, invoice_id: UUID) -> dict[str, Any]:
    """The things that the addresses of ladders name."""
    by, day = system("test"), booking_day(stage.at)
    client = stage.own.client_id
    version = set_ladder(
        client_id=client, ladder=preset("BE", "b2b"), mode="draft", valid_from=day, note="As agreed", by=by, at=stage.at
    )
    run = Run.objects.create(client_id=client, on=day, state="draft", begun_at=stage.at, begun_by=by.key)
    invoice = Invoice.objects.get(pk=invoice_id)
    of = {"client_id": client, "contract_id": invoice.contract_id, "debtor_id": invoice.debtor_id}
    touch = Touch.objects.create(run=run, version=version, on=day, step=2, act="message", tone="friendly", **of)
    TouchItem.objects.create(
        touch=touch, invoice=invoice, step=2, on=day, asked_cents=invoice.payable_cents, interest_cents=0,
        costs_cents=0, since_date=day - timedelta(days=9), days_late=9,
    )  # fmt: skip
    kept = store(data=b"PK", name="claims.zip", channel="own", client_id=client, by=by, at=stage.at).document
    given = HandOver.objects.create(document=kept, handed_at=stage.at, handed_by=by.key, **of)
    return {"climb_id": run.pk, "touch_id": touch.pk, "package_id": given.pk, "segment": "b2b"}
