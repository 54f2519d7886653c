"""The bank takes money of a debtor back: a direct debit or a payment that was returned or recalled (P43)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.book_other import line_task_key
from cessie.domain.banking.models import Line
from cessie.domain.banking.take import AlreadyTaken, take
from cessie.domain.trust.door import TAKER, amount_of, gone, locked_receipt, task_key
from cessie.domain.trust.models import Back, Receipt
from cessie.domain.trust.rules.states import RECEIPT
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.ledger.post import post
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


def came_for(line: Line) -> Receipt | None:
    """The one receipt that a debit line brings back: of the same amount, with the same end-to-end id, or from the same
    account where the bank says that it is a return. None where none or several could be meant."""
    if line.amount_cents >= 0:
        return None
    rows = Receipt.objects.filter(
        amount_cents=-line.amount_cents, line__amount_cents=-line.amount_cents, line__value_date__lte=line.value_date,
        line__statement__account=line.statement.account, state__in=["waiting", "kept"],
    )  # fmt: skip
    told = line.end_to_end_id if line.end_to_end_id not in ("", "NOTPROVIDED") else ""
    if told:
        rows = rows.filter(line__end_to_end_id=told)
    elif line.return_reason and line.counterparty_iban:
        rows = rows.filter(line__counterparty_iban=line.counterparty_iban)
    else:
        return None
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


def take_back(*, line_id: UUID, receipt_id: UUID, by: Viewer, at: datetime) -> Back:
    """The debit line takes back this receipt, whole: the claim has not been paid.

    Taken from what is still here for the claim, then for others of the principal; what was passed on to him is a claim
    on him (1410), which the next remittance sets off; the house bears it until then. Again gives the same. Locks: line,
    receipt, contract. Refused: another amount, a receipt that is gone (``WrongState``), a line taken otherwise
    (``AlreadyTaken``).
    """
    by.require("banking.import")
    with transaction.atomic():
        try:
            line = take(line_id=line_id, by_app=TAKER, third_party=True, at=at)
        except AlreadyTaken:
            former = Back.objects.filter(line_id=line_id).first()
            if former is None:
                raise
            return former
        row = locked_receipt(receipt_id)
        if line.amount_cents != -row.amount_cents:
            words = N_("The bank took {taken}, but {amount} came in.")
            raise Refusal("trust.other_amount", words, taken=Money(-line.amount_cents), amount=amount_of(row))
        row.state = RECEIPT.after(row.state, "take_back")
        row.save(update_fields=["state"])
        back = Back(receipt=row, line=line, back_date=line.booked_date, made_at=at, made_by=by.key)
        entry = gone(back, moved=False)
        back.save(force_insert=True)
        post([entry], by=by.key, at=at)
        close(key=task_key(row.pk), decision="taken back", by=by, at=at)
        close(key=line_task_key(line.pk), decision="taken back", by=by, at=at)
        facts = {"line": str(line.pk), "amount": amount_of(row), "passed_on": Money(back.passed_on_cents)}
        record(action="trust.take_back", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return back
