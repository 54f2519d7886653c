"""A line of the third-party account is money of others: for the claim that it names, or for nobody yet (P29)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Line
from cessie.domain.banking.take import AlreadyTaken, take
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import lock_all
from cessie.domain.trust.door import TAKER, came, task_key
from cessie.domain.trust.models import Receipt
from cessie.domain.trust.rules.states import RECEIPT
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.open_task import open_task
from cessie.domain.work.rules.clock import due_after
from cessie.ledger.post import post
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal

#: Staffed hours in which somebody says whose money it is.
PROMPT = 8


@dataclass(frozen=True, slots=True)
class Part:
    """Whose money, for which claim, and how much of it. ``reasons``: by what it was known."""

    principal_id: UUID
    contract_id: UUID
    reference: UUID
    amount: Money
    reasons: tuple[Reason, ...] = ()


def receive(
    *, line_id: UUID, principal_id: UUID, contract_id: UUID, reference: UUID, amount: Money, by: Viewer, at: datetime
) -> tuple[Receipt, ...]:
    """The money of a line is for one claim: ``receive_parts`` with one part."""
    part = Part(principal_id, contract_id, reference, amount)
    return receive_parts(line_id=line_id, parts=[part], by=by, at=at)


def receive_parts(
    *, line_id: UUID, parts: Sequence[Part], doubts: Sequence[Reason] = (), by: Viewer, at: datetime
) -> tuple[Receipt, ...]:
    """Take the line and book all of it (P29): its parts for their claims, the rest as nobody's, for a person to say.

    No cent of it is ever outside the books. ``doubts``: why no claim was sure. Again gives the same receipts. Locks:
    line, contracts. Refused: a line that is not of the third-party account or not offered (``banking.NotOffered``), one
    that is no money in, taken by another act (``AlreadyTaken``), parts above it, a contract that is not the principal's
    or holds no money for others.
    """
    by.require("banking.import")
    with transaction.atomic():
        try:
            line = take(line_id=line_id, by_app=TAKER, third_party=True, at=at)
        except AlreadyTaken:
            former = tuple(Receipt.objects.filter(line_id=line_id, follows__isnull=True).order_by("pk"))
            if not former:
                raise
            return former
        rest = Money(line.amount_cents, line.currency) - Money.total((part.amount for part in parts), line.currency)
        if line.amount_cents <= 0 or rest.cents < 0:
            raise Refusal("trust.no_money_in", N_("This bank line is not so much money that came in."))
        require_theirs(parts)
        rows = [kept_row(part, line, by, at) for part in parts]
        if rest:
            rows.append(_unknown(line, rest, doubts, by, at))
        Receipt.objects.bulk_create(rows)
        post([came(row, at) for row in rows], by=by.key, at=at)
        for row in rows:
            facts = {"line": str(line.pk), "reference": str(row.reference), "amount": Money(row.amount_cents)}
            record(action="trust.receive", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
        if rest:
            _ask(rows[-1], doubts, by, at)
    return tuple(rows)


def require_theirs(parts: Sequence[Part]) -> None:
    """Lock the contracts; refused where one is not the principal's, or two parts are for one claim."""
    if len({part.reference for part in parts}) != len(parts) or any(part.amount.cents <= 0 for part in parts):
        raise Refusal("trust.parts", N_("Each claim gets one amount above zero."))
    if not parts:
        return
    lock_all([part.contract_id for part in parts])
    known = Contract.objects.filter(pk__in=[part.contract_id for part in parts]).values_list("pk", "client_id")
    if not {(part.contract_id, part.principal_id) for part in parts} <= set(known):
        raise NotFound("trust.unknown_contract", N_("There is no such contract of this principal."))


def kept_row(
    part: Part, line: Line, by: Viewer, at: datetime, follows: Receipt | None = None, note: str = ""
) -> Receipt:
    """A receipt for a claim, not saved yet."""
    return Receipt(
        line=line, client_id=part.principal_id, contract_id=part.contract_id, reference=part.reference,
        amount_cents=part.amount.cents, currency=part.amount.currency, paid_date=line.value_date,
        state=RECEIPT.after(RECEIPT.initial, "know"), follows=follows, note=note,
        reasons=[reason.to_json() for reason in part.reasons], received_at=at, received_by=by.key,
    )  # fmt: skip


def _unknown(line: Line, rest: Money, doubts: Sequence[Reason], by: Viewer, at: datetime) -> Receipt:
    return Receipt(
        line=line, reference=line.pk, amount_cents=rest.cents, currency=rest.currency, paid_date=line.value_date,
        reasons=[reason.to_json() for reason in doubts], received_at=at, received_by=by.key,
    )  # fmt: skip


def _ask(row: Receipt, doubts: Sequence[Reason], by: Viewer, at: datetime) -> None:
    words = N_("{amount} came in on the third-party account, and no claim is named.")
    reason = Reason("trust.unknown", words, {"amount": Money(row.amount_cents, row.currency)})
    open_task(
        key=task_key(row.pk), kind="trust.unknown", subject=row, reasons=[reason, *doubts],
        evidence={"line": str(row.line_id)}, due_at=due_after(at, PROMPT), by=by, at=at,
    )  # fmt: skip
