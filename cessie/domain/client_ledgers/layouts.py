"""What the columns of a client's ledgers mean: said once by a person, remembered by their header."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.client_ledgers.debtors import may_send
from cessie.domain.client_ledgers.models import Layout
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.formats import client_ledgers as columns_of
from cessie.lib.reasons import N_, Refusal


def layouts(client_id: UUID) -> dict[str, tuple[str, ...]]:
    """By the signature of the header; for whoever reads a client's file."""
    rows = Layout.objects.filter(client_id=client_id)
    return {row.signature: tuple(row.columns) for row in rows}


@transaction.atomic
def explain_layout(
    *, client_id: UUID, headers: Sequence[str], columns: Sequence[str], by: Viewer, at: datetime
) -> Layout:
    """Keep the field of each column (empty: none) for this client and header; said anew, the last word counts.

    Refused: another's client (``NotFound``), no right, a field that is unknown or given twice, columns that do not tell
    what every open item needs.
    """
    if not by.sees_client(client_id):
        raise NotFound("parties.unknown_client", N_("There is no such client."))
    may_send(client_id, by)
    given = [field for field in columns if field]
    if len(columns) != len(headers) or not set(given) <= set(columns_of.FIELDS) or len(set(given)) != len(given):
        raise Refusal("ledgers.columns", N_("The columns do not fit the file."))
    if lacking := columns_of.missing(tuple(columns)):
        words = N_("Say also which column is: {missing}.")
        raise Refusal("ledgers.columns_missing", words, missing=", ".join(columns_of.FIELDS[name] for name in lacking))
    row, _ = Layout.objects.update_or_create(
        client_id=client_id,
        signature=columns_of.signature(headers),
        defaults={"headers": list(headers), "columns": list(columns), "set_at": at, "set_by": by.key},
    )
    facts = {"headers": list(headers), "columns": list(columns)}
    record(action="ledgers.explain_columns", subject=row, by=by, at=at, client_id=client_id, data=facts)
    return row
