"""A client's ledger comes in: kept, read, proved; without a doubt it is in force, else a person decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.client_ledgers.debtors import READER, Debtors, may_send
from cessie.domain.client_ledgers.force import put_in_force, show
from cessie.domain.client_ledgers.layouts import layouts
from cessie.domain.client_ledgers.load import KEPT, load, twice_in
from cessie.domain.client_ledgers.models import Position, Submission
from cessie.domain.client_ledgers.opened import require_opening
from cessie.domain.client_ledgers.prove import Proof, prove
from cessie.domain.client_ledgers.rules.states import SUBMISSION
from cessie.domain.client_ledgers.tasks import ask
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import contract as contract_for
from cessie.domain.contracts.queries import lock, terms_on
from cessie.domain.documents.refuse import refuse
from cessie.domain.documents.store import Stored, store
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats import client_ledgers
from cessie.formats.values.client_ledger import OpenItem
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.terms.contract import Terms

#: Half a million lines fit.
LIMIT: Final = 100 * 2**20


class SentBefore(Refusal):
    """The same file was sent as of another day, or an older one than that in force."""


def submit(
    *, contract_id: UUID, data: bytes, name: str, as_of: date, channel: str, by: Viewer, at: datetime
) -> Submission:
    """Take in the ledger of a contract as of a day. The same file for the same day again gives the same submission.

    The original is kept before anything is decided. A file with wrong lines is refused with each of them, and nothing
    is financed on it. One that does not roll forward, or raises another doubt, waits for the desk; one that still
    waited gives way to it. A first ledger is always looked at by a person.

    Lock: the contract. Refused: no right, another's contract (``NotFound``), a contract without balances, a day to
    come, one not behind that in force or a file that was sent as of another day (``SentBefore``), a file that is none,
    of a contract that came with a house a first ledger of another day (``NotTheOpening``).
    """
    contract = contract_for(viewer=by, contract_id=contract_id)
    may_send(contract.client_id, by)
    terms = terms_on(contract_id, min(as_of, booking_day(at)))[1]
    if terms.transmission != "BALANCE":
        raise Refusal("ledgers.by_invoice", N_("Under this contract invoices are sent one by one, and no ledger."))
    if as_of > booking_day(at):
        raise Refusal("ledgers.to_come", N_("{day} is still to come."), day=as_of)
    stored = store(data=data, name=name, channel=channel, client_id=contract.client_id, limit=LIMIT, by=by, at=at)
    try:
        return _take(stored, contract, terms, data, as_of, by, at)
    except Refusal as no:
        refuse(arrival_id=stored.arrival.pk, reason=no.reason, by=by, at=at)
        raise


def _take(
    stored: Stored, contract: Contract, terms: Terms, data: bytes, as_of: date, by: Viewer, at: datetime
) -> Submission:
    with transaction.atomic():
        contract = lock(contract.pk)
        former = Submission.objects.exclude(state="refused").filter(contract=contract, document=stored.document)
        for row in former:
            if row.as_of == as_of:
                return row
            words = N_("This very file was sent before, as of {day}.")
            raise SentBefore("ledgers.same_file", words, day=row.as_of)
        in_force = Submission.objects.filter(contract=contract, state="accepted", kind="balance").first()
        if in_force is not None and as_of <= in_force.as_of:
            words = N_("A ledger as of {day} is in force: send one of a later day.")
            raise SentBefore("ledgers.older", words, day=in_force.as_of)
        if in_force is None:
            require_opening(contract.pk, as_of)
        _give_way(contract, at)
        row = Submission.objects.create(
            contract=contract, client_id=contract.client_id, document=stored.document, kind="balance",
            format=client_ledgers.format_of(data), as_of=as_of, previous=in_force, received_at=at, received_by=by.key,
        )  # fmt: skip
        record(action="ledgers.submit", subject=row, by=by, at=at, client_id=row.client_id, data={"as_of": as_of})
        found = client_ledgers.open_items(data, layouts(contract.client_id))
        return _judge(row, found, contract, terms, at)


def _give_way(contract: Contract, at: datetime) -> None:
    """A ledger that waits for a person is of no use once a newer one is there."""
    for row in Submission.objects.filter(contract=contract, state="read", kind="balance"):
        row.state, row.decided_at, row.decided_by = SUBMISSION.after(row.state, "refuse"), at, READER.key
        row.save(update_fields=["state", "decided_at", "decided_by"])
        record(action="ledgers.refuse", subject=row, by=READER, at=at, client_id=row.client_id)


def _judge(
    row: Submission, found: Iterable[OpenItem | Reason], contract: Contract, terms: Terms, at: datetime
) -> Submission:
    """Lay the lines, prove them, and put the ledger in force, before a person, or aside."""
    client = Client.objects.select_related("company").get(pk=row.client_id)
    told = load(row, found, Debtors(client, at))
    row.lines = told.lines
    if not told.count:
        for reason in twice_in(row.pk):
            told.wrong(reason)
    if told.count:
        return _wrong(row, told.problems, told.count, at)
    proof = prove(row)
    show(row, proof)
    doubts = [*doubts_of(row, proof, terms), *told.doubts]
    row.findings = packed(doubts, proof.notes)
    row.problems = len(doubts)
    row.save()
    if doubts:
        ask(row, doubts, by=READER, at=at)
        return row
    return put_in_force(row, proof, contract=contract, terms=terms, by=READER, at=at)


def _wrong(row: Submission, problems: list[Reason], count: int, at: datetime) -> Submission:
    """Nothing of a file with wrong lines is used, and its sender is told each of them."""
    Position.objects.filter(submission=row).delete()
    row.findings, row.problems = packed(problems, ()), count
    row.state, row.decided_at, row.decided_by = SUBMISSION.after(row.state, "refuse"), at, READER.key
    row.save()
    record(action="ledgers.refuse", subject=row, by=READER, at=at, client_id=row.client_id, data={"problems": count})
    return row


def doubts_of(row: Submission, proof: Proof, terms: Terms) -> list[Reason]:
    """What of a proof a person must look at: a first ledger, differences beyond the tolerance, due days that moved."""
    tolerance = (terms.roll_forward_tolerance or Money(0)).cents
    found = []
    if row.previous_id is None:
        found.append(Reason("ledgers.first", N_("This is the first ledger of the contract: look at it with care."), {}))
    if abs(proof.figures.difference) > tolerance:
        words = N_("The ledger does not roll forward: {difference} is not explained.")
        found.append(Reason("ledgers.does_not_roll", words, {"difference": Money(proof.figures.difference)}))
    elif proof.unexplained > tolerance:
        words = N_("Differences of {amount} between debtors set each other off.")
        found.append(Reason("ledgers.set_off", words, {"amount": Money(proof.unexplained)}))
    gaps = proof.gaps if proof.unexplained > tolerance else ()  # what nets out within a debtor holds nothing up
    return [*found, *gaps, *proof.later_due]


def packed(doubts: Iterable[Reason], notes: Iterable[Reason]) -> list[dict[str, Any]]:
    """As they are kept: those that hold the ledger up first."""
    found = [reason.to_json() | {"holds": True} for reason in doubts]
    return (found + [reason.to_json() | {"holds": False} for reason in notes])[:KEPT]
