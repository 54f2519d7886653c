"""A broker has his customer scored by the house's policy; the house sees it once he shows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.comparison.lay_ledger import sales_in
from cessie.domain.comparison.models import Customer, Ledger
from cessie.domain.comparison.rights import brokers_customer, own_customer
from cessie.domain.comparison.rules.measured import measure
from cessie.domain.documents.store import store
from cessie.domain.onboarding.assess import Papers, assess_locked
from cessie.domain.onboarding.models import Applicant, Assessment
from cessie.domain.onboarding.queries import no_applicant
from cessie.domain.onboarding.rules.accounts import bare, of_the_company
from cessie.domain.onboarding.rules.known import together
from cessie.domain.parties.models import Company
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.formats import annual_accounts
from cessie.lib.reasons import N_, Refusal


def score_customer(
    *, customer_id: UUID, typed: Mapping[str, int], accounts: bytes, name: str, ledger_id: UUID | None, by: Viewer,
    at: datetime,
) -> Assessment:  # fmt: skip
    """The score of a customer: figures typed, read from ``accounts`` (a file called ``name``, empty: none), measured in
    one of his ledgers. Locks the customer.

    Refused: not his (``NotFound``), a ledger with wrong lines, accounts that cannot be read or are another company's,
    what ``onboarding.rules.known`` refuses.
    """
    broker, customer = brokers_customer(by, customer_id)
    read = of_the_company(annual_accounts.read(accounts, name), customer.number) if accounts else None
    ledger = _ledger(customer, ledger_id) if ledger_id else None
    measured = measure(sales_in(ledger)) if ledger else None
    known = together(typed, accounts=read.figures if read else None, measured=measured)
    with transaction.atomic():
        customer = own_customer(by, customer_id, lock=True)
        company = broker.company
        papers = Papers(
            accounts=_kept(accounts, name, by, at) if accounts else None,
            accounts_date=read.ended if read else None, ledger=ledger.document_id if ledger else None,
            doubts=read.doubts if read else (),
        )  # fmt: skip
        return assess_locked(_applicant(customer, company, by, at), known, papers, by, at)


@transaction.atomic
def show_the_house(*, customer_id: UUID, by: Viewer, at: datetime) -> Applicant:
    """The house sees the customer's name, number and scores from now on, and decides; again changes nothing.

    Locks the customer. Refused: not his, or never scored (``NotFound``).
    """
    _broker, customer = brokers_customer(by, customer_id, lock=True)
    if customer.applicant_id is None:
        raise no_applicant()
    row = Applicant.objects.select_for_update(of=("self",)).get(pk=customer.applicant_id)
    if row.shown_at is None:
        row.shown_at, row.shown_by = at, by.key
        row.save(update_fields=["shown_at", "shown_by"])
        record(action="onboarding.show", subject=row, by=by, at=at)
    return row


def _kept(data: bytes, name: str, by: Viewer, at: datetime) -> str:
    most = annual_accounts.MAX_BYTES
    return store(data=data, name=name, channel="portal", limit=most, by=by, at=at).document.pk


def _ledger(customer: Customer, ledger_id: UUID) -> Ledger:
    row = Ledger.objects.filter(pk=ledger_id, customer=customer).first()
    if row is None:
        raise NotFound("comparison.no_ledger", N_("There is no such ledger."))
    if row.wrong:
        raise Refusal("comparison.wrong_ledger", N_("The ledger has wrong lines: nothing is compared on it."))
    return row


def _applicant(customer: Customer, through: Company, by: Viewer, at: datetime) -> Applicant:
    if customer.applicant is not None:
        return Applicant.objects.select_for_update(of=("self",)).get(pk=customer.applicant.pk)
    row = Applicant.objects.create(
        name=customer.name, number=bare(customer.number), through=through, added_at=at, added_by=by.key,
    )  # fmt: skip
    customer.applicant = row
    customer.save(update_fields=["applicant"])
    record(action="onboarding.take_in", subject=row, by=by, at=at)
    return row
