"""A debtor's answer: he agrees, or says what he owes instead and why. A difference keeps what he owes out."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import lock
from cessie.domain.users.rules.viewer import NotFound, Viewer, system
from cessie.domain.verification.find import find
from cessie.domain.verification.models import Enquiry
from cessie.domain.verification.rules.kinds import DIFFERENCES, WAYS
from cessie.domain.verification.rules.states import ENQUIRY
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason, Refusal

#: Characters of what he says.
LONGEST = 1_000


def answer_enquiry(
    *, enquiry_id: UUID, stated: Money, difference: str = "", words: str = "", way: str, by: Viewer, at: datetime
) -> Enquiry:
    """``stated``: what he says he owes; where it is another amount, ``difference`` says why. The debtor answers on his
    page, or a colleague notes a letter or a call. An answer stays as it is. Locks: the contract, the question.

    Refused: another's question (``NotFound``), no right (``NotAllowed``), answered before (``WrongState``), another
    amount without a reason.
    """
    with transaction.atomic():
        row = seen(enquiry_id, by)
        if by.owes is None:
            by.require("verification.judge")
        lock(row.contract_id)
        row = Enquiry.objects.select_for_update(of=("self",)).select_related("debtor__company").get(pk=enquiry_id)
        agrees = stated == row.amount
        row.state = ENQUIRY.after(row.state, "agree" if agrees else "differ")
        if way not in WAYS or stated.cents < 0 or (not agrees and difference not in DIFFERENCES):
            raise Refusal("verification.no_difference", N_("Say what you owe, and why it differs."))
        row.stated_cents, row.difference = stated.cents, "" if agrees else difference
        row.words, row.way = words.replace("\x00", "").strip()[:LONGEST], way
        row.answered_at, row.answered_by = at, by.key
        row.save()
        if not agrees:
            _differs(row, by, at)
        facts = {"stated": stated, "way": way, "difference": row.difference}
        record(action="verification.answer", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return row


def seen(enquiry_id: UUID, viewer: Viewer) -> Enquiry:
    """The question, where it is his own or he is of the staff; a client does not know of it (``NotFound``)."""
    row = Enquiry.objects.filter(pk=enquiry_id).first()
    if row is None or not (viewer.sees_all or viewer.owes == (row.client_id, row.debtor_id)):
        raise NotFound("verification.no_enquiry", N_("There is no such question."))
    return row


def _differs(row: Enquiry, by: Viewer, at: datetime) -> None:
    """The finding is the house's: a debtor finds nothing in another's books."""
    words = N_("{debtor} says that he owes {stated}, not {amount}: {difference}.")
    facts: dict[str, Fact] = {
        "debtor": row.debtor.company.name, "stated": Money(row.stated_cents or 0, row.currency), "amount": row.amount,
        "difference": DIFFERENCES[row.difference],
    }  # fmt: skip
    find(
        contract_id=row.contract_id, rule="enquiry.differs", severity="hold", key=f"enquiry.differs:{row.pk}",
        reason=Reason("enquiry.differs", words, facts), debtor_id=row.debtor_id, enquiry=row,
        by=by if by.owes is None else system("verification"), at=at,
    )  # fmt: skip
