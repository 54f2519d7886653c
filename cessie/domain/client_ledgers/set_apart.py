"""Lines of a ledger are not financed any more: written down as doubtful (P22), or back to the client (P15)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from cessie.domain.audit.record import record
from cessie.domain.client_ledgers.apart import apart_of, left_of_line
from cessie.domain.client_ledgers.force import with_the_books
from cessie.domain.client_ledgers.holdings import in_force
from cessie.domain.client_ledgers.models import Apart, Match, Position, Submission
from cessie.domain.client_ledgers.rules.kinds import ApartCause
from cessie.domain.client_ledgers.rules.roll_forward import DebtorFacts, wanted
from cessie.domain.contracts.debtor_account import dims_of
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import lock, terms_on
from cessie.domain.credit.file_lines import claimed_lines
from cessie.domain.purchase.rules.recourse import why_not
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.entry import Entry, Event
from cessie.ledger.post import post
from cessie.ledger.rules import nonpayment, purchase
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.terms.contract import Terms


class NotThere(Refusal):
    """The ledger in force does not show the line as open."""


def set_apart(
    *,
    contract_id: UUID,
    debtor_id: UUID,
    numbers: Collection[str],
    cause: ApartCause,
    note: str,
    by: Viewer,
    at: datetime,
) -> list[Apart]:
    """Set invoices of one debtor in the ledger in force apart; those that are so already are left as they are.

    What leaves his account (1100) is what the ledger without them makes it less; a doubtful line that goes back to the
    client leaves 1110. A job may charge back what the contract lets it; the rest is a person's, with a note.
    Lock: the contract. Refused: no right, no note, a line that is not open in the ledger in force (``NotThere``), one
    on which money is matched that no ledger counts yet, one in a claim, a chargeback before its day or without full
    recourse.
    """
    _require(cause, note, by)
    with transaction.atomic():
        contract = lock(contract_id)
        day, terms = booking_day(at), terms_on(contract_id, booking_day(at))[1]
        former = {row.number: row for row in apart_of(contract_id, debtor_id)}
        new = {number for number in numbers if number not in former}
        turned = [former[n] for n in numbers if n in former and former[n].cause == "doubtful" != cause]
        sent = in_force(contract_id)
        lines = _lines(sent, debtor_id, new)
        _require_settled(contract_id, debtor_id, new)
        if cause == "charged_back":
            claimed = claimed_lines(contract_id, debtor_id)
            for number, due, still in [(n, d, c) for n, d, c in lines] + [
                (row.number, row.due_date, row.open_cents) for row in turned
            ]:
                _require_recourse(terms, number, due, still, day, claimed)
        rows = [] if sent is None or not lines else _fresh(sent, contract, terms, debtor_id, lines, cause, note, by, at)
        rows += [_turn(row, contract, note, by, at) for row in turned]
        for row in rows:
            facts = {"number": row.number, "open": Money(row.open_cents), "booked": Money(row.booked_cents)}
            record(action=f"ledgers.{cause}", subject=row, by=by, at=at, client_id=contract.client_id, data=facts)
    return rows


def _require(cause: ApartCause, note: str, by: Viewer) -> None:
    if cause == "doubtful":
        by.require("credit.insure")
    else:
        by.require("availability.run" if by.kind == "system" else "purchase.bend")
    if not note.strip():
        raise Refusal("purchase.no_note", N_("Say why you decide so."))


def _lines(sent: Submission | None, debtor_id: UUID, numbers: Collection[str]) -> list[tuple[str, date, int]]:
    """Number, due day and open cents, the oldest due first."""
    rows = Position.objects.filter(
        submission=sent, debtor_id=debtor_id, kind="invoice", number__in=numbers, open_cents__gt=0
    )
    found = [(row.number, row.due_date or row.issue_date, row.open_cents) for row in rows]
    missing = sorted(set(numbers) - {number for number, _, _ in found})
    if missing:
        words = N_("{number} is not open in the ledger in force.")
        raise NotThere("ledgers.not_open_there", words, number=missing[0])
    return sorted(found, key=lambda line: (line[1], line[0]))


def _require_settled(contract_id: UUID, debtor_id: UUID, numbers: Collection[str]) -> None:
    """What was matched and is in no ledger yet is still part of what the line shows."""
    live = Match.objects.filter(contract_id=contract_id, debtor_id=debtor_id, state="live", invoice__isnull=True)
    match = live.filter(number__in=numbers, counted__isnull=True).first()
    if match is not None:
        words = N_("Money is matched to {number} that no ledger counts yet: wait for the next ledger.")
        raise Refusal("ledgers.money_under_way", words, number=match.number)


def _require_recourse(terms: Terms, number: str, due: date, cents: int, day: date, claimed: Collection[str]) -> None:
    no = why_not(terms, "overdue", due=due, day=day, open_amount=Money(cents))
    if no is None and terms.recourse != "FULL":
        words = N_(
            "Under partial recourse lines of a ledger go back by their claim alone, as far as it is not covered."
        )
        no = Reason("ledgers.partial_recourse", words)
    if no is None and number in claimed:
        no = Reason(
            "ledgers.in_a_claim", N_("{number} is in a claim on the insurer: end that first."), {"number": number}
        )
    if no is not None:
        raise Refusal(no.code, no.message, **no.facts)


def _fresh(
    sent: Submission,
    contract: Contract,
    terms: Terms,
    debtor_id: UUID,
    lines: Sequence[tuple[str, date, int]],
    cause: ApartCause,
    note: str,
    by: Viewer,
    at: datetime,
) -> list[Apart]:
    left = leaves(contract, terms, sent, debtor_id, {number for number, _, _ in lines})
    rows, entries = [], []
    for number, due, cents in lines:
        booked = min(cents, left)
        left -= booked
        row = Apart(
            contract=contract, debtor_id=debtor_id, submission=sent, number=number, due_date=due, open_cents=cents,
            booked_cents=booked, currency=sent.currency, cause=cause, note=note.strip(), set_at=at, set_by=by.key,
        )  # fmt: skip
        rows.append(row)
        if booked:
            entries.append(_entry(row, contract, at))
    Apart.objects.bulk_create(rows)
    post(entries, by=by.key, at=at)
    return rows


def leaves(contract: Contract, terms: Terms, sent: Submission, debtor_id: UUID, numbers: Collection[str]) -> int:
    """What of a debtor's account (cents) is these lines: what the books hold less what they would without them."""
    beside = {*apart_of(contract.pk, debtor_id).values_list("number", flat=True), *numbers}
    rows = Position.objects.filter(submission=sent, debtor_id=debtor_id)
    whole = rows.aggregate(cents=Sum("open_cents"))["cents"] or 0
    out = rows.filter(kind="invoice", number__in=beside).aggregate(cents=Sum("open_cents"))["cents"] or 0
    facts = with_the_books(contract, terms, {debtor_id: DebtorFacts(debtor_id, open=whole - out)})[debtor_id]
    return facts.booked - wanted(facts)


def entry_key(row: Apart) -> str:
    """The entry by which the line left the account."""
    return f"P22 doubtful apart/{row.pk}" if row.cause == "doubtful" else f"P15 chargeback apart/{row.pk}"


def _entry(row: Apart, contract: Contract, at: datetime, *, doubtful: bool = False) -> Entry:
    event = Event(f"apart/{row.pk}", booking_day(at), text=row.number)
    amount, of = Money(row.booked_cents, row.currency), dims_of(contract, row.debtor_id)
    if row.cause == "doubtful":
        return nonpayment.doubt(event=event, amount=amount, of=of)
    return purchase.charge_back(event=event, amount=amount, of=of, doubtful=doubtful)


def _turn(row: Apart, contract: Contract, note: str, by: Viewer, at: datetime) -> Apart:
    """A doubtful line goes back to the client: what of it still stands in 1110."""
    still = left_of_line(row)
    row.ended_at, row.ended_by, row.ended_note = at, by.key, note.strip()
    row.save(update_fields=["ended_at", "ended_by", "ended_note"])
    new = Apart.objects.create(
        contract=contract, debtor_id=row.debtor_id, submission_id=row.submission_id, number=row.number,
        due_date=row.due_date, open_cents=row.open_cents, booked_cents=still, currency=row.currency,
        cause="charged_back", note=note.strip(), set_at=at, set_by=by.key,
    )  # fmt: skip
    if still:
        post([_entry(new, contract, at, doubtful=True)], by=by.key, at=at)
    return new
