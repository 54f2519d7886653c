"""The papers of statements of account, made from what was frozen and kept by their hash."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from cessie.domain.charges.models import AccountStatement as Row
from cessie.domain.charges.rules.account_statement import AccountStatement
from cessie.domain.charges.statement_paper import statement_pdf
from cessie.domain.documents.queries import content
from cessie.domain.documents.store_own import Paper, store_own
from cessie.domain.users.rules.viewer import Viewer


def print_statements(*, rows: Sequence[Row], by: Viewer, at: datetime) -> None:
    """Keep the PDF of each that has none yet; the same data give the same bytes. No right: ``NotAllowed``."""
    by.require("charges.accrue")
    lacking = [row for row in rows if row.pdf_id is None]
    papers = [
        Paper(statement_pdf(row, told_in(row, by)), f"statement-{row.number.replace('/', '-')}.pdf", row.client_id)
        for row in lacking
    ]
    with transaction.atomic():
        for row, digest in zip(lacking, store_own(papers=papers, by=by, at=at), strict=True):
            Row.objects.filter(pk=row.pk, pdf__isnull=True).update(pdf=digest)


def told_in(row: Row, viewer: Viewer) -> AccountStatement:
    """What was frozen, checked against its hash; ``NotFound`` where it is not the viewer's."""
    return AccountStatement.from_json(json.loads(content(row.data_id, viewer)))
