"""Whether seller and buyer are who they should be: M13, M14."""

from __future__ import annotations

from collections.abc import Iterator

from cessie.domain.invoices.rules.facts import Company, Known, Named, Stated
from cessie.domain.invoices.rules.found import Found, hold, reject
from cessie.domain.invoices.rules.policy import Policy
from cessie.domain.parties.rules.identifiers import SINGLE
from cessie.domain.parties.rules.names import likeness
from cessie.lib.reasons import N_


def check(stated: Stated, known: Known, policy: Policy) -> Iterator[Found]:
    """The seller must be the client, by number; the buyer must be the debtor, by number and by name."""
    yield from _seller(stated.seller, known.client, policy)
    yield from _buyer(stated.buyer, known.debtor, policy)


def _seller(seller: Named, client: Company, policy: Policy) -> Iterator[Found]:
    alike = likeness(seller.name, client.name) >= policy.name_likeness
    numbers = set(seller.numbers)
    if not numbers and alike:
        yield hold("M13.unproven", N_("The invoice states no number of the seller {seller}: who sells is not proven."),
                   seller=seller.name)  # fmt: skip
    elif not numbers & client.numbers:
        yield reject("M13", N_("The seller {seller} is not the client {client}: no number agrees."),
                     seller=seller.name, client=client.name)  # fmt: skip
    elif _contradicts(seller, client):
        yield hold("M13.mixed", N_("The seller's numbers belong partly to the client {client} and partly to another "
                                   "company."), 2, client=client.name)  # fmt: skip
    if seller.false_numbers:
        yield hold("M13.number", N_("The seller's number {number} has wrong check digits."), 2,
                   number=_shown(seller))  # fmt: skip


def _buyer(buyer: Named, debtor: Company | None, policy: Policy) -> Iterator[Found]:
    if debtor is None:
        yield hold("M14.unknown", N_("The buyer {buyer} is no debtor that we know by a number."), buyer=buyer.name)
    elif likeness(buyer.name, debtor.name) < policy.name_likeness:
        yield hold("M14", N_("The buyer is called {buyer}, our debtor with this number {debtor}."),
                   buyer=buyer.name, debtor=debtor.name)  # fmt: skip
    if debtor is not None and _contradicts(buyer, debtor):
        yield hold("M14.mixed", N_("The buyer's numbers belong partly to the debtor {debtor} and partly to another "
                                   "company."), 2, debtor=debtor.name)  # fmt: skip
    if buyer.false_numbers:
        yield hold("M14.number", N_("The buyer's number {number} has wrong check digits."), 2,
                   number=_shown(buyer))  # fmt: skip


def _contradicts(party: Named, company: Company) -> bool:
    """Whether a register that gives a company one number gives these two."""
    ours = {scheme: value for scheme, value in company.numbers if scheme in SINGLE}
    return any(ours.get(scheme, value) != value for scheme, value in party.numbers)


def _shown(party: Named) -> str:
    return ", ".join(f"{value} ({scheme})" for scheme, value in party.false_numbers)
