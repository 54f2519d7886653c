"""Give a contract its dedicated account, in the client's name or the house's as the contract says."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.open_dedicated import open_dedicated
from cessie.domain.client_ledgers.models import Dedicated
from cessie.domain.contracts.queries import lock, terms_on
from cessie.domain.correspondence.marks import house_marks
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.marks import mark_in
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def dedicate(*, contract_id: UUID, iban: str, holder: str = "", bic: str = "", by: Viewer, at: datetime) -> Dedicated:
    """Open it; again gives the same. Lock: the contract.

    Refused: as ``banking.open_dedicated``; a contract without a dedicated account; one that serves another contract; in
    confidence a holder who names the house, for a debtor's bank shows him to whom he pays (``ledgers.holder_tells``).
    """
    by.require("banking.accounts")
    contract = lock(contract_id)
    terms = terms_on(contract_id, booking_day(at))[1]
    model = terms.account_model
    if model not in ("DEDICATED_CLIENT", "DEDICATED_FACTOR"):
        raise Refusal("ledgers.no_dedicated", N_("Under this contract debtors pay on no dedicated account."))
    if terms.disclosure == "CONFIDENTIAL" and model == "DEDICATED_FACTOR" and mark_in(holder, house_marks()):
        words = N_("Under a confidential contract the account may not bear the house's name: {holder}.")
        raise Refusal("ledgers.holder_tells", words, holder=holder)
    account = open_dedicated(
        client_id=contract.client_id, iban=iban, holder=holder, bic=bic, clients_own=model == "DEDICATED_CLIENT",
        by=by, at=at,
    )  # fmt: skip
    row, is_new = Dedicated.objects.get_or_create(account=account, defaults={"contract": contract, "opened_at": at})
    if row.contract_id != contract_id:
        words = N_("{iban} is the dedicated account of another contract.")
        raise Refusal("ledgers.others_dedicated", words, iban=account.iban)
    if is_new:
        record(action="ledgers.dedicate", subject=row, by=by, at=at, client_id=contract.client_id)
    return row
