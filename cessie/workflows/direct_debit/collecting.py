"""Money that was fetched under mandates: the bank's line pays the invoices, or takes the payment back.

On the house's own account it is a receipt (P07, P08, P28); on a creditor's own account it is his, and settles what the
house manages for him (P40 and its reverse).
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.banking.models import Line
from cessie.domain.banking.offered import offered
from cessie.domain.managed.models import Receipt
from cessie.domain.managed.receive import receive as take_theirs
from cessie.domain.managed.settle import settle as settle_theirs
from cessie.domain.mandates.rules.recognise import Answer
from cessie.domain.mandates.settle import amounts_of, came_with, come_back, recognised, settle
from cessie.domain.matching.allocate import allocate
from cessie.domain.matching.match import match
from cessie.domain.matching.models import Receipt as OurReceipt
from cessie.domain.matching.receive import receive
from cessie.domain.payments.tasks import ask_about_line
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.queries import bought_amounts, managed_amounts
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.workflows.money.returning import send_back

RULE = "collection"


@transaction.atomic
def recognise(*, line: Line, by: Viewer, at: datetime) -> bool:
    """Take a line that is about collections of ours; whether it was one. What does not fit is asked of a person.

    Locks: the line, what the money does (receipt, contracts, invoices), the collections, their mandates: the order of
    ``mandates.release``, so that a file which leaves and a line that comes never wait for each other in a ring.
    Refused: several that come back in one line, or of a payment that had come in one line with others: a person's.
    """
    now = offered(line.pk)
    answer = Answer(False) if now.taken_by else recognised(now)
    if answer.reasons:
        ask_about_line(now, answer.reasons, by=by, at=at)
    elif answer.returned:
        _take_back(now, answer, by, at)
    elif answer.settled:
        _pay(now, amounts_of(answer.settled), by, at)
        settle(collection_ids=answer.settled, line=now, by=by, at=at)
    return answer.ours


def _pay(line: Line, amounts: dict[UUID, Money], by: Viewer, at: datetime) -> None:
    """What came pays its invoices as far as they are open still; what is over waits for a person."""
    receipt = receive(line_id=line.pk, by=by, at=at)
    open_now = bought_amounts(list(amounts))
    paid = {key: min(amount, open_now[key]) for key, amount in amounts.items() if open_now[key]}
    if paid:
        allocate(receipt_id=receipt.pk, allocations=paid, rule=RULE, by=by, at=at)
    if paid != amounts:
        match(receipt_id=receipt.pk, again=True, by=by, at=at)


def _take_back(line: Line, answer: Answer, by: Viewer, at: datetime) -> None:
    if len(answer.returned) > 1 or answer.settled:
        raise Refusal("mandates.several", N_("Several collections move in one line: a person must do this."))
    ((key, code),) = answer.returned
    receipt = OurReceipt.objects.get(line_id=came_with(key))
    send_back(line_id=line.pk, receipt_id=receipt.pk, by=by, at=at)
    come_back(collection_id=key, code=code, line=line, by=by, at=at)


@transaction.atomic
def recognise_theirs(*, line: Line, by: Viewer, at: datetime) -> Receipt | None:
    """A line on a creditor's own account that is about collections in his name: what came settles his invoices, what
    went back opens them. None where it is none of them, or not all of it is understood: then it is looked at as any.
    """
    now = offered(line.pk, creditors=True)
    answer = Answer(False) if now.taken_by else recognised(now)
    if not answer.ours or answer.reasons or (answer.returned and (answer.settled or len(answer.returned) > 1)):
        return None
    receipt = take_theirs(line_id=now.pk, by=by, at=at)
    if answer.settled and receipt is not None:
        _settle_theirs(receipt, amounts_of(answer.settled), by, at)
        settle(collection_ids=answer.settled, line=now, by=by, at=at)
    for key, code in answer.returned:
        come_back(collection_id=key, code=code, line=now, by=by, at=at)
    return receipt


def _settle_theirs(receipt: Receipt, amounts: dict[UUID, Money], by: Viewer, at: datetime) -> None:
    """Give each invoice what was fetched for it, as far as the engine has not given it already and it is open."""
    given = set(receipt.settlements.filter(state="posted").values_list("invoice_id", flat=True))
    open_now = managed_amounts(list(amounts))
    left = {key: min(amount, open_now[key]) for key, amount in amounts.items() if key not in given and open_now[key]}
    if left:
        settle_theirs(receipt_id=receipt.pk, amounts=left, by=by, at=at)
