"""What follows when a collection did not succeed: the mandate, another try, a person's task."""

from __future__ import annotations

from datetime import date, datetime

from cessie.domain.mandates.change import change, locked
from cessie.domain.mandates.models import Collection, Mandate
from cessie.domain.mandates.propose import end_to_end_id
from cessie.domain.mandates.rules.reason_codes import STEPS
from cessie.domain.mandates.rules.returned import Follows, Happened, Policy, follows
from cessie.domain.mandates.rules.states import MANDATE, ON_ITS_WAY
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.open_task import open_task
from cessie.domain.work.rules.clock import due_after
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

TASK = "collection.failed"
PROMPT = 8  # staffed hours


def follow(row: Collection, *, code: str, on: date, by: Viewer, at: datetime) -> Follows:
    """Do what the rules say of a collection that was rejected or came back; the collection is locked, its state moved.

    Another try is proposed at most once for each collection; it leaves once the debtor was told anew. A person always
    gets a task with what the code asks of him.
    """
    mandate = locked(row.mandate_id)
    happened = Happened(code=code, on=on, scheme=mandate.scheme, settled=row.settled_date)
    policy = Policy(notice_days=mandate.creditor.notice_days, instalment=row.instalment_id is not None)
    done = follows(happened, policy, tried_again=_tries(row), failures=_failures(row))
    if done.mandate and MANDATE.allows(mandate.state, done.mandate):
        change(mandate, done.mandate, note=code, by=by, at=at)
    reasons = list(done.reasons)
    if done.retry_date is not None and _may_try_again(row, mandate):
        _try_again(row, mandate, done.retry_date, by, at)
        words = N_("Tell the debtor that it is collected once more on {day}.")
        reasons.append(Reason("mandates.tell", words, {"day": done.retry_date}))
    else:
        reasons.append(Reason(f"mandates.step.{done.step}", STEPS[done.step]))
    row.reasons = [reason.to_json() for reason in reasons]
    row.save(update_fields=["reasons"])
    _ask(row, reasons, by, at)
    return done


def _tries(row: Collection) -> int:
    count, before = 0, row.retry_of
    while before is not None:
        count, before = count + 1, before.retry_of
    return count


def _failures(row: Collection) -> int:
    """How often in a row, before this one, a collection under the mandate failed."""
    ended = Collection.objects.filter(mandate_id=row.mandate_id, state__in=["settled", "rejected", "returned"])
    count = 0
    for state in ended.exclude(pk=row.pk).order_by("-collection_date", "-pk").values_list("state", flat=True)[:20]:
        if state == "settled":
            break
        count += 1
    return count


def _may_try_again(row: Collection, mandate: Mandate) -> bool:
    """The mandate serves still, and nothing else of the invoice is on its way."""
    way = Collection.objects.filter(invoice_id=row.invoice_id, state__in=sorted(ON_ITS_WAY))
    return mandate.state == "active" and not mandate.one_off and not way.exists()


def _try_again(row: Collection, mandate: Mandate, day: date, by: Viewer, at: datetime) -> None:
    key = uuid7()
    Collection.objects.create(
        id=key, mandate=mandate, invoice_id=row.invoice_id, instalment_id=row.instalment_id,
        amount_cents=row.amount_cents, currency=row.currency, collection_date=day, end_to_end_id=end_to_end_id(key),
        retry_of=row, proposed_at=at, proposed_by=by.key,
    )  # fmt: skip


def _ask(row: Collection, reasons: list[Reason], by: Viewer, at: datetime) -> None:
    open_task(
        key=f"{TASK}:{row.pk}",
        kind=TASK,
        subject=row,
        reasons=reasons,
        evidence={"amount": str(Money(row.amount_cents, row.currency)), "reference": row.end_to_end_id},
        client_id=row.invoice.client_id,
        due_at=due_after(at, PROMPT),
        by=by,
        at=at,
    )
