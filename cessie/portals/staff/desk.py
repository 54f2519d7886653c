"""The frame of the staff's pages: the rooms with what waits in each, and the names behind keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cessie.domain.work import queries as work
from cessie.portals.frame import ledger_words, onboarding_words, verification_words
from cessie.portals.frame.access import Visit
from cessie.portals.frame.navigation import Group, Room, grouped
from cessie.portals.frame.vocabulary import ROLES, word

#: The pages behind the invoices.
INVOICES = ("staff:invoice", "staff:settlements", "staff:checks", "staff:check")
#: The pages behind the payments.
PAYMENTS = ("staff:batch", "staff:speed", "staff:proposal")
#: The pages behind direct debit.
DEBITS = ("staff:mandates", "staff:mandate", "staff:collected", "staff:collection_batch")
#: Tasks that wait there.
DEBIT_TASKS = (
    "mandate.signed",
    "collection.proposed",
    "collection.draft",
    "collection.unanswered",
    "collection.instalment",
    "mandate.told",
    "mandate.untold",
)
#: The pages behind the list of what is overdue.
UNPAID = ("staff:nonpayment", "staff:insurance", "staff:declarations", "staff:policies", "staff:policy", "staff:worked")
#: The pages behind disputes, promises and plans, and the tasks that wait there.
CLAIMS = ("staff:dispute", "staff:arrangements", "staff:arrangement")
CLAIM_TASKS = ("dispute.bought", "dispute.due", "arrangement.asked", "arrangement.missed")
#: The pages behind the payments to creditors.
CREDITORS = ("staff:creditor_payment", "staff:creditor")
#: Tasks that wait on the page of third-party money.
TRUST_TASKS = ("trust.unknown", "trust.short", "trust.old", "trust.not_remitted")
#: Tasks that wait on the page of availability.
DRAWING_TASKS = ("drawing.asked", "availability.over", "availability.call", "deed.unregistered")
#: The pages behind it.
DRAWN = ("staff:deeds", "staff:deed")
#: The pages behind the ladders of reminders, and the tasks that wait there.
LADDERS = ("staff:ladder", "staff:ladder_run", "staff:touch")
LADDER_TASKS = ("dunning.draft", "dunning.call", "dunning.said", "dunning.hand_over")
#: The pages behind the dossiers, and the tasks that wait there.
DOSSIERS = (
    "staff:dossier", "staff:dossier_calls", "staff:dossier_new", "staff:contact", "staff:cases", "staff:case",
    "staff:partners", "staff:partner", "staff:partner_costs", "staff:local_list",
)  # fmt: skip
DOSSIER_TASKS = (
    "dossier.decide", "dossier.principal", "dossier.complaint", "dossier.time_bar", "dossier.over",
    "dossier.found", "case.missing",
    "case.unanswered", "case.unassigned", "case.cost", "case.question", "case.instalments", "case.tariff",
)  # fmt: skip
#: The pages behind the books.
BOOKS = (
    "staff:account", "staff:entry", "staff:reference_rates", "staff:statutes", "staff:month_end", "staff:month_run",
    "staff:account_statements", "staff:allowance", "staff:month_allowance",
    "staff:journal",
)  # fmt: skip
#: The pages behind the reports.
REPORTS = ("staff:report", "staff:confirmations", "staff:confirmation")
#: The page behind the clients' ledgers, and what waits there.
LEDGERS = ("staff:ledger",)
LEDGER_TASKS = tuple(ledger_words.TASKS)
#: What waits in verification, and the pages behind it.
VERIFIED = tuple(verification_words.TASKS)
VERIFICATION = ("staff:sample", "staff:item", "staff:visit", "staff:figures")
#: The pages behind letters and answers.
LETTERS = ("staff:letter", "staff:channels")
ANSWERS = ("staff:note", "staff:thread")
#: The pages behind the clients.
CLIENTS = (
    "staff:client", "staff:contract", "staff:keys", "staff:letterhead", "staff:client_channels", "staff:applicants",
    "staff:applicant", "staff:own", "staff:own_ledger", "staff:own_offer_new", "staff:own_offer", "staff:own_run",
    "staff:own_outcome", "staff:own_run_charged",
    "staff:quote_new", "staff:quote",
)  # fmt: skip
#: What waits there: companies that ask to be financed.
CLIENT_TASKS = tuple(onboarding_words.TASKS)
#: What an administrator keeps in order.
HOUSE = (
    "staff:person", "staff:brokers", "staff:broker", "staff:moving", "staff:moving_files", "staff:retention",
    "staff:personal",
)  # fmt: skip
#: Tasks that wait there.
HOUSE_TASKS = ("house.files", "house.stuck", "users.change", "users.erasure", "company.erasure", "hold.lift")


def show(visit: Visit, screen: str, tasks: work.Waiting | None = None, /, **context: Any) -> HttpResponse:
    """A page of the portal with its rail. ``screen``: the file's name beside the view; ``tasks``: how many are open,
    where the view has counted them already.
    """
    tasks = tasks or work.waiting(viewer=visit.viewer, at=timezone.now())
    waiting = tasks.by_kind

    def of(kinds: Iterable[str]) -> int:
        return sum(waiting.get(kind, 0) for kind in kinds)

    groups = [
        Group("", [
            *([Room("staff:today", _("Today"), "home")] if "collection" in visit.viewer.roles else []),
            Room("staff:queue", _("Work"), "queue", tasks.total, ("staff:task",)),
        ]),
        Group(_("Financing"), [
            Room("staff:invoices", _("Invoices"), "invoice", waiting.get("invoice.held", 0), INVOICES),
            Room("staff:ledgers", _("Ledgers"), "books", of(LEDGER_TASKS), LEDGERS),
            Room("staff:availability", _("Availability"), "limit", of(DRAWING_TASKS), DRAWN),
            Room("staff:verification", _("Verification"), "held", of(VERIFIED), VERIFICATION),
        ]),
        Group(_("Follow-up of debtors"), [
            Room("staff:debtors", _("Debtors"), "limit", 0, ("staff:debtor",)),
            Room("staff:overdue", _("Overdue"), "history", waiting.get("invoice.overdue", 0), UNPAID),
            Room("staff:ladders", _("Reminders"), "offer", of(LADDER_TASKS), LADDERS),
            Room("staff:disputes", _("Disputes"), "held", of(CLAIM_TASKS), CLAIMS),
            Room("staff:dossiers", _("Collection"), "held", of(DOSSIER_TASKS), DOSSIERS),
            Room("staff:letters", _("Letters"), "offer", waiting.get("letter.to_post", 0), LETTERS),
            Room("staff:answers", _("Answers"), "queue", waiting.get("letter.answer", 0), ANSWERS),
        ]),
        Group(_("Treasury"), [
            Room("staff:payments", _("Payments"), "pay", waiting.get("payout.promise", 0), PAYMENTS),
            Room("staff:collections", _("Direct debit"), "pay", of(DEBIT_TASKS), DEBITS),
            Room("staff:bank", _("Bank"), "bank", 0, ("staff:bank_statement",)),
            Room("staff:receipts", _("Money in"), "match", waiting.get("line.unmatched", 0), ("staff:receipt",)),
            Room("staff:creditor_payments", _("Creditors"), "match", waiting.get("managed.receipt", 0), CREDITORS),
            Room("staff:third_party", _("Third-party money"), "bank", of(TRUST_TASKS)),
        ]),
        Group(_("The house"), [
            Room("staff:clients", _("Clients"), "people", of(CLIENT_TASKS), CLIENTS),
            Room("staff:books", _("Books"), "books", 0, BOOKS),
            Room("staff:reports", _("Reports"), "account", 0, REPORTS),
            Room("staff:people", _("House"), "home", of(HOUSE_TASKS), HOUSE),
            Room("staff:operation", _("Operation"), "history", waiting.get("job.failed", 0)),
        ]),
    ]  # fmt: skip
    roles = ", ".join(word(ROLES, role) for role in sorted(visit.viewer.roles))
    frame = {"rail": grouped(visit, groups), "whose": roles}
    return render(visit, screen if "/" in screen else f"portals/staff/screens/{screen}.html", frame | context)
