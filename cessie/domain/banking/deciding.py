"""What a person's word on a kept statement needs, whichever way it goes."""

from __future__ import annotations

from uuid import UUID

from cessie.domain.banking.models import Account, Statement
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


def held(statement_id: UUID, *, note: str, by: Viewer) -> tuple[Account, Statement]:
    """The account and the statement, both locked in that order. Refused: no right, no words, no such statement."""
    by.require("banking.decide")
    if not note.strip():
        raise Refusal("banking.note", N_("Say in a few words why."))
    account_id = Statement.objects.filter(pk=statement_id).values_list("account_id", flat=True).first()
    if account_id is None:
        raise NotFound("banking.unknown_statement", N_("There is no such statement."))
    account = Account.objects.select_for_update(of=("self",)).get(pk=account_id)
    statement = Statement.objects.select_for_update(of=("self",)).get(pk=statement_id)
    statement.account = account
    return account, statement
