"""Limits that change while offers stand on them: own, insured and of a whole group."""

from __future__ import annotations

from datetime import date

import pytest

from cessie.domain.credit.ask_limit import AlreadyAsked
from cessie.domain.credit.exposure import decisions_on, limit_requests, room
from cessie.domain.credit.models import Limit
from cessie.domain.credit.rules.limits import in_force
from cessie.domain.parties.models import Client, Company, Debtor
from cessie.domain.parties.register import register_company, register_debtor, relate
from cessie.domain.parties.set_parent import set_parent
from cessie.domain.purchase.models import Proposal
from cessie.domain.purchase.propose import propose
from cessie.domain.purchase.queries import proposals
from cessie.domain.purchase.refusals import NotBuyable
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.domain.work.models import Task
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from cessie.workflows.purchases import limits
from cessie.workflows.purchases.limits import decide
from tests.domain.conftest import AT, SYSTEM, of_client
from tests.domain.purchase.conftest import Accepted, Agree, give_limit

DAY = date(2026, 3, 2)


def lower(debtor: Debtor, cents: int, by: Viewer, kind: str = "own", covered_until: date | None = None) -> Limit:
    return decide(
        debtor_id=debtor.pk, kind=kind, amount=Money(cents), valid_from=DAY, covered_until=covered_until, by=by, at=AT
    )


def offer(accepted: Accepted, contract: object, number: str, face: int) -> Proposal:
    invoice = accepted(contract, number, face)
    return propose(client_id=invoice.client_id, invoice_ids=[invoice.pk], by=SYSTEM, at=AT)


def test_a_lowered_limit_takes_the_newest_offer_first_and_tells_the_client_no_figure(
    agree: Agree, accepted: Accepted, debtor: Debtor, an: Viewer, owner: Viewer
) -> None:
    contract = agree(limit=5_000_00)
    first, second = (offer(accepted, contract, number, 2_000_00) for number in ("A", "B"))
    lower(debtor, 3_000_00, an, covered_until=date(2026, 6, 30))
    states = {row.id: row for row in proposals(viewer=owner)}
    assert (states[first.pk].state, states[second.pk].state) == ("offered", "blocked")
    said = [reason.in_words() for reason in states[second.pk].reasons]
    assert said == ["What we can finance on Électricité du Nord SAS changed."]
    (task,) = Task.objects.filter(kind="proposal.blocked")
    assert "1000.00" in str(task.reasons) or "100000" in str(task.reasons)
    lower(debtor, 0, an)
    assert not Proposal.objects.filter(state="offered").exists()
    with pytest.raises(NotBuyable):
        offer(accepted, contract, "C", 1_00)


def test_where_the_contract_buys_in_part_a_new_offer_takes_its_place(
    agree: Agree, accepted: Accepted, debtor: Debtor, an: Viewer, owner: Viewer
) -> None:
    contract = agree(limit=5_000_00, limits={"over_limit": "PARTIAL"})
    old = offer(accepted, contract, "A", 4_000_00)
    for _ in range(2):
        lower(debtor, 1_000_00, an)
    before = next(row for row in proposals(viewer=owner) if row.id == old.pk)
    (now,) = proposals(viewer=owner, states=["offered"])
    assert (before.state, before.replaced_by, now.items[0].approved) == ("superseded", now.id, Money(1_000_00))


@pytest.fixture
def sister(client_: Client) -> Debtor:
    company = register_company(
        name="Lumière SARL", country="FR", identifiers={"fr.siren": "552100554"}, by=SYSTEM, at=AT
    )
    row = register_debtor(company_id=company.pk, by=SYSTEM, at=AT)
    relate(client_id=client_.pk, debtor_id=row.pk, by=SYSTEM, at=AT)
    give_limit(row.pk, 100_000_00)
    return row


def test_a_group_has_one_limit_however_many_companies(
    agree: Agree, accepted: Accepted, debtor: Debtor, sister: Debtor, an: Viewer, bob: Viewer
) -> None:
    contract = agree()
    with pytest.raises(NotAllowed):
        set_parent(company_id=sister.company_id, parent_id=debtor.company_id, by=bob, at=AT)
    for _ in range(2):
        set_parent(company_id=sister.company_id, parent_id=debtor.company_id, by=an, at=AT)
    with pytest.raises(Refusal):
        set_parent(company_id=debtor.company_id, parent_id=sister.company_id, by=an, at=AT)
    lower(sister, 3_000_00, an, kind="group")
    offer(accepted, contract, "A", 2_500_00)
    left = room(sister.pk, DAY)
    assert left.group is not None
    assert (left.group.taken, left.room) == (Money(2_500_00), Money(500_00))
    with pytest.raises(NotBuyable):
        offer(accepted, contract, "B", 600_00)
    offer(accepted, contract, "C", 500_00)
    set_parent(company_id=sister.company_id, parent_id=None, by=an, at=AT)
    assert room(debtor.pk, DAY).group is None
    assert Company.objects.filter(parent__isnull=False).count() == 0


def test_a_client_asks_and_the_house_answers_by_its_policy_or_a_person(
    agree: Agree, debtor: Debtor, client_: Client, an: Viewer, bob: Viewer, owner: Viewer
) -> None:
    agree(recourse="FULL", insurance="NONE", limit=1_000_00)
    asking = {"client_id": client_.pk, "debtor_id": debtor.pk, "by": owner, "at": AT}
    small = limits.ask(amount=Money(9_000_00), **asking)
    assert (small.state, small.granted_cents) == ("granted", 9_000_00)
    assert effective_own(debtor) == Money(9_000_00)
    for _ in range(2):
        large = limits.ask(amount=Money(90_000_00), **asking)
    assert (large.state, Task.objects.get(kind="limit.request").state) == ("asked", "open")
    with pytest.raises(AlreadyAsked):
        limits.ask(amount=Money(80_000_00), **asking)
    with pytest.raises(NotAllowed):
        limits.answer(request_id=large.pk, granted=Money(1), note="", by=bob, at=AT)
    for _ in range(2):
        limits.answer(request_id=large.pk, granted=Money(50_000_00), note="half of it", by=an, at=AT)
    assert effective_own(debtor) == Money(50_000_00)
    assert Task.objects.get(kind="limit.request").state == "closed"
    with pytest.raises(WrongState):
        limits.answer(request_id=large.pk, granted=Money(0), note="no", by=an, at=AT)
    assert [row.pk for row in limit_requests(viewer=owner)] == [large.pk, small.pk]


def test_nobody_asks_for_another(agree: Agree, debtor: Debtor, client_: Client, other_client: Client) -> None:
    agree()
    stranger = of_client(other_client.pk)
    for client_id, expected in ((client_.pk, NotAllowed), (other_client.pk, NotFound)):
        with pytest.raises(expected):
            limits.ask(client_id=client_id, debtor_id=debtor.pk, amount=Money(1_00), by=stranger, at=AT)
    assert not limit_requests(viewer=stranger).exists()


def effective_own(debtor: Debtor) -> Money | None:
    return in_force(decisions_on(debtor.pk), "own", DAY)
