"""A person says what the columns of a client's sheets mean; every later file with that header is read so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.invoices.models import SheetLayout
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.formats import tables
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def explain_columns(
    *, client_id: UUID, headers: Sequence[str], columns: Sequence[str], by: Viewer, at: datetime
) -> SheetLayout:
    """Keep the field of each column (empty: none) for this client and header; said anew, the last word counts.

    Refused: another's client (``NotFound``), a reader (``NotAllowed``), a field that is unknown or given to two
    columns, and columns that do not tell what every invoice needs.
    """
    may_explain(client_id, by)
    chosen = tuple(columns)
    given = [field for field in chosen if field]
    if len(chosen) != len(headers) or not set(given) <= set(tables.FIELDS):
        raise Refusal("invoices.columns", N_("The columns do not fit the file."))
    twice = sorted({field for field in given if given.count(field) > 1})
    if twice:
        words = N_("Two columns cannot both be: {field}.")
        raise Refusal("invoices.columns_twice", words, field=tables.FIELDS[twice[0]])
    lacking = tables.missing(chosen)
    if lacking:
        words = N_("Say also which column is: {missing}.")
        raise Refusal("invoices.columns_missing", words, missing=", ".join(tables.FIELDS[name] for name in lacking))
    layout, _ = SheetLayout.objects.update_or_create(
        client_id=client_id,
        signature=tables.signature(headers),
        defaults={"headers": list(headers), "columns": list(chosen), "set_at": at, "set_by": by.key},
    )
    facts = {"headers": list(headers), "columns": list(chosen)}
    record(action="invoices.explain_columns", subject=layout, by=by, at=at, client_id=client_id, data=facts)
    return layout


def may_explain(client_id: UUID, by: Viewer) -> None:
    """Who hands in for a client may also say what his columns mean."""
    if not by.sees_client(client_id):
        raise NotFound("parties.unknown_client", N_("There is no such client."))
    if by.kind == "staff":
        by.require("documents.upload")
    else:
        by.require_client(client_id)
