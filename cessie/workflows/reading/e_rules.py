"""The official rules of e-invoices, looked at after they were taken in: nobody waits for it, nothing hangs on it."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from cessie.connectors.errors import Temporary
from cessie.connectors.rules import checker
from cessie.domain.documents import queries as documents
from cessie.domain.invoices.note_rules import note_rules
from cessie.domain.invoices.papers import without_rules
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats.reading import read
from cessie.formats.values import InvoiceDocument
from cessie.lib.reasons import Reason, Refusal

log = logging.getLogger(__name__)

#: Older ones without a look stay without: the rules of their day may have been others.
BACK = timedelta(days=2)
AT_ONCE = 200


def look(*, by: Viewer, at: datetime, limit: int = AT_ONCE) -> int:
    """Look at the rules of what came in lately; how many were noted. A second look at one notes nothing."""
    noted = 0
    for invoice_id, sha256, part in without_rules(since=at - BACK, limit=limit):
        try:
            broken = _broken(documents.content(sha256, by), part)
        except Temporary as error:
            log.warning("rules not run", extra={"invoice": str(invoice_id), "why": error.detail})
            broken = None
        except Refusal as no:  # the original is gone or damaged: that is told elsewhere
            log.warning("rules not run", extra={"invoice": str(invoice_id), "why": no.reason.code})
            broken = None
        noted += note_rules(invoice_id=invoice_id, broken=broken, by=by, at=at)
    return noted


def _broken(data: bytes, part: int) -> tuple[Reason, ...] | None:
    parts = read(data)
    document = parts[part - 1] if part <= len(parts) else None
    found = checker.check(document) if isinstance(document, InvoiceDocument) else None
    return None if found is None else tuple(rule.reason for rule in found)
