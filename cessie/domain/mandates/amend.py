"""Change a mandate as the debtor agreed: another account of his, or another creditor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.documents.store import store
from cessie.domain.mandates.change import change, locked
from cessie.domain.mandates.models import Amendment, Creditor, Mandate
from cessie.domain.mandates.register import account_of
from cessie.domain.mandates.rules.states import MANDATE
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What the mandate says from now on; blank is what stays."""

    iban: str = ""
    bic: str = ""
    holder: str = ""
    consumer: bool = False
    """Whether the new account is a consumer's."""
    creditor_id: UUID | None = None


@transaction.atomic
def amend(*, mandate_id: UUID, to: Change, scan: bytes, name: str, by: Viewer, at: datetime) -> Mandate:
    """Keep the debtor's word (or the letter of assignment) and what it changes; the first of two people.

    Nothing is collected until a second person has compared (``activate``; between businesses the bank confirms
    anew). The next collection tells the debtor's bank (``amended.untold``). Again does nothing.

    Source: EPC rulebooks: the same mandate goes on with another account, creditor or identifier; an account of the
    creditor alone is no amendment. Another debtor, scheme or reference is another mandate.

    Refused: no right (``NotAllowed``), an unknown mandate or creditor (``NotFound``), a wrong IBAN or holder
    (``register``), nothing that changes, a mandate that was not confirmed yet or has ended (``WrongState``).
    """
    by.require("mandates.enter")
    mandate = locked(mandate_id)
    creditor = mandate.creditor if to.creditor_id is None else Creditor.objects.filter(pk=to.creditor_id).first()
    if creditor is None:
        raise NotFound("mandates.unknown", N_("There is no such creditor or debtor."))
    document = store(data=scan, name=name, channel="own", by=by, at=at).document
    if Amendment.objects.filter(mandate=mandate, document=document).exists():
        return mandate
    before = (mandate.iban, mandate.creditor)
    MANDATE.after(mandate.state, "amend")
    if to.iban:
        mandate.iban = account_of(mandate.scheme, to.iban, to.holder or mandate.holder, consumer=to.consumer)
        mandate.bic, mandate.holder = to.bic, (to.holder or mandate.holder).strip()
        mandate.consumer = to.consumer
    mandate.creditor = creditor
    if before == (mandate.iban, creditor):
        raise Refusal("mandates.nothing_changed", N_("The mandate says this already."))
    _keep(mandate, before, document.pk, by, at)
    mandate.registered_at, mandate.registered_by, mandate.bank_confirmed = at, by.key, False
    return change(mandate, "amend", by=by, at=at)


def _keep(mandate: Mandate, before: tuple[str, Creditor], document: str, by: Viewer, at: datetime) -> None:
    """What it said before; the house's own account alone is nothing that a bank is told."""
    iban, creditor = before
    former = {
        "former_iban": iban if iban != mandate.iban else "",
        "former_identifier": creditor.identifier if creditor.identifier != mandate.creditor.identifier else "",
        "former_name": creditor.account.holder if creditor.account.holder != mandate.creditor.account.holder else "",
    }
    if any(former.values()):
        Amendment.objects.create(mandate=mandate, document_id=document, amended_at=at, amended_by=by.key, **former)
