"""Where the thing is that a task or an event of the trail is about."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from django.urls import reverse

#: The page that shows a thing of this kind; what has none is shown by its trail alone.
PAGES = {
    "invoices.Invoice": "staff:invoice",
    "payments.Batch": "staff:batch",
    "banking.Statement": "staff:bank_statement",
    "matching.Receipt": "staff:receipt",
    "managed.Receipt": "staff:creditor_payment",
    "parties.Debtor": "staff:debtor",
    "parties.Client": "staff:client",
    "contracts.Contract": "staff:contract",
    "purchase.Proposal": "staff:proposal",
    "purchase.Deed": "staff:deed",
    "users.User": "staff:person",
    "parties.Company": "staff:personal",
    "correspondence.Message": "staff:letter",
    "correspondence.Note": "staff:note",
    "correspondence.Outgoing": "staff:invoice",
    "charges.MonthEnd": "staff:month_run",
    "reports.Confirmation": "staff:confirmation",
    "mandates.Mandate": "staff:mandate",
    "mandates.Batch": "staff:collection_batch",
    "documents.HouseFiles": "staff:moving_files",
    "disputes.Dispute": "staff:dispute",
    "arrangements.Arrangement": "staff:arrangement",
    "dunning.Run": "staff:ladder_run",
    "dunning.Touch": "staff:touch",
    "proceedings.Case": "staff:case",
    "comparison.Broker": "staff:broker",
    "collection.Dossier": "staff:dossier",
    "client_ledgers.Submission": "staff:ledger",
    "onboarding.Applicant": "staff:applicant",
    "verification.Item": "staff:item",
    "verification.Sample": "staff:sample",
    "verification.Audit": "staff:visit",
}
#: Things that are decided on a list, not on a page of their own.
LISTS = {
    "mandates.Collection": "staff:collections",
    "payments.Order": "staff:payments",
    "documents.LegalHold": "staff:retention",
    "banking.Line": "staff:bank_lines",
    "banking.Account": "staff:third_party",
    "trust.Receipt": "staff:third_party",
    "jobs.Job": "staff:operation",
    "payments.Standstill": "staff:operation",
    "credit.LimitRequest": "staff:limit_requests",
    "credit.Claim": "staff:insurance",
    "availability.Call": "staff:availability",
    "correspondence.Batch": "staff:letters",
    "invoices.PolicyChange": "staff:checks",
    "charges.Fixing": "staff:reference_rates",
    "charges.Reference": "staff:reference_rates",
    "charges.AllowancePolicy": "staff:allowance",
    "proceedings.Tariff": "staff:partners",
    "verification.Finding": "staff:verification",
    "verification.Enquiry": "staff:verification",
    "verification.Figures": "staff:verification",
    "statutes.StatutoryRate": "staff:statutes",
    "statutes.Semester": "staff:statutes",
}


class About(Protocol):
    """A task or an event."""

    @property
    def subject_type(self) -> str:
        """Such as ``invoices.Invoice``."""

    @property
    def subject_id(self) -> str:
        """Its key."""


def place_of(about: About) -> str:
    """The address of the page, or nothing where no page shows such a thing."""
    if about.subject_type in PAGES:
        try:
            return reverse(PAGES[about.subject_type], args=[UUID(about.subject_id)])
        except ValueError:
            return ""
    return reverse(LISTS[about.subject_type]) if about.subject_type in LISTS else ""


def has_page(about: About) -> bool:
    """Whether the thing has a page of its own, which can be shown below its task."""
    return about.subject_type in PAGES
