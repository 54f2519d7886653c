"""What happened, as the house itself kept it: told after the play, whoever died in the middle of it."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count

from cessie.domain.arrangements.models import Arrangement
from cessie.domain.audit.models import Event
from cessie.domain.banking.models import Line, Statement
from cessie.domain.charges.models import Allowance, FeeInvoice
from cessie.domain.contracts.models import TermsChange
from cessie.domain.correspondence.models import Message, Writing
from cessie.domain.credit.models import Claim
from cessie.domain.disputes.models import Dispute
from cessie.domain.dunning.models import HandOver, Touch
from cessie.domain.managed.models import Managed, Settlement
from cessie.domain.mandates.models import Batch, Collection, Mandate
from cessie.domain.matching.models import Match
from cessie.domain.payments.models import Order
from cessie.domain.work.models import Task

#: What people and jobs did, by what the trail calls it.
ACTS = {
    "purchase.accept": "purchase",
    "payments.release": "batch",
    "payments.verify": "name_asked",
    "payments.vouch": "vouched",
    "payments.set_off": "payout_set_off",
    "payments.take_report": "status_report",
    "purchase.release": "release",
    "matching.receive": "receipt",
    "charges.rate_confirm": "reference_rate",
    "statutes.confirm": "statutory_rate",
    "charges.close_month": "month_closed",
    "ledgers.accept": "ledger_in_force",
    "ledgers.refuse": "ledger_refused",
    "ledgers.match": "ledger_match",
    "ledgers.sweep": "sweep",
    "availability.draw": "drawing",
    "verification.draw": "sample",
    "verification.hand_in": "proof",
    "verification.wrong": "proof_wrong",
    "verification.miss": "proof_missing",
    "verification.find": "finding",
    "verification.clear": "finding_cleared",
    "verification.answer": "balance_answered",
    "comparison.done": "comparison",
    "onboarding.assess": "entry_score",
    "credit.confirm_limits": "limits_named",
    "credit.declare": "declared",
    "onboarding.quote_accepted": "quote_accepted",
    "onboarding.quote_lapsed": "quote_lapsed",
}


def tally() -> Counter[str]:
    """How often each thing happened in this house; names without one are left out."""
    seen = Event.objects.filter(action__in=ACTS).values_list("action").annotate(Count("pk"))
    found = Counter({ACTS[action]: count for action, count in seen})
    found["payout"] = Order.objects.filter(line__isnull=False).count()
    found["rejected"] = Order.objects.filter(state="rejected").count()
    found["ordered_again"] = Order.objects.filter(key__startswith="again:").count()
    found["statement"] = Statement.objects.count()
    found["statement_line"] = Line.objects.count()
    found["file_refused"] = refused_files()
    found["match"] = Match.objects.filter(state="posted").exclude(rule="person").count()
    found["allocated_by_hand"] = Match.objects.filter(state="posted", rule="person").count()
    found["managed"] = Managed.objects.count()
    found["managed_settled"] = Settlement.objects.filter(state="posted").exclude(rule="person").count()
    found["managed_by_hand"] = Settlement.objects.filter(state="posted", rule="person").count()
    found["disclosed"] = TermsChange.objects.filter(state="agreed").exclude(trigger="").count()
    found["notice"] = Message.objects.filter(kind="assignment_notice").count()
    found["reminder"] = Message.objects.filter(kind="reminder", told_at__isnull=False).count()
    own = Claim.objects.filter(policy__client__isnull=False)
    found["own_claim"] = own.count()
    for payee in ("HOUSE", "CLIENT"):
        found[f"indemnity_to_{payee.lower()}"] = own.filter(state="paid", policy__loss_payee=payee).count()
    found["fee_invoice"] = FeeInvoice.objects.filter(xml__isnull=False).count()
    found["allowance"] = Allowance.objects.exclude(posted_cents=0).count()
    return +(found + _of_ladders() + _of_mandates())


def _of_ladders() -> Counter[str]:
    """What the ladders did, and what debtors answered."""
    found = Counter({"handed_over": HandOver.objects.count(), "contested": Dispute.objects.count()})
    found["call"] = Touch.objects.filter(state="called").count()
    found["taken_out"] = Touch.objects.filter(state="out").count()
    found["mail_back"] = Message.objects.filter(kind="reminder", state="bounced").count()
    found["complaint"] = Writing.objects.filter(mail_allowed=False).count()
    ended = Arrangement.objects.filter(state__in=("kept", "broken")).values_list("kind", "state")
    found.update(f"{kind}_{state}" for kind, state in ended)
    return found


def _of_mandates() -> Counter[str]:
    """What was collected under mandates, and how banks answered: ``return_`` and the bank's reason."""
    gone = Collection.objects.filter(state__in=("rejected", "returned")).values_list("failure_code", flat=True)
    found = Counter(f"return_{code}" for code in gone)
    found["return"] = len(gone)
    found["mandate"] = Mandate.objects.filter(activated_at__isnull=False).count()
    found["mandate_revoked"] = Mandate.objects.filter(state="revoked").count()
    found["collection"] = Collection.objects.filter(batch__sent_at__isnull=False).count()
    found["collection_settled"] = Collection.objects.filter(state="settled").count()
    found["file_discarded"] = Batch.objects.filter(state="discarded").count()
    return found


#: What happens at least once in three months of the two creditors, beside what is managed.
OF_CREDITORS = (
    "reminder", "call", "taken_out", "contested", "mail_back", "complaint", "handed_over", "promise_kept",
    "promise_broken", "plan_kept", "mandate", "mandate_revoked", "file_discarded", "collection", "collection_settled",
    "return", "return_AC04", "return_AM04", "return_FF01", "return_MD01", "return_MD06", "return_MS02", "return_MS03",
)  # fmt: skip


#: What happens at least once in three months of the confidential clients.
OF_CONFIDENTIAL = ("ledger_in_force", "ledger_refused", "ledger_match", "sweep", "drawing", "reminder", "disclosed",
    "sample", "proof", "proof_missing", "finding", "finding_cleared", "balance_answered", "comparison", "entry_score",
    "limits_named", "declared", "own_claim", "indemnity_to_house", "indemnity_to_client",
    "quote_accepted", "quote_lapsed",
)  # fmt: skip


def refused_files() -> int:
    """Files of the bank that nobody could use."""
    return Task.objects.filter(kind="bank.file").count()
