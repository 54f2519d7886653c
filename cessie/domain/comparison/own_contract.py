"""The contract of a client as it stands, laid beside what it could be and what others offer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from cessie.domain.comparison.models import Customer
from cessie.domain.comparison.rules.own import Named, Wish, debtors_named, ways_of_own
from cessie.domain.comparison.rules.sales import Sales
from cessie.domain.comparison.words import PRODUCTS
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import contract_of, terms_on
from cessie.domain.parties.queries import house_company
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.reasons import N_
from cessie.terms.contract import Terms

#: Where a contract started that no offer starts from.
_USUAL: Final = "full_service"


@dataclass(frozen=True, slots=True)
class Own:
    """A contract, and what is tried beside it; debtors by their number in the ledger or by name."""

    contract_id: UUID
    wish: Wish

    def contract(self, customer: Customer) -> Contract:
        """The contract, if it is this client's (``NotFound``)."""
        row = Contract.objects.filter(pk=self.contract_id, client=customer.client_id).first()
        if row is None or customer.client_id is None:
            raise NotFound("contracts.unknown", N_("There is no such contract."))
        return row

    def ways(self, contract: Contract, sales: Sales, on: date) -> list[dict[str, Any]]:
        """The contract by the terms in force on a day, first as it stands, in the neutral form of an offer.

        Refused: as ``rules.own``, a debtor whom the ledger does not know.
        """
        version, terms = terms_on(contract.pk, on)
        house = house_company()
        product = version.preset if version.preset in PRODUCTS else _USUAL
        named = Named(contract.number, house.name if house else "", product)
        wish = replace(self.wish, without=tuple(debtors_named(self.wish.without, sales.names)))
        inside = _("insured by the house") if terms.insurance != "FACTOR_POLICY" else _("insured by the company itself")
        words = {"LINE": _("line by line"), "BALANCE": _("on balances"), "other_insurance": inside}
        return ways_of_own(terms, named, wish, words)


def contract_in_force(client_id: UUID, on: date) -> tuple[Contract, Terms] | None:
    """The client's contract that runs on a day with its terms, if invoices are financed under it."""
    row = contract_of(client_id, on)
    if row is None:
        return None
    _version, terms = terms_on(row.pk, on)
    return (row, terms) if terms.transfer_form in ("SALE", "SUBROGATION", "DAILLY") else None
