"""What was matched on a dedicated account goes to the house: ordered, and never more than is on the account."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Account
from cessie.domain.banking.queries import collection_accounts
from cessie.domain.client_ledgers.holdings import holds
from cessie.domain.client_ledgers.models import Dedicated, Match, Sweep
from cessie.domain.client_ledgers.rules.states import SWEEP
from cessie.domain.client_ledgers.tasks import sweep_key, sweep_order_key
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import contract as contract_for
from cessie.domain.contracts.queries import lock
from cessie.domain.documents.store_own import Paper, store_own
from cessie.domain.payments.cancel import cancel
from cessie.domain.payments.models import Order
from cessie.domain.payments.order_sweep import order_sweep
from cessie.domain.payments.rules.identity import end_to_end_id
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.close import close
from cessie.formats.payments import pain001
from cessie.formats.values import CreditTransfer, PaymentFile, PaymentParty, Remittance, TransferBatch
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

#: What the payment says: as little as a transfer between two accounts of one company would.
TEXT: Final = "Transfer"


def sweep(*, contract_id: UUID, by: Viewer, at: datetime) -> Sweep:
    """Order all that is matched and not yet on its way; while one sweep is under way that one is given again.

    Out of the client's own account it is a payment file (pain.001) for him to hand to his bank: it has one transfer, to
    the house's collection account, and nothing in it says what it is for. Out of an account of the house it is an order
    that leaves as every payment: one person prepares it, another releases it. Both bank lines are known by its
    reference. Right: the client's owner where the account is in his name; treasury where the house holds it.

    Lock: the contract. Refused: no right or not his (``NotFound``), no dedicated account, nothing matched, more matched
    than is on the account: money left it.
    """
    contract = contract_for(viewer=by, contract_id=contract_id)
    with transaction.atomic():
        lock(contract_id)
        own = Dedicated.objects.select_related("account", "contract").filter(contract_id=contract_id).order_by("-pk")
        account = own.first()
        if account is None:
            raise Refusal("ledgers.no_account", N_("The contract has no dedicated account yet."))
        _require(account, contract, by)
        live = Sweep.objects.filter(contract_id=contract_id, state__in=("ordered", "left")).first()
        return live or _ordered(account, contract, by, at)


def _require(own: Dedicated, contract: Contract, by: Viewer) -> None:
    if own.account.is_ours:
        by.require("payments.order")
    else:
        by.require_signer(contract.client_id)


def _ordered(own: Dedicated, contract: Contract, by: Viewer, at: datetime) -> Sweep:
    words = Match.objects.filter(contract=contract, state="live", sweep__isnull=True, receipt__dedicated=own)
    words = words.filter(invoice__isnull=words.filter(invoice__isnull=True).exists())  # of one sort, as it is booked
    amount = Money(sum(words.values_list("amount_cents", flat=True)))
    if not amount:
        raise Refusal("ledgers.nothing_to_sweep", N_("Nothing is matched that is not on its way already."))
    if amount > holds(own):
        told = N_("{amount} is matched, but only {there} is on the dedicated account.")
        raise Refusal("ledgers.more_than_there", told, amount=amount, there=holds(own))
    row = Sweep(
        id=(key := uuid7()), contract=contract, client_id=contract.client_id, dedicated=own,
        reference=end_to_end_id(key), amount_cents=amount.cents, ordered_at=at, ordered_by=by.key,
    )  # fmt: skip
    if own.account.is_ours:
        row.reference = _order(row, own, by, at).end_to_end_id
    else:
        paper = Paper(_file(row, own, at), f"{contract.number}-{booking_day(at)}.xml", contract.client_id)
        row.document_id = store_own(papers=[paper], by=by, at=at)[0]
    row.save(force_insert=True)
    words.update(sweep=row)
    for former in Sweep.objects.filter(contract=contract, state="refused"):
        close(key=sweep_key(former.pk), decision="ordered again", by=by, at=at)
    record(action="ledgers.sweep", subject=row, by=by, at=at, client_id=row.client_id, data={"amount": amount})
    return row


def _order(row: Sweep, own: Dedicated, by: Viewer, at: datetime) -> Order:
    return order_sweep(
        key=sweep_order_key(row.pk), source_id=own.account_id, target_id=_collection().pk,
        amount=Money(row.amount_cents, row.currency), contract_id=row.contract_id, client_id=row.client_id, text=TEXT,
        by=by, at=at,
    )  # fmt: skip


def _collection() -> Account:
    accounts = collection_accounts()
    if not accounts:
        raise Refusal("ledgers.no_collection", N_("The house has no account on which money is collected."))
    return accounts[0]


def _file(row: Sweep, own: Dedicated, at: datetime) -> bytes:
    ours, day = _collection(), bank_day_from(booking_day(at))
    transfer = CreditTransfer(
        end_to_end_id=row.reference,
        amount=Money(row.amount_cents, row.currency),
        creditor=PaymentParty(name=ours.holder, iban=ours.iban, bic=ours.bic or None),
        remittance=Remittance(text=TEXT),
    )
    payer = PaymentParty(name=own.account.holder, iban=own.account.iban, bic=own.account.bic or None)
    block = TransferBatch(id=row.reference, execution_date=day, debtor=payer, transfers=(transfer,))
    told = PaymentFile(message_id=row.reference, created_at=at, initiator=payer.name, batches=(block,))
    return pain001.write(told, own.account.pain_version)


def cancel_sweep(*, sweep_id: UUID, by: Viewer, at: datetime) -> Sweep:
    """The order was not handed to the bank: its matches are free for another. Again gives the same.

    Refused: no right or not his (``NotFound``), one that the bank has shown already, or whose order lies in a batch or
    is on its way (``WrongState``).
    """
    found = Sweep.objects.filter(pk=sweep_id).select_related("dedicated__account", "contract").first()
    if found is None or not by.sees_client(found.client_id):
        raise NotFound("ledgers.unknown_sweep", N_("There is no such sweep."))
    _require(found.dedicated, found.contract, by)
    with transaction.atomic():
        lock(found.contract_id)
        row = Sweep.objects.select_for_update(of=("self",)).get(pk=sweep_id)
        if row.state == "cancelled":
            return row
        row.state, row.ended_at = SWEEP.after(row.state, "cancel"), at
        if found.dedicated.account.is_ours:
            order = Order.objects.get(key=sweep_order_key(row.pk))
            cancel(order_id=order.pk, note=N_("the sweep was cancelled"), by=by, at=at)
        row.save(update_fields=["state", "ended_at"])
        Match.objects.filter(sweep=row).update(sweep=None)
        record(action="ledgers.cancel_sweep", subject=row, by=by, at=at, client_id=row.client_id)
    return row
