"""What of the debtor's debts an agency collects: the dossier, how it is built up, and to which account he pays."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from cessie.domain.collection.account import account_of
from cessie.domain.collection.queries import matching
from cessie.domain.collection.rules.numbers import shown
from cessie.domain.collection.rules.states import LIVE
from cessie.domain.correspondence.rules.paying import given
from cessie.domain.proceedings.queries import reply_until
from cessie.domain.users.rules.viewer import Viewer
from cessie.portals.frame.dossiers import figures


def collected(viewer: Viewer) -> tuple[list[dict[str, Any]], frozenset[UUID]]:
    """Each living dossier as the page shows it, and the invoices in them: those are paid there and nowhere else."""
    found, invoices = [], set()
    until = reply_until(viewer)
    for row in matching(viewer=viewer, states=LIVE):
        today = figures(row)
        if "stand" not in today:
            continue
        account = account_of(row)
        found.append(
            today
            | {
                "number": shown(row.number), "reference": given(row.reference, ""), "account": account,
                "agent": row.agent.name if row.agent else "", "id": row.pk, "reply_until": until.get(row.pk),
            }
        )  # fmt: skip
        invoices |= {claim.invoice_id for claim in today["stand"].known.rows if claim.invoice_id is not None}
    return found, frozenset(invoices)
