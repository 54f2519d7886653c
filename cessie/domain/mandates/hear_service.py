"""Take in what a service told of a mandate: signed on its pages, moved to another account, taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.db import transaction

from cessie.connectors.mandates import Told
from cessie.domain.audit.record import record
from cessie.domain.documents.store import store
from cessie.domain.mandates.amend import Change, amend
from cessie.domain.mandates.models import Feed, Mandate, ServiceEvent, Signing
from cessie.domain.mandates.register import account_of
from cessie.domain.mandates.revoke import revoke
from cessie.domain.mandates.rules.signing import SIGNING
from cessie.domain.mandates.rules.states import MANDATE
from cessie.domain.mandates.signing_door import move, signer_of
from cessie.domain.mandates.take_back import note_told
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.open_task import open_task
from cessie.domain.work.rules.clock import due_after
from cessie.lib.days import booking_day
from cessie.lib.ids import uuid7
from cessie.lib.reasons import N_, Reason, Refusal

Outcome = Literal["done", "known", "unknown", "refused"]
TASK = "mandate.told"
PROMPT = 8  # staffed hours


@transaction.atomic
def hear_service(*, service: str, told: Told, by: Viewer, at: datetime) -> Outcome:
    """Keep the message and do what it says, once; the message is the proof. What was signed, or moved to another
    account, waits for a second person as a mandate on paper does (``activate``).

    ``known``: it was heard before, or says what we know; ``unknown``: of a mandate that we never asked for;
    ``refused``: it cannot be done (a false IBAN, one that has ended). Of the last two a person gets a task.

    Refused: no right (``NotAllowed``). Locks: the signing or the mandate.
    """
    by.require("mandates.enter")
    document = store(data=told.raw, name=f"{told.reference}.json", channel="own", by=by, at=at).document
    before = ServiceEvent.objects.filter(service=service, document=document).first()
    if before is not None:
        return "known"
    event = ServiceEvent(
        id=uuid7(), service=service, document=document, kind=told.kind, reference=told.reference, told_at=told.at,
        heard_at=at,
    )  # fmt: skip
    outcome, reason = _tried(event, told, by, at)
    event.outcome = outcome
    event.save(force_insert=True)
    if outcome == "unknown":
        reason = Reason(TASK, N_("{service} tells of mandate {reference}, which nobody asked for here."),
                        {"service": service, "reference": told.reference})  # fmt: skip
    if reason is not None:
        _ask(event, reason, by, at)
    return outcome


@transaction.atomic
def read_to(*, service: str, position: str, at: datetime) -> None:
    """All before this position has been heard."""
    Feed.objects.update_or_create(service=service, defaults={"position": position, "read_at": at})


def position_of(service: str) -> str:
    """Behind which the feed goes on; blank at the beginning. For jobs."""
    return Feed.objects.filter(pk=service).values_list("position", flat=True).first() or ""


def _tried(event: ServiceEvent, told: Told, by: Viewer, at: datetime) -> tuple[Outcome, Reason | None]:
    try:
        with transaction.atomic():
            outcome, event.mandate = _do(event.service, told, event.document_id, by, at)
    except Refusal as no:
        return "refused", no.reason
    return outcome, None


def _do(service: str, told: Told, document: str, by: Viewer, at: datetime) -> tuple[Outcome, Mandate | None]:
    rows = Signing.objects.select_related("creditor__account", "debtor").select_for_update(of=("self",))
    signing = rows.filter(service=service, reference=told.former or told.reference).first()
    if signing is None:
        return "unknown", None
    mandate = signing.mandate
    if told.kind == "signed":
        return ("known", mandate) if mandate is not None else ("done", _signed(signing, told, document, by, at))
    if mandate is None:
        if told.kind == "cancelled" and signing.state != "declined":
            move(signing, "decline", at=at, data={"service": service, "note": told.reason})
            record(action="mandates.decline", subject=signing, by=signer_of(signing), at=at, data={})
        return ("done" if told.kind == "cancelled" else "unknown"), None
    if told.kind == "cancelled":
        over = revoke(mandate_id=mandate.pk, note=f"{service}: {told.reason}", by=by, at=at)
        note_told(mandate_id=mandate.pk, answer="", by=by, at=at)
        return "done", over
    change = Change(iban=told.iban, bic=told.bic, holder=told.holder, consumer=mandate.consumer)
    name = f"{told.reference}.json"
    return "done", amend(mandate_id=mandate.pk, to=change, scan=told.raw, name=name, by=by, at=at)


def _signed(row: Signing, told: Told, document: str, by: Viewer, at: datetime) -> Mandate:
    """The mandate as the service says it was signed, by whoever was asked; the one who asked does not confirm it."""
    iban = account_of(row.scheme, told.iban, told.holder, consumer=False)
    if told.scheme and told.scheme != row.scheme:
        raise Refusal("mandates.scheme", N_("A mandate is for the Core scheme or between businesses."))
    mandate = Mandate.objects.create(
        id=row.pk, creditor=row.creditor, debtor=row.debtor, reference=row.reference, scheme=row.scheme,
        one_off=row.one_off, iban=iban, bic=told.bic, holder=told.holder.strip(),
        signed_date=told.signed or booking_day(told.at), document_id=document,
        state=MANDATE.after(MANDATE.initial, "sign"), registered_at=at, registered_by=row.asked_by,
    )  # fmt: skip
    row.mandate, row.presented_id = mandate, document
    row.iban, row.holder = iban, mandate.holder
    SIGNING.after(row.state, "vouch")
    move(row, "vouch", at=at, data={"service": row.service, "sha256": document})
    facts = {"debtor": row.debtor_id, "scheme": row.scheme, "document": document, "signed": row.service}
    record(action="mandates.sign", subject=mandate, by=signer_of(row), at=at, data=facts)
    return mandate


def _ask(event: ServiceEvent, reason: Reason, by: Viewer, at: datetime) -> None:
    open_task(
        key=f"{TASK}:{event.pk}", kind=TASK, subject=event.mandate or event, reasons=[reason],
        evidence={"reference": event.reference, "message": event.document_id}, due_at=due_after(at, PROMPT), by=by,
        at=at,
    )  # fmt: skip
