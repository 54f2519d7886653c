"""Put a ledger in force: its figures are kept, matches are counted, the books follow (P01, P13, P14, P03; P00), and its
deed is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from cessie.domain.audit.record import record
from cessie.domain.client_ledgers.cede import cede
from cessie.domain.client_ledgers.models import Match, Submission
from cessie.domain.client_ledgers.opened import opened_on
from cessie.domain.client_ledgers.prove import Proof, facts_by_debtor
from cessie.domain.client_ledgers.rules.roll_forward import DebtorFacts, DebtorMove, moves
from cessie.domain.client_ledgers.rules.states import SUBMISSION
from cessie.domain.client_ledgers.tasks import task_key
from cessie.domain.contracts.debtor_account import account_key, dims_of
from cessie.domain.contracts.models import Contract
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.ledger.entry import Dims, Entry, Event
from cessie.ledger.post import post
from cessie.ledger.rules import balances, fees
from cessie.ledger.rules.balances import Part
from cessie.ledger.rules.opening import open_books
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.terms.contract import Terms, purchase_fee


def show(row: Submission, proof: Proof) -> None:
    """Keep the figures of a proof with the ledger; it is not saved here."""
    figures = proof.figures
    for name in ("opening", "invoices", "credit_notes", "cash", "adjustments", "closing"):
        setattr(row, f"{name}_cents", getattr(figures, name))
    row.difference_cents = figures.difference


def put_in_force(
    row: Submission, proof: Proof, *, contract: Contract, terms: Terms, note: str = "", by: Viewer, at: datetime
) -> Submission:
    """Accept a ledger whose proof was just worked out. The contract is locked. What is left of a difference, which the
    caller has judged, becomes an adjustment: nothing stays unexplained in what is financed on."""
    left = proof.figures.difference
    show(row, replace(proof, figures=replace(proof.figures, adjustments=proof.figures.adjustments - left)))
    if (former := row.previous) is not None:
        former.state, former.superseded_at = SUBMISSION.after(former.state, "supersede"), at
        former.save(update_fields=["state", "superseded_at"])
    row.state, row.note = SUBMISSION.after(row.state, "accept"), note
    row.decided_at, row.decided_by = at, by.key
    row.save()
    counted = Match.objects.filter(contract=contract, state="live", invoice__isnull=True, counted__isnull=True)
    counted.filter(receipt__received_date__lte=row.as_of).update(counted=row)
    post(_entries(row, contract, terms, at), by=by.key, at=at)
    if not _opens(row, contract):  # what a house brought along was transferred before it came
        cede(row, contract, terms, by=by, at=at)
    close(key=task_key(row.contract_id), decision="accepted", by=by, at=at)
    facts = {"as_of": row.as_of, "closing": Money(row.closing_cents), "adjustments": Money(row.adjustments_cents)}
    record(action="ledgers.accept", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return row


def _entries(row: Submission, contract: Contract, terms: Terms, at: datetime) -> list[Entry]:
    """One entry a rule for all debtors together, and the commission on what is new; of the first ledger of a contract
    that came with a house the opening alone."""
    changed = list(moves(_facts(contract, terms).values()))
    event = Event(f"submission/{row.pk}", booking_day(at), text=f"{contract.number} {row.as_of}")
    if _opens(row, contract):
        return _opening(contract, changed, event)
    rest = event._replace(key=f"{event.key}/rest")
    found = []
    if parts := _parts(contract, changed, lambda move: move.invoices):
        found.append(balances.purchase(event=event, parts=parts))
    if parts := _parts(contract, changed, lambda move: max(0, move.rest)):
        found.append(balances.purchase(event=rest, parts=parts))
    if parts := _parts(contract, changed, lambda move: move.credit_notes):
        found.append(balances.credit_notes(event=event, parts=parts))
    if parts := _parts(contract, changed, lambda move: max(0, -move.rest)):
        found.append(balances.dilute(event=rest, parts=parts))
    return [*found, *_commission(row, contract, terms, event)]


def _opens(row: Submission, contract: Contract) -> bool:
    return row.previous_id is None and opened_on(contract.pk) is not None


def _opening(contract: Contract, changed: Sequence[DebtorMove], event: Event) -> list[Entry]:
    """P00: what the client's account, which came with the house, was long since credited for; no commission again."""
    whole = [(move.debtor_id, move.invoices - move.credit_notes + move.rest) for move in changed]
    balances = [("1100", Money(cents), dims_of(contract, debtor)) for debtor, cents in whole if cents]
    return [open_books(event=event, balances=balances)] if balances else []


def _parts(contract: Contract, changed: Iterable[DebtorMove], of: Callable[[DebtorMove], int]) -> list[Part]:
    return [Part(Money(cents), dims_of(contract, move.debtor_id)) for move in changed if (cents := of(move))]


def _commission(row: Submission, contract: Contract, terms: Terms, event: Event) -> list[Entry]:
    """P03 on what is new, as on a purchase: invoices, and credit notes where the contract says so."""
    rule = purchase_fee(terms, event.booking_date)
    base = row.invoices_cents + (row.credit_notes_cents if terms.fee_on_credit_notes else 0)
    net = rule.terms.of(Money(base)) if base > 0 else Money(0)
    if not net:
        return []
    tax, of = net.percent(terms.vat_rate(rule, event.booking_date)), Dims(contract.pk, contract.client_id)
    kind = "factoring_commission"
    return [fees.fee(event=event, kind=kind, net=net, vat=tax, country=terms.vat_country, of=of)]


def _facts(contract: Contract, terms: Terms) -> dict[UUID, DebtorFacts]:
    """What the ledger says of each debtor, with what the books hold and what is on its way."""
    return with_the_books(contract, terms, facts_by_debtor())


def with_the_books(contract: Contract, terms: Terms, found: dict[UUID, DebtorFacts]) -> dict[UUID, DebtorFacts]:
    """The same facts of a ledger with what the books hold of each debtor and what is on its way to them; money that was
    matched to lines set apart is none of it."""
    held = terms.account_model == "DEDICATED_FACTOR"  # there the claim is paid as soon as it is matched
    landed = Q(state="live") if held else Q(sweep__state="arrived")
    live = Match.objects.filter(contract=contract, state="live", invoice__isnull=True, apart__isnull=True)
    under_way = _by_debtor(live.filter(counted__isnull=False).exclude(landed))
    ahead = _by_debtor(live.filter(landed, counted__isnull=True))
    booked = _booked(contract)
    for debtor in {*found, *booked, *under_way, *ahead}:
        facts = found.get(debtor) or DebtorFacts(debtor)
        found[debtor] = replace(
            facts, booked=booked.get(debtor, 0), under_way=under_way.get(debtor, 0), ahead=ahead.get(debtor, 0)
        )
    return found


def _by_debtor(rows: QuerySet[Match]) -> dict[UUID, int]:
    return dict(rows.values_list("debtor_id").annotate(Sum("amount_cents")).order_by())


def _booked(contract: Contract) -> dict[UUID, int]:
    """What the books hold on each debtor's account of this contract, cents."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select debtor_id, invoice_id, sum(amount_cents) from ledger_balance"
            " where open and account = '1100' and contract_id = %s group by 1, 2",
            [contract.pk],
        )
        return {d: int(cents) for d, invoice, cents in cursor.fetchall() if invoice == account_key(contract.pk, d)}
