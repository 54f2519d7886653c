"""What a house that collects by direct debit has on its pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from cessie.connectors.mandates import Told
from cessie.domain.banking.models import Account
from cessie.domain.mandates.activate import activate
from cessie.domain.mandates.hear_service import hear_service
from cessie.domain.mandates.invite import invite
from cessie.domain.mandates.models import Mandate
from cessie.domain.mandates.prepare import prepare
from cessie.domain.mandates.propose import propose
from cessie.domain.mandates.register import register
from cessie.domain.mandates.revoke import revoke
from cessie.domain.mandates.set_up_creditor import set_up_creditor
from cessie.domain.mandates.take_back import note_untold
from cessie.domain.users.rules.viewer import system

if TYPE_CHECKING:
    from tests.portals.house import Stage  # which has these things on its pages


def signed(stage: Stage) -> Mandate:
    """The house may collect from the debtor: one mandate that serves, and one to compare."""
    people, at = stage.house.staff, stage.at
    account = Account.objects.get(purpose="collection")
    creditor = set_up_creditor(
        account_id=account.pk, identifier="BE81ZZZ0123456749", notice_days=1, by=people.administrator, at=at
    )
    mandates = [
        register(
            creditor_id=creditor.pk, debtor_id=stage.buyer.debtor_id, scheme=scheme, iban=stage.buyer.actor.iban,
            holder=stage.buyer.actor.name, signed_date=stage.today - timedelta(days=3), scan=scheme.encode(),
            name="mandate.pdf", by=people.treasury, at=at,
        )
        for scheme in ("CORE", "B2B")
    ]  # fmt: skip
    return activate(mandate_id=mandates[0].pk, by=people.second_treasury, at=at)


def entrusted(stage: Stage, first: Mandate) -> Mandate:
    """One that was signed on a service's pages and revoked here, which the service did not take."""
    people, at, creditor = stage.house.staff, stage.at, first.creditor

    def signs_at(service: str) -> None:
        set_up_creditor(
            account_id=creditor.account_id, identifier=creditor.identifier, notice_days=1, service=service,
            template=service and "CT1", by=people.administrator, at=at,
        )  # fmt: skip

    signs_at("twikey")
    asked = invite(
        creditor_id=creditor.pk, debtor_id=stage.buyer.debtor_id, scheme="CORE", email="ap@buyer.example",
        by=people.treasury, at=at,
    ).signing  # fmt: skip
    signs_at("")
    told = Told(
        kind="signed", reference=asked.reference, at=at, raw=b'{"Mndt": {}}', iban=stage.buyer.actor.iban,
        holder=stage.buyer.actor.name, scheme="CORE", signed=stage.today,
    )  # fmt: skip
    hear_service(service="twikey", told=told, by=system("test"), at=at)
    revoke(mandate_id=asked.pk, note="by telephone", by=people.treasury, at=at)
    note_untold(mandate_id=asked.pk, answer="no such mandate [400]", final=True, by=system("test"), at=at)
    return Mandate.objects.get(pk=asked.pk)


def debited(stage: Stage) -> dict[str, Any]:
    """The same, and a collection in a file that waits for its release."""
    people, at = stage.house.staff, stage.at
    first = signed(stage)
    sold = stage.hand_in("GEHEIM-ECHO-55555", 500_00)  # one that nobody contests and nobody promised to pay
    stage.approve("GEHEIM-ECHO-55555")
    assert sold.invoice_id is not None
    leaves = propose(
        invoice_id=sold.invoice_id, mandate_id=first.pk, notified_date=stage.today, by=system("test"), at=at
    )  # fmt: skip
    file = prepare(creditor_id=first.creditor_id, by=people.treasury, at=at)
    over = entrusted(stage, first)
    return {"mandate_id": first.pk, "entrusted_id": over.pk, "collection_id": leaves.pk, "file_id": file.pk}
