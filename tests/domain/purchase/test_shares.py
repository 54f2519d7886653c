"""One debtor's share of what a contract finances, and one facility for the clients of one group."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.contracts.queries import terms_on, with_their_groups
from cessie.domain.credit import exposure
from cessie.domain.parties.models import Client, Debtor
from cessie.domain.parties.register import register_company, register_debtor, relate
from cessie.domain.parties.set_parent import set_parent
from cessie.domain.purchase.accept import accept
from cessie.domain.purchase.models import Item, Proposal
from cessie.domain.purchase.propose import propose
from cessie.domain.purchase.refusals import Blocked, NotBuyable
from cessie.domain.purchase.reject import reject
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules import payouts
from cessie.lib.days import booking_day
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.terms.concentration import Concentration
from tests.domain.conftest import AT, SYSTEM
from tests.domain.purchase.conftest import DAY, Accepted, Agree, commission, give_limit

CENTS = st.integers(0, 10**9).map(Money)


@given(st.decimals(0, 100, places=2), CENTS, CENTS, CENTS.filter(bool))
def test_never_more_than_the_invoice_nor_than_the_share(
    percent: Decimal, others: Money, taken: Money, part: Money
) -> None:
    seen = Concentration(percent, others, taken, part)
    assert Money(0) <= seen.room <= part
    assert seen.room == Money(0) or taken + seen.room <= seen.cap


@pytest.fixture
def other(client_: Client) -> Debtor:
    company = register_company(
        name="Lumière SARL", country="FR", identifiers={"fr.siren": "552100554"}, by=SYSTEM, at=AT
    )
    row = register_debtor(company_id=company.pk, by=SYSTEM, at=AT)
    relate(client_id=client_.pk, debtor_id=row.pk, by=SYSTEM, at=AT)
    give_limit(row.pk, 100_000_00)
    return row


def offer(accepted: Accepted, contract: UUID, number: str, face: int, debtor: Debtor) -> Proposal:
    invoice = accepted(contract, number, face)
    invoice.debtor = debtor
    invoice.save(update_fields=["debtor"])
    return propose(client_id=invoice.client_id, invoice_ids=[invoice.pk], by=SYSTEM, at=AT)


def approved(proposal: Proposal) -> tuple[int, list[str]]:
    item = Item.objects.get(proposal=proposal)
    return item.approved_cents, [step["code"] for step in item.steps[:2]]


def test_what_is_above_the_share_is_not_financed_and_the_offer_says_why(
    agree: Agree, accepted: Accepted, debtor: Debtor, other: Debtor, owner: Viewer
) -> None:
    contract = agree(limits={"concentration": "40"})
    first = offer(accepted, contract, "A", 10_000_00, other)
    assert approved(first) == (4_000_00, ["price.share", "price.approved"])  # 40 % of itself
    second = offer(accepted, contract, "B", 2_000_00, debtor)
    assert approved(second) == (2_000_00, ["price.financed", "price.holdback"])  # 2,000 of 6,000: 33 %
    third = offer(accepted, contract, "C", 2_000_00, debtor)
    assert approved(third)[0] == 1_200_00  # 40 % of 4,000 + 2,000 + 2,000, less 2,000
    with pytest.raises(NotBuyable) as no:
        offer(accepted, contract, "D", 100_00, debtor)
    assert no.value.code == "purchase.over_share"
    reject(proposal_id=first.pk, by=owner, at=AT)
    with pytest.raises(Blocked) as gone:  # looked at again under the locks: the others' part is smaller now
        accept(proposal_id=third.pk, digest=third.digest, by=owner, at=AT)
    assert [reason.code for reason in gone.value.reasons] == ["credit.over_share"]


def test_a_group_of_debtors_has_one_share(
    agree: Agree, accepted: Accepted, debtor: Debtor, other: Debtor, an: Viewer
) -> None:
    contract = agree(limits={"concentration": "50"})
    set_parent(company_id=other.company_id, parent_id=debtor.company_id, by=an, at=AT)
    assert approved(offer(accepted, contract, "A", 1_000_00, other))[0] == 500_00
    assert approved(offer(accepted, contract, "B", 1_000_00, debtor))[0] == 250_00  # 50 % of 1,500, less 500


def test_clients_of_one_group_share_its_limit(
    agree: Agree, accepted: Accepted, client_: Client, other_client: Client, debtor: Debtor, an: Viewer
) -> None:
    contract = agree(90, "0", 0, limits={"over_limit": "PARTIAL", "group": Money(10_000_00)})
    sister = open_contract(
        client_id=other_client.pk, number="F002", preset="american", valid_from=DAY,
        changes={"fee_plan": commission("0")}, by=SYSTEM, at=AT,
    )  # fmt: skip
    of = Dims(contract=sister.pk, client=other_client.pk, reference=uuid7())
    post([payouts.instruct(event=Event("sister", booking_day(AT)), amount=Money(6_400_00), of=of)], by="test", at=AT)
    terms = terms_on(contract, DAY)[1]
    assert exposure.facility(contract, terms).room == Money(10_000_00)
    set_parent(company_id=other_client.company_id, parent_id=client_.company_id, by=an, at=AT)
    assert exposure.facility(contract, terms).room == Money(3_600_00)
    assert with_their_groups([contract]) == {contract, sister.pk}
    item = Item.objects.get(proposal=offer(accepted, contract, "A", 10_000_00, debtor))
    assert (item.approved_cents, item.financed_cents) == (4_000_00, 3_600_00)
    assert item.steps[0]["code"] == "price.facility"
