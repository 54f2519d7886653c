"""Decide that (part of) a bought invoice is closed without money for the house, and who bears it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.invoices.payable import Payable
from cessie.domain.matching import door
from cessie.domain.matching.grounds import ground
from cessie.domain.matching.models import Settlement
from cessie.domain.matching.rules.disposal import Closing
from cessie.domain.matching.rules.kinds import BY_DECISION, SettlingKind
from cessie.domain.matching.rules.policy import HOUSE, Policy
from cessie.domain.matching.rules.states import SETTLEMENT
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.domain.work.open_task import open_task
from cessie.ledger import queries as ledger
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason, Refusal

PROMPT = timedelta(hours=24)
#: How long the same decision about the same invoice counts as the same click.
AGAIN = timedelta(minutes=10)


def settle(
    *, invoice_id: UUID, kind: SettlingKind, amount: Money, note: str, policy: Policy = HOUSE, by: Viewer, at: datetime
) -> Settlement:
    """Close ``amount`` of what is open on a bought invoice: ``indirect_payment`` (the debtor paid the client, P16, with
    the contract's fee), a discount, a withholding or a short payment that was granted (P14: the client bears it), or
    ``unpaid``: a rest that is not coming, which goes back to the client as far as he bears the risk (P15) and is
    the house's loss otherwise (P22, P25).

    Posted at once where terms or law are the ground, where a client is asked for what a debtor paid him, and up to
    what one person may decide (``policy.alone``); otherwise a second person must agree, and so he must to what a
    client reports. The same decision again within minutes gives the first one. Locks: contract, invoice.
    Refused: no right (``NotAllowed``), no note, less than a cent, more than is open (``TooMuch``), an invoice that is
    not there or not his (``NotFound``).
    """
    _require(kind, amount, note)
    with transaction.atomic():
        invoice = door.locked_invoice(invoice_id)
        _require_right(invoice, kind, by)
        same = _made_before(invoice_id, kind, amount, by, at)
        if same is not None:
            return same
        door.require_open(invoice, amount)
        row = Settlement(
            invoice_id=invoice_id, kind=kind, amount_cents=amount.cents, currency=amount.currency,
            state=SETTLEMENT.initial, note=note.strip(), made_at=at, made_by=by.key,
        )  # fmt: skip
        why = _ground(invoice, kind, amount, at, policy)
        row.reasons = [why.to_json()] if why else []
        alone = why is not None or kind == "indirect_payment" or amount <= policy.alone
        if by.kind != "client" and alone:
            door.move(row, "post", at)
            row.save(force_insert=True)
            door.book(row, invoice, by=by, at=at)
        else:
            row.save(force_insert=True)
            _ask(row, invoice, by, at)
        facts = {"invoice": str(invoice_id), "kind": kind, "amount": amount, "state": row.state}
        record(action="matching.settle", subject=row, by=by, at=at, client_id=invoice.client_id, data=facts)
    return row


def _require(kind: str, amount: Money, note: str) -> None:
    if kind not in BY_DECISION:
        raise Refusal("settle.kind", N_("This cannot be decided by hand."))
    if amount.cents <= 0:
        raise Refusal("settle.no_amount", N_("Say how much."))
    if not note.strip():
        raise Refusal("settle.no_note", N_("Say why."))


def _require_right(invoice: Payable, kind: str, by: Viewer) -> None:
    """Staff who match decide; a client may report what a debtor paid him."""
    if by.kind != "client":
        by.require("matching.decide")
        return
    if not by.sees_client(invoice.client_id):
        raise NotFound("matching.unknown_invoice", N_("There is no such invoice."))
    by.require_client(invoice.client_id)
    if kind != "indirect_payment":
        raise NotAllowed("settle.not_by_client", N_("Only the house decides this."))


def _made_before(invoice_id: UUID, kind: str, amount: Money, by: Viewer, at: datetime) -> Settlement | None:
    rows = Settlement.objects.filter(invoice_id=invoice_id, kind=kind, match__isnull=True)
    asked = rows.filter(state="asked").first()
    if asked is not None and asked.amount_cents == amount.cents:
        return asked
    if asked is not None:
        raise Refusal(
            "settle.asked_before", N_("The same waits for a second person with another amount: decline it first.")
        )
    return rows.filter(
        state="posted", amount_cents=amount.cents, made_by=by.key, made_at__gt=at - AGAIN, made_at__lte=at
    ).first()


def _ground(invoice: Payable, kind: SettlingKind, amount: Money, at: datetime, policy: Policy) -> Reason | None:
    before = ledger.bought_amounts([invoice.id], currency=amount.currency)[invoice.id]
    return ground(invoice.id, Closing(kind, amount), open_before=before, paid=booking_day(at), policy=policy)


def _ask(row: Settlement, invoice: Payable, by: Viewer, at: datetime) -> None:
    facts: dict[str, Fact] = {
        "amount": Money(row.amount_cents, row.currency),
        "number": invoice.number,
        "note": row.note,
    }
    open_task(
        key=door.task_key(row.pk),
        kind="settlement.asked",
        subject=("invoices.Invoice", str(invoice.id)),
        reasons=[Reason("settle.asked", N_("{amount} of {number} is to be closed without money: {note}"), facts)],
        evidence={"settlement": str(row.pk), "kind": row.kind},
        client_id=invoice.client_id,
        due_at=at + PROMPT,
        by=by,
        at=at,
    )
