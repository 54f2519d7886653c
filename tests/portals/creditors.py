"""Money on the first client's own account, for whoever looks at pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cessie.domain.managed.models import Receipt
from cessie.workflows.follow_up.managing import take_in_statement
from tests.bank_files import Page, Row, camt053

if TYPE_CHECKING:
    from tests.portals.house import Stage  # which has these things on its pages


def paid_to_creditor(stage: Stage) -> dict[str, Any]:
    """A payment on his own account that pays no managed invoice."""
    page = Page(stage.today, 1_000_00, (Row(77_00, name="GEHEIM payer"),), iban=stage.own.actor.iban)
    take_in_statement(
        data=camt053(page, message="OWN"), name="own.xml", client_id=stage.own.client_id, channel="portal",
        by=stage.own.bookkeeper, at=stage.at,
    )  # fmt: skip
    return {"money_id": Receipt.objects.get().pk}
