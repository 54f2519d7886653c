"""Nothing waits anywhere but in the queue: each state that can still move says who moves it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from cessie.lib.states import Machine
from cessie.portals.frame.vocabulary import TASKS

DOMAIN = Path(__file__).resolve().parents[2] / "cessie" / "domain"

#: State -> the task that it raises, or in words who moves it and what is raised if he does not.
WAITS = {
    "MONEY.waiting": "managed.receipt",
    "MONEY.aside": "no matter of managed invoices; a person takes it up, or an invoice that comes later",
    "MONEY.settled": "settled; it moves only if a person undoes it",
    "SUBMISSION.read": "ledger.doubtful",
    "SUBMISSION.accepted": "in force until the next one is accepted",
    "LETTRAGE.live": "settled; it moves only if the client undoes it",
    "SWEEP.ordered": "ledger.sweep_late",
    "SWEEP.left": "ledger.sweep_late",
    "RECEIPT.waiting": "trust.unknown",
    "RECEIPT.kept": "the principal's; it moves only if the bank takes it back or a person puts it right",
    "DIRECT.reported": "told; it moves only if whoever told it takes it back",
    "MATCH.proposed": "line.unmatched",
    "MATCH.posted": "settled; it moves only if a person undoes it",
    "SETTLEMENT.asked": "settlement.asked",
    "SETTLEMENT.posted": "settled; it moves only if a person undoes it",
    "ACCOUNT.claimed": "account.claimed",
    "ACCOUNT.confirmed": "in use",
    "INVOICE.received": "the intake's own transaction moves it",
    "INVOICE.held": "invoice.held",
    "INVOICE.withdrawn": "settled; it moves only if the credit note that took all of it off is undone",
    "INVOICE.accepted": "the clock offers it, else invoice.not_offered",
    "DISPUTE.open": "dispute.due",
    "DISPUTE.answered": "dispute.bought",
    "DISPUTE.legal": "before a court or a lawyer; a person notes how it ended",
    "DISPUTE.resolved_pay": "settled; it moves only if somebody opens it again",
    "DISPUTE.resolved_credit": "settled; it moves only if somebody opens it again",
    "DISPUTE.resolved_partly": "settled; it moves only if somebody opens it again",
    "ARRANGEMENT.asked": "arrangement.asked",
    "ARRANGEMENT.running": "the night's look finds it kept or broken",
    "RESERVATION.held": "moves with its proposal",
    "REQUEST.asked": "limit.request",
    "COVER.to_send": "the job sends it",
    "COVER.sending": "the job that sends it; killed, it is unsure",
    "COVER.pending": "the insurer decides; limit.request waits meanwhile",
    "COVER.failed": "cover.unanswered",
    "COVER.unsure": "cover.unanswered",
    "POLICY.noted": "policy.noted",
    "TELLING.to_send": "the job sends it",
    "TELLING.sending": "the job that sends it; killed, it is unsure",
    "TELLING.failed": "claim.untold",
    "TELLING.unsure": "claim.untold",
    "CLAIM.filed": "claim.waiting",
    "CLAIM.accepted": "claim.waiting",
    "MESSAGE.draft": "letter.no_address",
    "MESSAGE.queued": "letter.unsent",
    "MESSAGE.sending": "ends with its answer, else it is unsure",
    "MESSAGE.to_post": "letter.to_post",
    "MESSAGE.unsure": "letter.unsure",
    "MESSAGE.sent": "told; it moves only if it comes back or its arrival is proven",
    "MESSAGE.delivered": "told; it moves only if it comes back",
    "DRAWING.asked": "drawing.asked",
    "DRAWING.ordered": "its order is paid as any other; the night stops it where it is not borne any more",
    "PROPOSAL.offered": "offer.lapsing",
    "PROPOSAL.blocked": "proposal.blocked",
    "TASK.open": "the task itself",
    "TASK.closed": "decided already",
    "ORDER.ordered": "payments.held",
    "ORDER.batched": "batch.draft",
    "ORDER.instructed": "payments.unanswered",
    "ORDER.executed": "settled; it moves only if the bank returns it",
    "BATCH.draft": "batch.draft",
    "BATCH.released": "bank.send",
    "CHANGE.asked": "users.change",
    "HOUSE_FILES.laid": "house.stuck",
    "HOUSE_FILES.ready": "house.files",
    "HOUSE_FILES.agreed": "house.stuck",
    "STATEMENT.kept": "banking.statement_held",
    "MONTH_END.running": "month.stuck",
    "MONTH_END.ready": "month.ready",
    "MONTH_PART.waiting": "moves with its month end",
    "MONTH_PART.charged": "moves with its month end",
    "MONTH_PART.numbered": "moves with its month end",
    "MONTH_PART.refused": "month.ready",
    "MONTH_PART.written": "moves with its month end",
    "MONTH_PART.done": "done; the clock freezes its statement once the month is closed",
    "MONTH_PART.stated": "the clock has its paper made",
    "ALLOWANCE.proposed": "allowance.proposed",
    "FIXING.entered": "rate.entered",
    "STATUTE.entered": "statute.entered",
    "RUN.gathering": "dunning.stuck",
    "RUN.draft": "dunning.draft",
    "RUN.confirmed": "dunning.stuck",
    "SLICE.waiting": "moves with its run",
    "TOUCH.planned": "moves with its run",
    "TOUCH.out": "a person took it out; it moves only if he puts it back",
    "TOUCH.written": "its message leaves by itself; it moves only if it is taken back before",
    "TOUCH.calling": "dunning.call",
    "TOUCH.offered": "dunning.hand_over",
    "WAIVER.asked": "dunning.waiver",
    "WAIVER.posted": "given up: a person may claim it again, nobody has to",
    "POLICY.proposed": "checks.proposed",
    "PROOF.asked": "the client hands it in until its day, else the night holds the document",
    "PROOF.handed_in": "verification.proof",
    "PROOF.missing": "verification.finding",
    "ENQUIRY.asked": "the debtor answers until his day, else verification.silent",
    "ENQUIRY.unanswered": "verification.silent",
    "FINDING.open": "verification.finding",
    "AUDIT.planned": "verification.visit",
    "AUDIT.under_way": "verification.visit",
    "SIGNING.created": "the debtor signs within fourteen days, else the night lets it run out",
    "SIGNING.sent": "the debtor signs within fourteen days, else the night lets it run out",
    "SIGNING.opened": "the debtor signs within fourteen days, else the night lets it run out",
    "SIGNING.code_sent": "the debtor signs within fourteen days, else the night lets it run out",
    "SIGNING.expired": "over; it moves only if a service says that he signed after all",
    "MANDATE.draft": "never kept: a mandate on paper is entered as signed",
    "MANDATE.asked": "never kept: a mandate is entered once it is signed",
    "MANDATE.signed": "mandate.signed",
    "MANDATE.active": "in use",
    "MANDATE.paused": "collection.failed says why; a person lets it go on",
    "MANDATE.blocked": "collection.failed",
    "COLLECTION.proposed": "collection.proposed",
    "COLLECTION.batched": "collection.draft",
    "COLLECTION.instructed": "collection.unanswered",
    "COLLECTION.settled": "settled; it moves only if the bank takes it back",
    "CONTRACT.running": "in use",
    "CONTRACT.ending": "contract.ending",
    "CONTRACT.run_off": "contract.left",
    "CONTRACT.closed": "settled; it moves only if money does after all",
    "ENDING.proposed": "contract.end_proposed",
    "DOSSIER.opened": "the night's look begins with it",
    "DOSSIER.amicable": "dossier.decide",
    "DOSSIER.promised": "the night's look finds the promise kept or broken",
    "DOSSIER.planned": "the night's look finds the plan kept or broken",
    "DOSSIER.disputed": "dispute.due",
    "DOSSIER.waiting_principal": "dossier.principal",
    "DOSSIER.to_court": "moves with its case",
    "DOSSIER.closed_paid": "settled; it moves only if money goes back",
    "DOSSIER.closed_recalled": "settled; it moves only if the principal gives it again",
    "DOSSIER.closed_settled": "settled; it moves only if money goes back",
    "DOSSIER.closed_uncollectable": "settled; it moves only if a person finds that there is something after all",
    "ASSIGNMENT.offered": "case.unanswered",
    "ASSIGNMENT.accepted": "the partner works on it; the clocks of the case run",
    "COST.asked": "case.cost",
    "TARIFF.entered": "case.tariff",
    "ACT.planned": "moves with its dossier",
    "COMPARISON.waiting": "the job begins it",
    "COMPARISON.running": "the job plays it; where that fails the desk hears of it, and the broker may cancel it",
    "COMPLAINT.open": "dossier.complaint",
    "NEWS.open": "dossier.found",
}


def _machines() -> Iterator[tuple[str, Machine]]:
    for file in sorted(DOMAIN.glob("*/rules/*.py")):
        if "Machine(" in file.read_text("utf-8"):
            module = import_module(f"cessie.domain.{file.parents[1].name}.rules.{file.stem}")
            yield from ((name, value) for name, value in vars(module).items() if isinstance(value, Machine))


def test_each_state_that_can_move_says_who_moves_it() -> None:
    moving = {f"{name}.{state}" for name, machine in _machines() for state, _event in machine.moves}
    assert moving - WAITS.keys() == set(), "say here which task a person gets for it"
    assert WAITS.keys() - moving == set(), "there is no such state any more"


def test_each_task_named_here_has_its_word() -> None:
    kinds = {said for said in WAITS.values() if " " not in said}
    assert kinds - TASKS.keys() == set()
