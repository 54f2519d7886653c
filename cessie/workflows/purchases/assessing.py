"""A company's figures for its score, typed, from its annual accounts, measured in its sales ledger: kept and scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.comparison.rules.measured import measure
from cessie.domain.comparison.rules.sales import sales_of
from cessie.domain.documents.store import store
from cessie.domain.onboarding.assess import Papers, assess
from cessie.domain.onboarding.chart import note_chart
from cessie.domain.onboarding.models import Applicant, Assessment
from cessie.domain.onboarding.queries import own_applicant
from cessie.domain.onboarding.rules.accounts import of_the_company
from cessie.domain.onboarding.rules.chart import said
from cessie.domain.onboarding.rules.known import together
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats import annual_accounts, client_ledgers
from cessie.formats.values.annual_accounts import AnnualAccounts
from cessie.lib.reasons import N_, Refusal


@dataclass(frozen=True, slots=True)
class File:
    """A file that somebody chose."""

    name: str
    data: bytes


def assess_with(
    *, applicant_id: UUID, typed: Mapping[str, int], accounts: File | None, ledger: File | None, days: int, by: Viewer,
    at: datetime,
) -> Assessment:  # fmt: skip
    """Read the files, keep them, and score; ``days``: the payment term where the ledger knows no due dates.

    Refused: no right (``NotAllowed``), unknown (``NotFound``), a file that cannot be read or has wrong lines, accounts
    of another company, what ``onboarding.rules.known`` refuses.
    """
    by.require("onboarding.assess")
    row = own_applicant(by, applicant_id)
    read = _read(accounts, row, by, at) if accounts else None
    measured = measured_in(ledger.data, days) if ledger else None
    known = together(typed, accounts=read.figures if read else None, measured=measured)
    with transaction.atomic():
        papers = Papers(
            accounts=_kept(accounts, by, at), accounts_date=read.ended if read else None, ledger=_kept(ledger, by, at),
            doubts=read.doubts if read else (),
        )  # fmt: skip
        return assess(applicant_id=applicant_id, known=known, papers=papers, by=by, at=at)


def _read(file: File, row: Applicant, by: Viewer, at: datetime) -> AnnualAccounts:
    """What the file says; accounts of which nobody knows what they are are noted, so that somebody can say it."""
    try:
        found = annual_accounts.read(file.data, file.name, said(row.chart))
    except annual_accounts.NoCodes as no:
        note_chart(applicant_id=row.pk, accounts=no.accounts, by=by, at=at)
        raise
    return of_the_company(found, row.number)


def measured_in(data: bytes, days: int) -> dict[str, int]:
    """What a ledger says; one with wrong lines says nothing (``onboarding.wrong_ledger``, with the first of them)."""
    found = client_ledgers.read(data)
    if found.problems:
        words = N_("The ledger has wrong lines and says nothing: {first}")
        raise Refusal("onboarding.wrong_ledger", words, first=found.problems[0].in_words())
    return measure(sales_of(found.movements, days=days))


def _kept(file: File | None, by: Viewer, at: datetime) -> str | None:
    if file is None:
        return None
    most = annual_accounts.MAX_BYTES
    return store(data=file.data, name=file.name, channel="portal", limit=most, by=by, at=at).document.pk
