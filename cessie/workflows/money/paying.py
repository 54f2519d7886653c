"""Money out, and the files that go to the bank and come from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.connectors.banks import Channel
from cessie.connectors.banks.vop import Verifier
from cessie.connectors.errors import ConnectorError
from cessie.domain.banking.take_in import TakenIn
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import lock as lock_contract
from cessie.domain.documents.store import store
from cessie.domain.mandates.queries import to_send as to_collect
from cessie.domain.mandates.send import send as collect_by
from cessie.domain.parties.queries import payout_account
from cessie.domain.payments.halt import standstill
from cessie.domain.payments.order import order
from cessie.domain.payments.queries import to_send, to_verify
from cessie.domain.payments.send import send
from cessie.domain.payments.verify import verify
from cessie.domain.purchase.balance import free_credit
from cessie.domain.users.rules.viewer import Viewer, system
from cessie.domain.work.close import close
from cessie.domain.work.models import Task
from cessie.domain.work.open_task import open_task
from cessie.domain.work.queries import Asked, queue
from cessie.domain.work.rules.clock import due_after
from cessie.formats.payments.pain001 import fitting
from cessie.formats.reading import format_of
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.workflows.money.reporting import Reported, take_report
from cessie.workflows.reading.statements import take_in_any

CARRIER = system("paying")
PROMPT = 4  # staffed hours
NO_ACCOUNT = "payout.no_account"
#: How the keys of orders begin that pay a release out; the invoice follows.
RELEASES = "release:"


def order_payout(
    *, key: str, contract_id: UUID, client_id: UUID, amount: Money, text: str, by: Viewer, at: datetime
) -> bool:
    """Order a payout to the client's confirmed account; without one a task asks for it. Whether it was ordered."""
    if not amount:
        return False
    account = payout_account(client_id, booking_day(at))
    if account is None:
        contract = Contract.objects.get(pk=contract_id)
        words = N_("{amount} cannot be paid out: no account of the client is confirmed.")
        open_task(
            key=f"{NO_ACCOUNT}:{key}",
            kind=NO_ACCOUNT,
            subject=contract,
            reasons=[Reason(NO_ACCOUNT, words, {"amount": amount})],
            evidence={"order": key, "text": text, "cents": amount.cents},
            client_id=client_id,
            due_at=due_after(at, PROMPT),
            by=by,
            at=at,
        )
        return False
    order(
        key=key,
        rule="P04",
        amount=amount,
        payee_id=account.pk,
        contract_id=contract_id,
        client_id=client_id,
        text=fitting(text),
        by=by,
        at=at,
    )
    return True


def order_waiting(*, by: Viewer, at: datetime) -> int:
    """Order what could not be ordered before, of clients who have a confirmed account by now. How many.

    Never more than the client's free credit: a later release may have paid it out with its own.
    """
    return sum(_order_now(task, by, at) for task in list(queue(viewer=CARRIER, asked=Asked(kind=NO_ACCOUNT))))


@transaction.atomic
def _order_now(task: Task, by: Viewer, at: datetime) -> bool:
    if task.client_id is None or payout_account(task.client_id, booking_day(at)) is None:
        return False
    contract = lock_contract(UUID(task.subject_id))
    told = task.evidence
    amount = min(Money(told["cents"], contract.currency), free_credit(contract.pk, contract.currency))
    ordered = order_payout(
        key=told["order"],
        contract_id=contract.pk,
        client_id=task.client_id,
        amount=amount,
        text=told["text"],
        by=by,
        at=at,
    )
    close(key=task.key, decision="ordered" if ordered else "paid with another", by=by, at=at)
    return ordered


def verify_payees(*, verifier: Verifier, by: Viewer, at: datetime) -> int:
    """Ask about every account to which an order waits to go and nobody has asked about yet. How many answers came.

    Where the service does not answer, its orders wait; a person is told once, and his task goes when it answers.
    """
    answers = 0
    for account_id in to_verify():
        try:
            verify(account_id=account_id, verifier=verifier, by=by, at=at)
        except ConnectorError as error:
            words = N_("The bank does not say in whose name accounts are: {words}")
            open_task(
                key="vop.unreachable",
                kind="vop.unreachable",
                subject=("parties.BankAccount", str(account_id)),
                reasons=[Reason("vop.unreachable", words, {"words": str(error)})],
                due_at=due_after(at, PROMPT),
                by=by,
                at=at,
            )
            return answers
        answers += 1
    if answers:
        close(key="vop.unreachable", decision="it answers again", by=by, at=at)
    return answers


def send_released(*, channel: Channel, by: Viewer, at: datetime) -> int:
    """Hand every released batch to the bank, those that pay and those that collect. How many went.

    A batch that the channel does not take now is tried again the next time and keeps no other back; a person is told,
    and his task goes when the batch went. Nothing goes while payments stand still.
    """
    went = 0
    if standstill() is not None:
        return went
    for verb, kind, batches in ((send, "payments.Batch", to_send()), (collect_by, "mandates.Batch", to_collect())):
        for batch_id in batches:
            try:
                verb(batch_id=batch_id, channel=channel, by=by, at=at)
            except ConnectorError as error:
                _tell(kind, batch_id, error, by, at)
                continue
            went += 1
            close(key=f"bank.send:{batch_id}", decision="sent", by=by, at=at)
    return went


def _tell(kind: str, batch_id: UUID, error: ConnectorError, by: Viewer, at: datetime) -> None:
    words = N_("The payment file did not go to the bank: {words}")
    open_task(
        key=f"bank.send:{batch_id}",
        kind="bank.send",
        subject=(kind, str(batch_id)),
        reasons=[Reason("bank.send", words, {"words": str(error)})],
        due_at=due_after(at, PROMPT),
        by=by,
        at=at,
    )


@dataclass(frozen=True, slots=True)
class Collected:
    """What the bank had put down: statements taken in, reports taken, and files that nobody could use."""

    statements: tuple[TakenIn, ...] = ()
    reports: tuple[Reported, ...] = ()
    refused: dict[str, Reason] = field(default_factory=dict)


def collect(*, channel: Channel, by: Viewer, at: datetime) -> Collected:
    """Take every file that the bank put down: reports first, then statements; each is acknowledged once it is kept.

    A file that cannot be used is kept too, and becomes a task; the others go on.
    """
    statements: list[TakenIn] = []
    reports: list[Reported] = []
    refused: dict[str, Reason] = {}
    for name, data in sorted(channel.collect(), key=lambda file: (not _is_report(*file), file[0])):
        try:
            if _is_report(name, data):
                reports.append(take_report(data=data, name=name, channel="folder", by=by, at=at))
            else:
                statements.append(take_in_any(data=data, name=name, channel="folder", by=by, at=at))
        except Refusal as no:
            refused[name] = no.reason
            _ask(name, data, no.reason, by, at)
        channel.acknowledge(name)
    return Collected(tuple(statements), tuple(reports), refused)


def _is_report(name: str, data: bytes) -> bool:
    found = format_of(data, name)
    return found is not None and found.NAME == "pain002"


def _ask(name: str, data: bytes, reason: Reason, by: Viewer, at: datetime) -> None:
    kept = store(data=data, name=name, channel="folder", by=by, at=at)
    open_task(
        key=f"bank.file:{kept.document.pk}",
        kind="bank.file",
        subject=kept.document,
        reasons=[reason],
        evidence={"name": name},
        due_at=due_after(at, PROMPT),
        by=by,
        at=at,
    )
