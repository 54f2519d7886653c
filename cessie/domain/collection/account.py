"""On which account the debtor of a dossier pays."""

from __future__ import annotations

from cessie.domain.banking.models import Account
from cessie.domain.banking.queries import collection_accounts, creditors_accounts
from cessie.domain.collection.models import Dossier
from cessie.domain.contracts.queries import terms_on

#: The chart's code of third-party accounts.
TRUST = "1020"


def account_of(dossier: Dossier) -> Account | None:
    """The third-party account; without one that of the contract: the house's for what it bought, else the principal's
    own. None where there is none."""
    trust = Account.objects.filter(ledger_code=TRUST, closed_date__isnull=True, currency=dossier.currency)
    if (found := trust.order_by("opened_date", "pk").first()) is not None:
        return found
    model = terms_on(dossier.contract_id, dossier.look_date)[1].account_model
    if model == "CLIENT_OWN":
        return next((account for account, _ in creditors_accounts(dossier.client_id)), None)
    return next(iter(collection_accounts()), None) if model != "TRUST" else None
