"""Losses and the insurer: what the clock asks, what follows a claim, and money that comes in after it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from cessie.domain.banking.models import Line
from cessie.domain.client_ledgers.apart import apart_of, first_bought
from cessie.domain.client_ledgers.set_apart import set_apart
from cessie.domain.credit import locks
from cessie.domain.credit.claims import waiting_key
from cessie.domain.credit.doubt import doubt
from cessie.domain.credit.file_claim import file_claim
from cessie.domain.credit.file_lines import Doubtful, file_lines
from cessie.domain.credit.insured import claims
from cessie.domain.credit.models import Claim, ClaimLine
from cessie.domain.credit.receive_indemnity import from_insurer, receive_indemnity, recognise
from cessie.domain.credit.share_dividend import share_dividend
from cessie.domain.credit.tell import tell_claim
from cessie.domain.matching.allocate import lock_receipt, task_key
from cessie.domain.purchase.forbear import overdue_key
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.domain.work.open_task import open_task
from cessie.domain.work.queries import Asked, queue
from cessie.domain.work.rules.clock import end_of_desk
from cessie.ledger import queries as ledger
from cessie.lib.days import bank_day_until, booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason, Refusal
from cessie.terms.insurance import Dividend
from cessie.workflows.losses.declaring import Reportable, report_key, reportable
from cessie.workflows.losses.telling import over_service

#: Cover is at stake: somebody reports within this time.
PROMPT = timedelta(days=2)
#: How long an insurer may take to pay what he accepted.
PAYING = timedelta(days=30)
REPORT = "invoice.report"


class WhichClaim(Refusal):
    """The insurer's money does not say for which claim it is, or is not what is due on it."""


def claim(*, invoice_id: UUID, note: str, reference: str = "", by: Viewer, at: datetime) -> Claim:
    """Write what is open down as doubtful and file the claim for it, over the insurer's service where there is one;
    refused as those verbs."""
    with transaction.atomic():
        doubt(invoice_id=invoice_id, note=note, by=by, at=at)
        row = file_claim(invoice_id=invoice_id, note=note, reference=reference, by=by, at=at)
        for key in (overdue_key(invoice_id), report_key(invoice_id)):
            close(key=key, decision="claimed", by=by, at=at)
        if over_service(row.policy):
            tell_claim(claim_id=row.pk, by=by, at=at)
    return row


def claim_lines(
    *,
    contract_id: UUID,
    debtor_id: UUID,
    numbers: Collection[str],
    vat: Money,
    note: str,
    reference: str = "",
    by: Viewer,
    at: datetime,
) -> Claim:
    """Write lines of the client's ledger down as doubtful and file one claim for all that is doubtful of their debtor,
    over the insurer's service where there is one; refused as those verbs."""
    with transaction.atomic():
        set_apart(
            contract_id=contract_id, debtor_id=debtor_id, numbers=numbers, cause="doubtful", note=note, by=by, at=at
        )
        rows = (
            apart_of(contract_id, debtor_id)
            .filter(cause="doubtful")
            .exclude(number__in=_settled(contract_id, debtor_id))
        )
        bought = first_bought(contract_id, debtor_id, [row.number for row in rows])
        row = file_lines(
            contract_id=contract_id, debtor_id=debtor_id, vat=vat, note=note, reference=reference, by=by, at=at,
            lines=[
                Doubtful(each.number, each.due_date, Money(each.open_cents, each.currency), bought[each.number])
                for each in rows
            ],
        )  # fmt: skip
        if over_service(row.policy):
            tell_claim(claim_id=row.pk, by=by, at=at)
    return row


def _settled(contract_id: UUID, debtor_id: UUID) -> set[str]:
    """Numbers that stand in a claim which the insurer has accepted: nothing of them is doubtful any more."""
    rows = ClaimLine.objects.filter(contract_id=contract_id, debtor_id=debtor_id, live=True)
    return set(rows.exclude(claim__state="filed").values_list("number", flat=True))


def indemnity(*, line: Line, by: Viewer, at: datetime) -> bool:
    """Offer a bank line to the claims: whether it paid one.

    Refused (``WhichClaim``): money of an insurer that no claim surely explains; a person says which.
    """
    if not from_insurer(line):
        return False
    claim_id = recognise(line)
    if claim_id is None:
        raise WhichClaim("insuring.which_claim", N_("The insurer paid: say for which claim this is."))
    receive_indemnity(line_id=line.pk, claim_id=claim_id, by=by, at=at)
    return True


def dividend(*, receipt_id: UUID, claim_id: UUID, note: str, by: Viewer, at: datetime) -> Dividend:
    """All that is unallocated of a receipt is shared as the loss of a claim was borne; closes the receipt's task.

    Refused as ``credit.share_dividend``.
    """
    with transaction.atomic():
        contract_id = Claim.objects.filter(pk=claim_id).values_list("contract_id", flat=True).first()
        if contract_id is not None:
            locks.take(contract_ids=[contract_id], debtor_ids=())
        receipt = lock_receipt(receipt_id)
        left = ledger.unallocated([receipt.line_id], currency=receipt.currency)[receipt.line_id]
        shares = share_dividend(line_id=receipt.line_id, claim_id=claim_id, amount=left, note=note, by=by, at=at)
        close(key=task_key(receipt), decision="dividend", by=by, at=at)
    return shares


def propose(*, by: Viewer, at: datetime) -> int:
    """Ask the desk to report what the policy wants reported, and to ask for indemnities whose waiting time is over.

    How many wait. Tasks that nothing calls for any more are closed. Nothing is booked: a person decides.
    """
    asked = _to_report(by, at) | _waited_for(by, at)
    for kind in (REPORT, "claim.waiting"):
        for task in queue(viewer=by, asked=Asked(kind=kind)):
            if task.key not in asked:
                close(key=task.key, decision="done", by=by, at=at)
    return len(asked)


def _to_report(by: Viewer, at: datetime) -> set[str]:
    """One task an invoice, and one a contract on balances, due by the last day on which cover is kept."""
    today = booking_day(at)
    late = [row for row in reportable(viewer=by, today=today) if row.stage(today) in ("due", "late")]
    invoices = [row.item.invoice_id for row in late if row.item.invoice_id is not None]
    claimed = set(Claim.objects.filter(invoice_id__in=invoices).values_list("invoice_id", flat=True))
    asked = set[str]()
    for row in late:
        key = row.task
        if row.item.invoice_id in claimed or key in asked:
            continue
        subject = ("invoices.Invoice", str(row.item.invoice_id))
        if row.item.invoice_id is None:
            subject = ("contracts.Contract", str(row.contract_id))
        open_task(
            key=key,
            kind=REPORT,
            subject=subject,
            reasons=[_why(row, today)],
            client_id=row.client_id,
            due_at=max(end_of_desk(bank_day_until(row.last)), at + PROMPT),
            by=by,
            at=at,
        )
        asked.add(key)
    return asked


def _why(row: Reportable, today: date) -> Reason:
    facts: dict[str, Fact] = {"number": row.item.number, "open": row.item.open, "last": row.last}
    if row.stage(today) == "late":
        words = N_("{number}: {open} is open and had to be reported to the insurer by {last}: its cover is lost.")
        return Reason("insuring.too_late", words, facts)
    words = N_("{number}: {open} is open. The policy wants it reported by {last}, else its cover is lost.")
    return Reason("insuring.report", words, facts)


def _waited_for(by: Viewer, at: datetime) -> set[str]:
    asked = set()
    over = Q(state="filed", waits_until_date__lte=booking_day(at)) | Q(state="accepted", decided_at__lte=at - PAYING)
    for row in claims(viewer=by).filter(over):
        words = N_("The waiting period of claim {number} over {claimed} is over: ask the insurer for his decision.")
        if row.state == "accepted":
            words = N_("The insurer accepted claim {number} over {claimed} and has not paid yet: ask him.")
        facts: dict[str, Fact] = {"number": row.number, "claimed": Money(row.claimed_cents, row.currency)}
        key = waiting_key(row.pk)
        open_task(
            key=key,
            kind="claim.waiting",
            subject=row,
            reasons=[Reason("insuring.waited", words, facts)],
            client_id=row.client_id,
            due_at=at + PROMPT,
            by=by,
            at=at,
        )
        asked.add(key)
    return asked
