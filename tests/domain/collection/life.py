"""A dossier of a Belgian business, with the house's third-party account, played by days."""

from __future__ import annotations

from datetime import UTC, date, datetime

from cessie.domain.banking.models import Account
from cessie.domain.collection.models import Dossier
from cessie.domain.collection.open_dossier import NewClaim, open_dossier
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.models import House
from cessie.domain.parties.register import register_company
from cessie.domain.users.rules.viewer import Viewer
from tests.domain.conftest import AT, SYSTEM
from tests.domain.owed import Owed

#: Monday.
BEGUN = datetime(2026, 6, 1, 9, tzinfo=UTC)


def house() -> None:
    """The house with a third-party account."""
    if House.objects.exists():
        return
    company = register_company(
        name="Huis Inkasso BV", country="BE", identifiers={"vat": "BE0417497106"}, by=SYSTEM, at=AT
    )
    House.objects.create(company=company, founded_at=AT)
    Account.objects.create(
        iban="BE71096123456769", holder="Huis Inkasso BV, derdengelden", purpose="trust", ledger_code="1020",
        opened_date=date(2026, 1, 1),
    )  # fmt: skip


def opened(owed: Owed, *invoices: Invoice, by: Viewer = SYSTEM, at: datetime = BEGUN) -> Dossier:
    """A dossier with these invoices."""
    house()
    return open_dossier(
        client_id=owed.client.pk, debtor_id=owed.debtor.pk, contract_id=owed.contract,
        claims=[NewClaim(invoice.pk) for invoice in invoices], source="upload", by=by, at=at,
    )  # fmt: skip
