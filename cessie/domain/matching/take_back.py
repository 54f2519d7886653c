"""The bank takes a debtor's payment back: the invoices that it paid are open again, the money is gone (P28)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.book_other import line_task_key
from cessie.domain.banking.models import Line
from cessie.domain.banking.take import take
from cessie.domain.invoices.payable import Payable, lock
from cessie.domain.matching.allocate import lock_receipt, task_key
from cessie.domain.matching.entries import claims_of
from cessie.domain.matching.models import Allocation, ClaimShare, Match, Receipt
from cessie.domain.matching.postings import about
from cessie.domain.matching.rules.states import MATCH
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims, Entry, Event
from cessie.ledger.post import post
from cessie.ledger.receivables import doubtful_of
from cessie.ledger.reverse import reversal
from cessie.ledger.rules import nonpayment
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

#: Who took the bank's line of a payment that went back, and of what the bank charges for it.
TAKER = "returns"


class NotItsReturn(Refusal):
    """The line does not take this receipt back."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The receipt that is gone, and the invoices that are open again."""

    receipt_id: UUID
    invoice_ids: tuple[UUID, ...]


@transaction.atomic
def take_back(*, line_id: UUID, receipt_id: UUID, by: Viewer, at: datetime) -> TakenBack:
    """Post that the payment of a debtor went back by this debit line: P28 for each invoice, then for the money.

    Again does nothing. Inner door of ``workflows.money.returning``, which locks the contracts first and holds back anew
    what was released. Locks: the receipt, its invoices, the line.

    Refused: no right (``NotAllowed``), an unknown receipt (``NotFound``), one that another line took back, a line of
    another account or amount (``NotItsReturn``), money of which a part went elsewhere than to invoices: that match is
    undone first; a line that is taken (``banking.AlreadyTaken``) or not offered (``banking.NotOffered``).
    """
    by.require("matching.decide")
    receipt = lock_receipt(receipt_id)
    matches = list(Match.objects.filter(receipt=receipt, state="posted").order_by("pk"))
    paid = list(Allocation.objects.filter(match__in=matches).order_by("invoice_id"))
    beside = set(ClaimShare.objects.filter(match__in=matches).values_list("invoice_id", flat=True))
    if receipt.returned_line_id == line_id:
        return TakenBack(receipt.pk, ())
    if receipt.returned_line_id is not None:
        raise NotItsReturn("matching.returned_before", N_("Another line has taken this payment back before."))
    invoices = {invoice.id: invoice for invoice in lock({row.invoice_id for row in paid} | beside)}
    line = take(line_id=line_id, by_app=TAKER, at=at)
    _require_fit(line, receipt, matches)
    claims = _claimed_again(matches, invoices, line, receipt)
    post([*_reopened(paid, invoices, line, receipt), *claims, _gone(line, receipt)], by=by.key, at=at)
    for match in matches:
        match.state = MATCH.after(match.state, "reverse")
        match.reversed_at, match.reversed_by = at, by.key
        match.save(update_fields=["state", "reversed_at", "reversed_by"])
    Allocation.objects.filter(match__in=matches).update(live=False)
    ClaimShare.objects.filter(match__in=matches).update(live=False)
    receipt.returned_line = line
    receipt.save(update_fields=["returned_line"])
    close(key=task_key(receipt), decision="it went back", by=by, at=at)
    close(key=line_task_key(line.pk), decision="a payment that went back", by=by, at=at)
    facts = {"line": str(line.pk), "amount": Money(receipt.amount_cents, receipt.currency)}
    record(action="matching.take_back", subject=receipt, by=by, at=at, data=facts)
    return TakenBack(receipt.pk, tuple(sorted(invoices)))


def _require_fit(line: Line, receipt: Receipt, matches: list[Match]) -> None:
    there = Line.objects.select_related("statement").get(pk=receipt.line_id)
    same = line.statement.account_id == there.statement.account_id and line.currency == receipt.currency
    if not same or line.amount_cents != -receipt.amount_cents:
        amount = Money(receipt.amount_cents, receipt.currency)
        words = N_("The line takes {moved} from its account, the payment was {amount}.")
        moved = abs(Money(line.amount_cents, line.currency))
        raise NotItsReturn("matching.not_its_return", words, moved=moved, amount=amount)
    if any(match.uses.exists() or match.settlements.exists() for match in matches):
        words = N_(
            "A part of this payment did not go to an invoice, or a rest was closed with it: undo that match first."
        )
        raise NotItsReturn("matching.undo_first", words)


def _reopened(paid: list[Allocation], invoices: dict[UUID, Payable], line: Line, receipt: Receipt) -> list[Entry]:
    """Each invoice is open again, where it stands: doubtful ones as doubtful."""
    unsure = doubtful_of(list(invoices), currency=receipt.currency)
    return [
        nonpayment.reopen(
            event=Event(
                f"return/{line.pk}/{row.invoice_id}", line.booked_date, line.value_date, invoices[row.invoice_id].number
            ),
            amount=Money(row.amount_cents, receipt.currency),
            of=about(invoices[row.invoice_id], receipt.line_id),
            doubtful=row.invoice_id in unsure,
        )
        for row in paid
    ]


def _claimed_again(matches: list[Match], invoices: dict[UUID, Payable], line: Line, receipt: Receipt) -> list[Entry]:
    """What the payment settled beside the invoices stands again, and is no income any more."""
    booked = [
        entry
        for match in matches
        for posted in claims_of(match, receipt, invoices, line.booked_date)
        if (entry := ledger.entry_id(posted.key)) is not None
    ]
    originals = ledger.bookings(entry_ids=booked) if booked else []
    return [reversal(original, booking_date=line.booked_date, text="") for original in originals]


def _gone(line: Line, receipt: Receipt) -> Entry:
    return nonpayment.send_back(
        event=Event(f"return/{line.pk}", line.booked_date, line.value_date),
        amount=Money(receipt.amount_cents, receipt.currency),
        of=Dims(reference=receipt.line_id, bank=line.statement.account_id),
    )
