"""Let received money pay invoices (P08): found by a rule, or decided by a person; and say what the rest of it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.models import Contract
from cessie.domain.credit import locks
from cessie.domain.invoices.models import Invoice
from cessie.domain.invoices.payable import Payable, lock
from cessie.domain.matching.entries import entries_of, stated
from cessie.domain.matching.grounds import require_ground
from cessie.domain.matching.models import Allocation, ClaimShare, Match, Receipt, Settlement, Use
from cessie.domain.matching.rules.disposal import Closing, Disposal, Elsewhere
from cessie.domain.matching.rules.kinds import WITH_MONEY
from cessie.domain.matching.rules.policy import HOUSE
from cessie.domain.matching.rules.states import MATCH
from cessie.domain.matching.tasks import ask_about_credit
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.close import close
from cessie.law.imputation import Beside
from cessie.ledger import queries as ledger
from cessie.ledger.demands import beside as demanded_beside
from cessie.ledger.entry import Dims
from cessie.ledger.post import post
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal


class TooMuch(Refusal):
    """More would be allocated than is unallocated of the receipt, or open on an invoice."""


#: The rule of money that quotes a call: the house asked for it (``workflows.balances.overdrawn``).
ASKED: Final = "call"


class AlreadyAllocated(Refusal):
    """The receipt pays this invoice already, with another amount: that match is reversed first."""


@dataclass(frozen=True, slots=True)
class _Found:
    """By what a match was found, and who says so when."""

    rule: str
    reasons: Sequence[Reason]
    score: Decimal
    by: Viewer
    at: datetime


def allocate(
    *,
    receipt_id: UUID,
    allocations: Mapping[UUID, Money],
    closings: Mapping[UUID, Closing] | None = None,
    uses: Sequence[Elsewhere] = (),
    beside: Mapping[UUID, Beside] | None = None,
    given_up: Mapping[UUID, Beside] | None = None,
    rule: str = "person",
    reasons: Sequence[Reason] = (),
    score: Decimal = Decimal(1),
    by: Viewer,
    at: datetime,
) -> Match:
    """Post what of a receipt goes to which invoice, in cents by invoice; what is left stays unallocated (2300).

    ``closings``: why a payment is short (P14, P20); ``uses``: what of the money pays no invoice (P18, P20, P21, or
    P08 on a client's debt); ``beside``: what of it pays interest and costs that were claimed beside invoices (P35, P42)
    and ``given_up`` what of those is claimed no more (``imputing``). All of one decision is one match and is undone
    together. The same again gives the match that was made; proposals that were waiting are dropped, and the task is
    closed when nothing is left. Locks: the receipt, the contracts that are charged, then the invoices in the order of
    their keys.
    Refused: nothing or less than a cent, more than is unallocated or open (``TooMuch``), an invoice that the receipt
    pays already (``AlreadyAllocated``), one that is not there or not bought, an unknown receipt, a closing without
    ground (``grounds``).
    """
    by.require("matching.decide")
    wanted = Disposal(
        dict(allocations), dict(closings or {}), dict(beside or {}), dict(given_up or {}),
        tuple(sorted(uses, key=lambda use: use.kind)),
    )  # fmt: skip
    if not wanted.amounts or any(amount.cents <= 0 for amount in wanted.amounts):
        raise Refusal("matching.no_amount", N_("Say for each invoice how much of the money goes to it."))
    found = _Found(rule, reasons, score, by, at)
    with transaction.atomic():
        receipt = lock_receipt(receipt_id)
        _lock_contracts(wanted)
        invoices = {invoice.id: invoice for invoice in lock(wanted.invoices)}
        same = _made_before(receipt, wanted)
        if same is not None:
            return same
        open_now = _require_room(receipt, wanted, invoices, asked=rule == ASKED)
        match = _make(receipt, wanted, found, open_now)
        post(entries_of(match, receipt, invoices, at=at), by=by.key, at=at)
        _settle_doubts(receipt, match, by, at)
        ask_about_credit(match, by, at)
        facts = {"rule": rule, "receipt": receipt.pk, "invoices": {str(k): v for k, v in allocations.items()}}
        facts |= _more_facts(wanted)
        record(action="matching.allocate", subject=match, by=by, at=at, data=facts)
    return match


def _more_facts(wanted: Disposal) -> dict[str, object]:
    """What the audit line says beside the shares of invoices."""
    facts: dict[str, object] = {}
    if wanted.closings or wanted.uses:
        facts["closings"] = {str(key): [closing.kind, closing.amount] for key, closing in wanted.closings.items()}
        facts["uses"] = [[use.kind, use.amount] for use in wanted.uses]
    if wanted.beside or wanted.given_up:
        facts["beside"] = {str(key): part.total for key, part in wanted.beside.items()}
        facts["given_up"] = {str(key): part.total for key, part in wanted.given_up.items()}
    return facts


def lock_receipt(receipt_id: UUID) -> Receipt:
    """The receipt with its bank line, under its row lock; ``NotFound`` where there is none."""
    receipt = Receipt.objects.select_related("line").select_for_update(of=("self",)).filter(pk=receipt_id).first()
    if receipt is None:
        raise NotFound("matching.unknown_receipt", N_("There is no such receipt."))
    return receipt


def task_key(receipt: Receipt) -> str:
    """The key of the task that a receipt has while part of it is unallocated."""
    return f"line.unmatched:{receipt.line_id}"


def _lock_contracts(wanted: Disposal) -> None:
    """Those whose account the decision moves: nobody pays out meanwhile what it takes."""
    charged = {use.contract_id for use in wanted.uses if use.contract_id}
    charged |= set(
        Invoice.objects.filter(pk__in={*wanted.closings, *wanted.beside}).values_list("contract_id", flat=True)
    )
    if charged:
        locks.take(contract_ids=charged, debtor_ids=())


def _left(receipt: Receipt) -> Money:
    return ledger.unallocated([receipt.line_id], currency=receipt.currency)[receipt.line_id]


def _made_before(receipt: Receipt, wanted: Disposal) -> Match | None:
    """The posted match that says exactly this; ``AlreadyAllocated`` if one of the invoices has another."""
    rows = Match.objects.filter(receipt=receipt, state="posted")
    stands = {
        match: stated(match)
        for match in rows.select_related("receipt").prefetch_related("allocations", "uses", "settlements", "claims")
    }
    for match, disposal in stands.items():
        if disposal == wanted:
            return match
    paid = {key for disposal in stands.values() for key in (*disposal.allocations, *disposal.beside)}
    used = {use.kind for disposal in stands.values() for use in disposal.uses}
    if paid & {*wanted.allocations, *wanted.beside} or used & {use.kind for use in wanted.uses}:
        raise AlreadyAllocated(
            "matching.already_allocated",
            N_("This receipt pays one of these invoices already: undo that match first."),
        )
    return None


def _require_room(
    receipt: Receipt, wanted: Disposal, invoices: Mapping[UUID, Payable], *, asked: bool
) -> dict[UUID, Money]:
    """What is open on each invoice; refused where the decision takes more than there is. ``asked``: the money was asked
    of the client, whether or not his account is in debit."""
    left, currency = _left(receipt), receipt.currency
    total = wanted.taken(currency)
    if total > left:
        raise TooMuch(
            "matching.more_than_received",
            N_("{total} is more than the {left} that is unallocated."),
            total=total,
            left=left,
        )
    open_now = ledger.bought_amounts(list(wanted.invoices), currency=currency)
    for key in sorted(wanted.invoices):
        if key not in invoices:
            raise NotFound("matching.unknown_invoice", N_("There is no such invoice."))
        amount = wanted.off(key, currency)
        if amount > open_now[key]:
            raise TooMuch(
                "matching.more_than_open",
                N_("{amount} is more than the {open} that is open on {number}."),
                amount=amount,
                open=open_now[key],
                number=invoices[key].number,
            )
    _require_claimed(wanted, invoices)
    for use in wanted.uses:
        _require_right_use(use, left, asked=asked)
    return open_now


def _require_claimed(wanted: Disposal, invoices: Mapping[UUID, Payable]) -> None:
    """No part pays, or gives up, more than was claimed beside the invoice and stands."""
    stands = demanded_beside([*wanted.beside, *wanted.given_up])
    for key, now in stands.items():
        part = wanted.beside.get(key, Beside()) + wanted.given_up.get(key, Beside())
        if part.interest > now.interest or part.costs > now.costs:
            raise TooMuch(
                "matching.more_than_claimed",
                N_("{amount} is more than the {open} that is claimed beside {number}."),
                amount=part.total,
                open=now.total,
                number=invoices[key].number,
            )


def _require_right_use(use: Elsewhere, left: Money, *, asked: bool) -> None:
    """Cents over are the house's within the tolerance; a client's debt is paid as far as he owes, or was asked."""
    if use.kind == "small_difference" and not HOUSE.tolerated(use.amount, of=left):
        words = N_("{amount} is more than a small difference.")
        raise Refusal("settle.not_small", words, amount=use.amount)
    if use.contract_id is not None and not Contract.objects.filter(pk=use.contract_id).exists():
        raise NotFound("matching.unknown_contract", N_("There is no such contract."))
    if use.kind == "client_debt" and use.contract_id is not None and not asked:
        owed = max(
            Money(0, left.currency), ledger.client_accounts([use.contract_id], currency=left.currency)[use.contract_id]
        )
        if use.amount > owed:
            words = N_("{amount} is more than the {owed} that the client owes.")
            raise TooMuch("matching.more_than_owed", words, amount=use.amount, owed=owed)
    if use.kind == "advance" and use.contract_id is not None:
        lent = ledger.balance("1200", Dims(contract=use.contract_id), currency=left.currency)
        if use.amount > lent:
            words = N_("{amount} is more than the {lent} that is advanced.")
            raise TooMuch("matching.more_than_lent", words, amount=use.amount, lent=lent)


def _make(receipt: Receipt, wanted: Disposal, found: _Found, open_now: Mapping[UUID, Money]) -> Match:
    """The rows of the match, with the ground of each closing."""
    by, at = found.by, found.at
    match = Match.objects.create(
        receipt=receipt,
        state=MATCH.after(MATCH.initial, "post"),
        rule=found.rule,
        score=found.score,
        reasons=[reason.to_json() for reason in found.reasons],
        excess_cents=(_left(receipt) - wanted.taken(receipt.currency)).cents,
        made_at=at,
        made_by=by.key,
        posted_at=at,
    )
    Allocation.objects.bulk_create(
        Allocation(match=match, receipt=receipt, invoice_id=key, amount_cents=amount.cents, live=True)
        for key, amount in sorted(wanted.allocations.items())
    )
    ClaimShare.objects.bulk_create(_claims(match, wanted.beside, given_up=False))
    ClaimShare.objects.bulk_create(_claims(match, wanted.given_up, given_up=True))
    Use.objects.bulk_create(
        Use(
            match=match, receipt=receipt, kind=use.kind, amount_cents=use.amount.cents, live=True,
            debtor_id=use.debtor_id, contract_id=use.contract_id,
        )
        for use in wanted.uses
    )  # fmt: skip
    Settlement.objects.bulk_create(
        _settlement(match, key, closing, found, open_now[key]) for key, closing in sorted(wanted.closings.items())
    )
    return match


def _claims(match: Match, parts: Mapping[UUID, Beside], *, given_up: bool) -> Iterator[ClaimShare]:
    for key, both in sorted(parts.items()):
        for part, amount in (("interest", both.interest), ("costs", both.costs)):
            if amount:
                yield ClaimShare(
                    match=match, receipt=match.receipt, invoice_id=key, part=part, amount_cents=amount.cents,
                    given_up=given_up, live=True,
                )  # fmt: skip


def _settlement(match: Match, invoice_id: UUID, closing: Closing, found: _Found, open_before: Money) -> Settlement:
    if closing.kind not in WITH_MONEY:
        raise Refusal("settle.not_with_money", N_("This is decided apart from the money."))
    paid = match.receipt.line.value_date or match.receipt.line.booked_date
    reason = require_ground(invoice_id, closing, open_before=open_before, paid=paid, by=found.by)
    return Settlement(
        match=match, invoice_id=invoice_id, kind=closing.kind, amount_cents=closing.amount.cents,
        currency=match.receipt.currency, state="posted", reasons=[reason.to_json()],
        made_at=found.at, made_by=found.by.key, posted_at=found.at,
    )  # fmt: skip


def _settle_doubts(receipt: Receipt, match: Match, by: Viewer, at: datetime) -> None:
    """Proposals were for the money as it was before; the task goes when there is no money left to decide about."""
    Match.objects.filter(receipt=receipt, state="proposed").update(state=MATCH.after("proposed", "drop"))
    if not _left(receipt):
        close(key=task_key(receipt), decision=f"matched:{match.rule}", by=by, at=at)
