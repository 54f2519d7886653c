"""The field's words for what the programs call by code: states, kinds of postings, tasks, acts, roles, match rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext

from cessie.domain.charges.rules import allowance
from cessie.domain.disputes.rules import grounds
from cessie.lib.reasons import N_, Fact
from cessie.portals.frame import (
    case_words,
    channel_words,
    claim_words,
    contract_words,
    credit_words,
    debit_words,
    deed_words,
    dossier_words,
    ladder_words,
    ledger_words,
    trust_words,
    verification_words,
)
from cessie.portals.frame.acts import ACTS as ACTS
from cessie.portals.frame.channel_words import CARRIER_EVIDENCE as CARRIER_EVIDENCE
from cessie.portals.frame.channel_words import CHANNELS as CHANNELS
from cessie.portals.frame.channel_words import CONSENTS as CONSENTS
from cessie.portals.frame.channel_words import DELIVERY_PROOFS as DELIVERY_PROOFS
from cessie.portals.frame.channel_words import PRICE_UNITS as PRICE_UNITS
from cessie.portals.frame.ladder_words import SEGMENTS as SEGMENTS
from cessie.portals.frame.ledger_words import LEDGER_STATES as LEDGER_STATES
from cessie.portals.frame.letter_words import PAPERS as PAPERS
from cessie.portals.frame.letter_words import TONES as TONES
from cessie.portals.frame.postings import KINDS
from cessie.portals.frame.rate_kinds import RATE_KINDS as RATE_KINDS
from cessie.portals.frame.task_words import DECISIONS as DECISIONS
from cessie.portals.frame.task_words import EVIDENCE as EVIDENCE

#: State -> word and tone (good, info, warn, bad, none).
STATES: Final[Mapping[str, tuple[str, str]]] = {
    "received": (N_("Received"), ""),
    "held": (N_("Held"), "warn"),
    "accepted": (N_("Accepted"), "good"),
    "rejected": (N_("Rejected"), "bad"),
    "withdrawn": (N_("Withdrawn"), ""),
    "offered": (N_("Waiting"), "warn"),
    "purchased": (N_("Bought"), "good"),
    "expired": (N_("Run out"), ""),
    "blocked": (N_("Blocked"), "warn"),
    "superseded": (N_("Replaced"), ""),
    "cancelled": (N_("Cancelled"), ""),
    "ordered": (N_("Ordered"), "info"),
    "batched": (N_("In a batch"), "info"),
    "instructed": (N_("Sent to the bank"), "info"),
    "executed": (N_("Paid"), "good"),
    "returned": (N_("Returned"), "bad"),
    "draft": (N_("To be released"), "warn"),
    "released": (N_("Released"), "info"),
    "sent": (N_("Sent"), "good"),
    "discarded": (N_("Discarded"), ""),
    "kept": (N_("Held"), "warn"),
    "chained": (N_("In the chain"), "good"),
    "dismissed": (N_("Dismissed"), ""),
    "open": (N_("Open"), "warn"),
    "closed": (N_("Closed"), ""),
    "proposed": (N_("Proposed"), "info"),
    "posted": (N_("Posted"), "good"),
    "dropped": (N_("Dropped"), ""),
    "reversed": (N_("Undone"), "bad"),
    "asked": (N_("Waits for a second person"), "warn"),
    "declined": (N_("Declined"), ""),
    "live": (N_("In use"), "good"),
    "revoked": (N_("Revoked"), "bad"),
    "added": (N_("To be confirmed"), "warn"),
    "confirmed": (N_("Confirmed"), "good"),
    "ended": (N_("Ended"), ""),
    "queued": (N_("Ready to leave"), "info"),
    "sending": (N_("Being sent"), "info"),
    "to_post": (N_("Ready for the post"), "warn"),
    "unsure": (N_("Unknown whether it left"), "bad"),
    "failed": (N_("Not taken"), "bad"),
    "delivered": (N_("Received"), "good"),
    "bounced": (N_("Came back"), "bad"),
    "used": (N_("Used"), "good"),
    "freed": (N_("Freed"), ""),
    "laid": (N_("Being looked at"), "info"),
    "ready": (N_("Waits for a second person"), "warn"),
    "agreed": (N_("Being taken in"), "info"),
    "taken": (N_("Taken in"), "good"),
    "wrong": (N_("Wrong"), "bad"),
    "entered": (N_("To be confirmed"), "warn"),
    "running": (N_("Running"), "info"),
    "refused": (N_("Waits for something"), "bad"),
    **debit_words.STATES,
}

#: What waits for a person.
TASKS: Final[Mapping[str, str]] = {
    **credit_words.TASKS,
    "invoice.held": N_("Invoice held"),
    "invoice.not_offered": N_("Invoice not offered"),
    "invoice.overdue": N_("Invoice overdue"),
    "invoice.not_released": N_("Invoice not released"),
    "proposal.blocked": N_("Offer blocked"),
    **trust_words.TASKS,
    "managed.receipt": N_("Payment to a creditor without an invoice"),
    "line.unmatched": N_("Money without an invoice"),
    "credit_note.left": N_("Credit note without an invoice"),
    "settlement.asked": N_("To be closed without money"),
    "debtor.credit": N_("Debtor paid too much"),
    "fraud.self_payment": N_("Client paid for his debtor"),
    "payments.failed": N_("Payment failed"),
    "job.failed": N_("Job failed"),
    "payments.standstill": N_("Payments stand still"),
    "payout.no_account": N_("No account to pay to"),
    "banking.in_transit": N_("Own transfer not arrived"),
    "line.old": N_("Money unallocated for long"),
    "vop.unreachable": N_("Names of accounts unknown"),
    "bank.file": N_("Bank file refused"),
    "bank.send": N_("Payment file not sent"),
    "banking.statement_held": N_("Statement held"),
    "banking.line_unknown": N_("Bank line unknown"),
    "account.claimed": N_("Account to confirm"),
    "mandate.signed": N_("Mandate to confirm"),
    "mandate.told": N_("Word on a mandate not understood"),
    "mandate.untold": N_("Revocation that a service did not take"),
    "collection.proposed": N_("Collection to prepare"),
    "collection.draft": N_("Collections to release"),
    "collection.failed": N_("Collection failed"),
    "collection.unanswered": N_("Collection without an answer"),
    "collection.instalment": N_("Instalment that is not collected"),
    "batch.draft": N_("Batch to release"),
    "payments.held": N_("Payment held"),
    "payments.uncovered": N_("Payout no longer covered"),
    "payments.unanswered": N_("Payment without an answer"),
    "statement.missing": N_("Statement missing"),
    "contract.ending": N_("Contract about to end"),
    "contract.terms_proposed": N_("Change of a contract to confirm"),
    "contract.end_proposed": N_("End of a contract to confirm"),
    "contract.left": N_("Ended contract not settled"),
    "offer.lapsing": N_("Offer about to lapse"),
    "payout.promise": N_("Payout promised soon"),
    "house.files": N_("House to be moved in"),
    "users.change": N_("Login to be changed"),
    "users.erasure": N_("Person to be forgotten"),
    "company.erasure": N_("Company to be forgotten"),
    "hold.lift": N_("Legal hold to be lifted"),
    "mark.end": N_("Note on a company to be ended"),
    "house.stuck": N_("Files of the house stuck"),
    "checks.proposed": N_("Change of a check to confirm"),
    "statute.entered": N_("Statutory rate to confirm"),
    "statute.missing": N_("Statutory rates missing"),
    "rate.entered": N_("Reference rate to confirm"),
    "month.ready": N_("Month to close"),
    "month.stuck": N_("Month end stuck"),
    "allowance.proposed": N_("Allowance to confirm"),
    "rate.missing": N_("Reference rate missing"),
    "pledge.over": N_("More advanced than pledged"),
    "drawing.asked": N_("Drawing above the facility"),
    "availability.failed": N_("What can be drawn was not reckoned"),
    "letter.to_post": N_("Letters to post"),
    "letter.answer": N_("A debtor has written"),
    **case_words.TASKS,
    **ledger_words.TASKS,
    **verification_words.TASKS,
    **deed_words.TASKS,
    **channel_words.TASKS,
    **claim_words.TASKS,
    **ladder_words.TASKS,
    **dossier_words.TASKS,
}

#: How far the time of a task has run.
CLOCKS: Final[Mapping[str, str]] = {
    "in_time": N_("in time"),
    "soon": N_("soon due"),
    "late": N_("late"),
}

#: How old what a debtor owes is, or that it is doubtful.
CLASSES: Final[Mapping[str, str]] = allowance.CLASSES

#: What a check does when it fires.
STRENGTHS: Final[Mapping[str, str]] = credit_words.STRENGTHS
POLICIES: Final[Mapping[str, str]] = credit_words.POLICIES
VERDICTS: Final[Mapping[str, str]] = credit_words.VERDICTS
CLAIMS: Final[Mapping[str, str]] = credit_words.CLAIMS
CALLS: Final[Mapping[str, str]] = credit_words.CALLS
APART: Final[Mapping[str, str]] = credit_words.APART
COVERS: Final[Mapping[str, str]] = credit_words.COVERS
INSURED: Final[Mapping[str, str]] = credit_words.INSURED
DECLARED: Final[Mapping[str, str]] = credit_words.DECLARED
TELLINGS: Final[Mapping[str, str]] = credit_words.TELLINGS
OUTCOMES: Final[Mapping[str, str]] = credit_words.OUTCOMES
REQUESTS: Final[Mapping[str, str]] = credit_words.REQUESTS

#: Ladders of reminders.
MODES: Final[Mapping[str, str]] = ladder_words.MODES
STEP_ACTS: Final[Mapping[str, str]] = ladder_words.STEP_ACTS
RESULTS: Final[Mapping[str, str]] = ladder_words.RESULTS

#: The life of a contract, and its end.
CONTRACTS: Final[Mapping[str, str]] = contract_words.CONTRACTS
SIGNINGS: Final[Mapping[str, str]] = debit_words.SIGNINGS
SIGN_AT: Final[Mapping[str, str]] = debit_words.SIGN_AT
TOLD: Final[Mapping[str, str]] = debit_words.TOLD
ENDINGS: Final[Mapping[str, str]] = contract_words.ENDINGS
GROUNDS: Final[Mapping[str, str]] = contract_words.GROUNDS
SIDES: Final[Mapping[str, str]] = contract_words.SIDES

#: Disputes, promises and plans.
DISPUTED_FOR: Final[Mapping[str, str]] = grounds.GROUNDS
TURNS: Final[Mapping[str, str]] = claim_words.TURNS
ARRANGED: Final[Mapping[str, str]] = claim_words.KINDS

#: By which rule a payment was matched.
RULES: Final[Mapping[str, str]] = {
    "structured_reference": N_("structured reference"),
    "end_to_end_id": N_("end-to-end reference"),
    "invoice_numbers": N_("invoice numbers in the text"),
    "exact_amount": N_("exact amount"),
    "exact_subset": N_("the only set of invoices with this sum"),
    "oldest_first": N_("oldest invoices first"),
    "client_remittance": N_("the client's own account"),
    "pledge": N_("pledged invoice named"),
    "lettrage": N_("the client's own matching"),
    "call": N_("the call for payment that it quotes"),
    "person": N_("a person"),
}

#: What of a receipt pays no invoice.
USES: Final[Mapping[str, str]] = {
    "small_difference": N_("Small difference"),
    "overpayment": N_("Paid too much or twice"),
    "client_debt": N_("The client pays what he owes"),
    "advance": N_("Repays advances on pledged invoices"),
    "not_bought": N_("For an invoice that the house did not buy"),
}

ROLES: Final[Mapping[str, str]] = {
    "credit": N_("Credit desk"),
    "treasury": N_("Treasury"),
    "collection": N_("Collection desk"),
    "administrator": N_("Administrator"),
    "owner": N_("Owner"),
    "bookkeeper": N_("Bookkeeper"),
    "reader": N_("Reader"),
}

#: What two people decide of a login.
CHANGES: Final[Mapping[str, str]] = {
    "roles": N_("More desks"),
    "second_factor": N_("A new second factor"),
    "switch_on": N_("To be switched on again"),
}

LANGUAGES: Final[Mapping[str, str]] = {"nl": N_("Dutch"), "fr": N_("French"), "en": N_("English")}

PURPOSES: Final[Mapping[str, str]] = {
    "collection": N_("Collection account"),
    "payout": N_("Payout account"),
    "dedicated": N_("Dedicated account"),
    "trust": N_("Third-party account"),
    "own": N_("Own limit"),
    "insured": N_("Insured limit"),
    "group": N_("Limit of the whole group"),
}


def kind_words(kind: str) -> str:
    """A posting's kind in the reader's language; a reversal says so; an unknown kind stands as it is."""
    plain = kind.removesuffix("_reversed")
    said = gettext(KINDS[plain]) if plain in KINDS else plain.replace("_", " ").capitalize()
    return said if plain == kind else gettext("{what}, undone").format(what=said)


#: What a role may do, as a refusal names it.
RIGHTS: Final[Mapping[str, str]] = {
    "invoices.clear": N_("clear doubts of an invoice"),
    "invoices.reject": N_("decline an invoice"),
    "credit.set_limit": N_("set a limit"),
    "purchase.propose": N_("make an offer"),
    "purchase.release": N_("release a holdback"),
    "contracts.amend": N_("change a contract"),
    "charges.end_month": N_("end a month"),
    "reports.confirm": N_("confirm balances to an auditor"),
    "charges.set_allowance": N_("say what is set aside for losses"),
    "contracts.end": N_("end a contract"),
    "parties.register": N_("register a company"),
    "parties.mark": N_("note what changes how a company is dealt with"),
    "parties.add_account": N_("enter an account"),
    "parties.confirm_account": N_("confirm an account"),
    "documents.upload": N_("hand in documents"),
    "work.decide": N_("decide tasks"),
    "work.hand_over": N_("hand over a task"),
    "mandates.enter": N_("enter a mandate"),
    "mandates.confirm": N_("confirm a mandate"),
    "mandates.collect": N_("propose collections"),
    "mandates.prepare": N_("prepare collections"),
    "mandates.release": N_("release collections"),
    "mandates.send": N_("send collections"),
    "payments.order": N_("order a payment"),
    "payments.prepare": N_("prepare a batch"),
    "payments.vouch": N_("vouch for an account"),
    "payments.release": N_("release a batch"),
    "banking.import": N_("take in bank files"),
    "banking.decide": N_("decide on statements"),
    "banking.accounts": N_("open the house's accounts"),
    "matching.decide": N_("decide on matches"),
    "users.manage": N_("manage logins"),
    "users.agree": N_("agree to a change of a login"),
    "users.erase": N_("forget a person"),
    "house.clock": N_("turn the day's clock"),
    "house.erase": N_("decide what is erased"),
    "house.lay_down": N_("lay down the files of the house"),
    "house.agree": N_("agree to the files of the house"),
    "house.import": N_("move a house in"),
    "correspondence.decide": N_("decide on letters"),
    **case_words.RIGHTS,
    **channel_words.RIGHTS,
    **claim_words.RIGHTS,
    **ladder_words.RIGHTS,
    **ledger_words.RIGHTS,
    **verification_words.RIGHTS,
    **dossier_words.RIGHTS,
}


def fact_word(name: str, fact: Fact) -> Fact:
    """The reader's word for a code that a reason carries: a state, a right, a role; any other fact as it is."""
    if not isinstance(fact, str):
        return fact
    if name == "state" and fact in STATES:
        return gettext(STATES[fact][0])
    if name in ("measure", "difference", "figure", "above"):
        return gettext(fact)
    if name == "roles":
        return ", ".join(word(ROLES, role) for role in fact.split(", "))
    table = {
        "kind": RATE_KINDS, "act": RIGHTS, "role": ROLES, "change": CHANGES, "least": STRENGTHS, "most": STRENGTHS,
    }.get(name)  # fmt: skip
    return fact if table is None else word(table, fact)


def word(table: Mapping[str, str], code: str) -> str:
    """The reader's word for a code; the code itself where there is none."""
    return gettext(table[code]) if code in table else code
