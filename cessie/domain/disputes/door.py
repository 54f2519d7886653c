"""Whose a dispute is, and the one door through which it changes."""

from __future__ import annotations

from datetime import datetime
from typing import NoReturn
from uuid import UUID

from cessie.domain.audit.record import record
from cessie.domain.disputes.models import Dispute, Turn
from cessie.domain.disputes.rules.raising import unsaid
from cessie.domain.disputes.rules.states import DISPUTE
from cessie.domain.invoices.models import Invoice
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal


def exists_for(invoice: Invoice, viewer: Viewer) -> bool:
    """Whether the invoice is the viewer's: the client's own, owed by the debtor of a link, or the staff's to see."""
    return viewer.sees_client(invoice.client_id) or viewer.owes == (invoice.client_id, invoice.debtor_id)


def side_of(viewer: Viewer) -> str:
    """On whose side the viewer speaks; what the house does by itself is the staff's."""
    return viewer.kind if viewer.kind in ("debtor", "client") else "staff"


def require_owner(invoice: Invoice, by: Viewer) -> None:
    """Refuse (``NotAllowed``) who may not decide for the creditor: staff without the right, a reader, a debtor."""
    if by.kind == "staff":
        by.require("disputes.decide")
    else:
        by.require_client(invoice.client_id)


def locked(dispute_id: UUID, by: Viewer) -> Dispute:
    """The dispute with its invoice under the lock of its row; ``NotFound`` where it is not the viewer's."""
    rows = Dispute.objects.select_related("invoice").select_for_update(of=("self",))
    found = rows.filter(pk=dispute_id).first()
    if found is None or not exists_for(found.invoice, by):
        raise NotFound("disputes.unknown", N_("There is no such dispute."))
    return found


def move(dispute: Dispute, event: str, words: str, *, credit: Money | None = None, by: Viewer, at: datetime) -> Dispute:
    """Change the state of a locked dispute and keep what was said; refused (``WrongState``) where it cannot happen now,
    and without words."""
    dispute.state = DISPUTE.after(dispute.state, event)
    if no := unsaid(words):
        refuse(no)
    dispute.save(update_fields=["state", "answer_by"])
    say(dispute, event, words, credit=credit, by=by, at=at)
    facts = {"invoice": str(dispute.invoice_id), "after": dispute.state}
    if credit:
        facts |= {"credit": str(credit)}
    record(action=f"disputes.{event}", subject=dispute, by=by, at=at, client_id=dispute.invoice.client_id, data=facts)
    return dispute


def say(dispute: Dispute, event: str, words: str, *, credit: Money | None = None, by: Viewer, at: datetime) -> Turn:
    """Keep one turn."""
    return Turn.objects.create(
        dispute=dispute,
        event=event,
        words=words.replace("\x00", "").strip(),
        credit_cents=credit.cents if credit else 0,
        side=side_of(by),
        by=by.key,
        at=at,
    )


def refuse(no: Reason) -> NoReturn:
    """A reason of a rule as a refusal."""
    raise Refusal(no.code, no.message, **no.facts)
