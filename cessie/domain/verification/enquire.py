"""Ask a debtor to confirm what he owes: in his supplier's name where the contract is confidential, else in ours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import lock, terms_on
from cessie.domain.correspondence.letterheads import sender_of
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.rules.papers.enquiry import Enquiry as Paper
from cessie.domain.correspondence.rules.papers.enquiry import EnquiryLine
from cessie.domain.correspondence.write import write_paper
from cessie.domain.keys.debtor_link import debtor_link
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.verification.models import Enquiry
from cessie.domain.verification.policy import figures_at
from cessie.domain.verification.population import Standing, standing_under
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

#: Documents listed in the letter at most; all are in the sum and in what is kept.
LISTED: Final = 40


def enquire(*, contract_id: UUID, debtor_id: UUID, by: Viewer, at: datetime) -> Enquiry:
    """The letter on what is open today under the contract, once while he has not answered: the same again gives it.

    Confidential: written under the client's name and letterhead, without a link, for its address is ours; that no word
    of the house stands in it is checked by whoever writes it (``letter.leak``). Lock: the contract.

    Refused: no right (``NotAllowed``), unknown (``NotFound``), nothing open of this debtor.
    """
    by.require("verification.work")
    day = booking_day(at)
    with transaction.atomic():
        contract = lock(contract_id)
        waiting = Enquiry.objects.filter(contract=contract, debtor_id=debtor_id, state="asked").first()
        if waiting is not None:
            return waiting
        rows = [row for row in standing_under(contract, day) if row.debtor_id == debtor_id]
        if not rows:
            raise Refusal("verification.owes_nothing", N_("Nothing of this customer is open under the contract."))
        rows.sort(key=lambda row: (row.due, row.number))
        figures, _version = figures_at("sample", at)
        enquiry = Enquiry(
            contract=contract, client_id=contract.client_id, debtor_id=debtor_id, as_of=day, currency=contract.currency,
            lines=[[row.number, row.due.isoformat(), row.cents] for row in rows],
            amount_cents=sum(row.cents for row in rows), answer_by=day + timedelta(days=figures["debtor_days"]),
            asked_at=at, asked_by=by.key,
        )  # fmt: skip
        enquiry.message = _write(enquiry, contract, rows, by, at)
        enquiry.save(force_insert=True)
        facts = {"debtor": str(debtor_id), "amount": enquiry.amount, "documents": len(rows)}
        record(action="verification.enquire", subject=enquiry, by=by, at=at, client_id=contract.client_id, data=facts)
    return enquiry


def _write(enquiry: Enquiry, contract: Contract, rows: Sequence[Standing], by: Viewer, at: datetime) -> Message:
    confidential = terms_on(contract.pk, enquiry.as_of)[1].disclosure != "NOTIFIED"
    link = "" if confidential else debtor_link(
        client_id=contract.client_id, debtor_id=enquiry.debtor_id, by=by, at=at
    )  # fmt: skip
    paper = Paper(
        creditor=contract.client.company.name,
        as_of=enquiry.as_of,
        answer_by=enquiry.answer_by,
        total=enquiry.amount,
        lines=tuple(EnquiryLine(row.number, row.due, Money(row.cents, enquiry.currency)) for row in rows[:LISTED]),
        more=max(0, len(rows) - LISTED),
        portal_link=link,
    )
    return write_paper(
        key=f"enquiry:{enquiry.pk}", client_id=contract.client_id, debtor_id=enquiry.debtor_id, about=contract.pk,
        paper=paper, purpose="information", sender=sender_of(client_id=contract.client_id, confidential=confidential),
        by=by, at=at,
    )  # fmt: skip
