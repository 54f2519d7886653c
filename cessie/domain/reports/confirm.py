"""Confirm to an auditor what the books said of a client or a debtor: a letter with its figures, kept for ever."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from cessie.domain.audit.record import record
from cessie.domain.documents.store import store
from cessie.domain.parties import queries as parties
from cessie.domain.reports.confirmed import client_figures, debtor_figures
from cessie.domain.reports.letter import letter_pdf
from cessie.domain.reports.models import Confirmation
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.period import wait_for_postings
from cessie.lib.days import booking_day
from cessie.lib.ids import uuid7
from cessie.lib.reasons import N_, Refusal

LANGUAGES = ("nl", "fr", "en")
#: Characters of the auditor's name and address.
LONGEST = 400


def confirm(
    *, side: str, party_id: UUID, day: date, known_at: datetime, language: str, auditor: str, by: Viewer, at: datetime
) -> Confirmation:
    """The letter on the books at the end of ``day`` as known at ``known_at``; the same question again gives the same.

    ``side``: client or debtor. A debtor's letter names no invoice of a confidential contract. Refused: no right, no
    such party (``NotFound``), a day or a moment to come, an unknown language, nothing to confirm.
    """
    by.require("reports.confirm")
    if day > booking_day(at) or known_at > at:
        raise Refusal("reports.to_come", N_("The books of a day to come cannot be confirmed."))
    if language not in LANGUAGES:
        raise Refusal("reports.language", N_("Letters are in Dutch, French or English."))
    wait_for_postings()  # what was recorded by then is seen, unless its verb had not come to the books yet
    row = Confirmation(day=day, known_at=known_at, language=language, auditor=auditor.strip()[:LONGEST])
    if side == "client":
        row.client = parties.client(viewer=by, client_id=party_id)
        figures = client_figures(party_id, day, known_at)
    else:
        row.debtor = parties.debtor(viewer=by, debtor_id=party_id)
        figures = debtor_figures(party_id, day, known_at)
    there = _there(row)
    if there is not None:
        return there
    if not figures.stated and not figures.invoices:
        raise Refusal("reports.nothing", N_("The books say nothing that could be confirmed to them."))
    row.id, row.figures, row.made_at, row.made_by = uuid7(), figures.to_json(), at, by.key
    return _keep(row, by, at)


def _keep(row: Confirmation, by: Viewer, at: datetime) -> Confirmation:
    """The letter in the store, its row and its line of the trail; of two at once one stays."""
    name = f"confirmation-{row.day}-{row.pk.hex[-12:]}.pdf"
    try:
        with transaction.atomic():
            kept = store(data=letter_pdf(row), name=name, channel="own", client_id=row.client_id, by=by, at=at)
            row.document = kept.document
            row.save(force_insert=True)
            facts = {"day": row.day, "known_at": row.known_at, "sha256": kept.document.pk}
            record(action="reports.confirm", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    except IntegrityError:
        there = _there(row)
        if there is None:
            raise
        return there
    return row


def _there(row: Confirmation) -> Confirmation | None:
    same = Confirmation.objects.filter(day=row.day, known_at=row.known_at, language=row.language)
    return same.filter(client=row.client, debtor=row.debtor).first()
