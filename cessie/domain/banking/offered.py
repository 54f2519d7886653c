"""A bank line on offer: locked, so that who decides about it may still decline."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from cessie.domain.banking.models import Line
from cessie.lib.reasons import N_, Refusal


class NotOffered(Refusal):
    """There is no such line, or its statement waits for a person."""


def offered(
    line_id: UUID, *, creditors: bool = False, third_party: bool | None = False, dedicated: bool = False
) -> Line:
    """The line with its statement and account, under its row lock. Refused: not offered (``NotOffered``).

    ``creditors``: one on the account of a creditor, which is offered to nobody who books money of the house.
    ``third_party``: one on the third-party account, likewise; None: on any account of the house. ``dedicated``: one on
    a dedicated account, whoever holds it, likewise.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a bank line is taken within the transaction that books it")
    lines = Line.objects.select_related("statement__account").select_for_update(of=("self",))
    line = lines.filter(pk=line_id, statement__state="chained").first()
    if line is not None and (line.statement.account.purpose == "dedicated") != dedicated:
        line = None
    if line is not None and not dedicated and line.statement.account.is_ours == creditors:
        line = None
    if line is not None and third_party not in (None, line.statement.account.purpose == "trust"):
        line = None
    if line is None:
        raise NotOffered("banking.not_offered", N_("This bank line is not there, or its statement waits for a person."))
    return line
