"""Limits asked of the insurer over HTTP, and what becomes of his answers, against a server that answers like his."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from cessie.connectors.errors import AuthFailed, NotFound, OutcomeUnknown, Rejected, Temporary
from cessie.connectors.insurers.atradius import Atradius
from cessie.connectors.insurers.sandbox import APP_KEY, CLIENT, SECRET, Sandbox
from cessie.domain.credit.ask_insurer import ask_insurer
from cessie.domain.credit.models import CoverNews, CoverRequest, Limit
from cessie.domain.parties.models import Client, Debtor
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.domain.work.models import Task
from cessie.lib.money import Money
from cessie.workflows.house.waiting import look_round
from cessie.workflows.purchases import limits
from cessie.workflows.purchases.covers import run
from tests.domain.conftest import AT, SYSTEM, an, bob, client_, debtor, other_client, seller, store_folder
from tests.domain.purchase.conftest import Accepted, Agree, accepted, agree, owner

__all__ = ["accepted", "agree", "an", "bob", "client_", "debtor", "other_client", "owner", "seller", "store_folder"]

NUMBERS = frozenset({("fr.siren", "303265045"), ("vat", "FR40303265045")})
KEYS = {"client_id": CLIENT, "secret": SECRET, "app_key": APP_KEY, "policy": "P-1", "customer": "H-1"}


@pytest.fixture
def there() -> Iterator[Sandbox]:
    with Sandbox(AT) as sandbox:
        yield sandbox


@pytest.fixture
def insurer(there: Sandbox) -> Iterator[Atradius]:
    with Atradius(there.url, **KEYS) as service:
        yield service


@pytest.mark.parametrize(
    ("buyer", "asked", "state", "granted"),
    [
        ("B1", 49_500_01, "APPROVED", 50_000_00),  # rounded up to the insurer's step
        ("B1", 100_000_00, "REDUCED", 60_000_00),
        ("B1", 100_000_01, "PENDING", 0),
        ("B9", 10_000_00, "REFUSED", 0),
    ],
)
def test_each_answer_in_the_words_of_the_house(
    insurer: Atradius, buyer: str, asked: int, state: str, granted: int
) -> None:
    said = insurer.request_limit(buyer, Money(asked), "R-1")
    assert (said.state, said.granted, said.reference) == (state, Money(granted), "R-1")
    assert insurer.find_buyer("FR", NUMBERS) == "B303265045"


def test_what_cannot_be_done_is_said_in_the_words_of_the_house(there: Sandbox, insurer: Atradius) -> None:
    with pytest.raises(NotFound):
        insurer.find_buyer("BE", frozenset({("vat", "0403170701")}))
    insurer.request_limit("B1", Money(1_000_00), "R-1")
    with pytest.raises(Rejected, match="already exists"):
        insurer.request_limit("B1", Money(1_000_00), "R-2")
    there.trouble = 500
    with pytest.raises(OutcomeUnknown):
        insurer.request_limit("B2", Money(1_000_00), "R-3")
    for status, error in ((429, Temporary), (503, Temporary), (401, AuthFailed)):
        there.trouble = status
        with pytest.raises(error) as no:
            insurer.decisions_since(AT.date())
        assert SECRET not in str(no.value)
    with Atradius("http://127.0.0.1:9", **KEYS) as nobody, pytest.raises(Temporary):
        nobody.request_limit("B1", Money(1), "R-4")
    with pytest.raises(Rejected):
        insurer.file_claim("B1", [], "R-5")


def asked(client: Client, debtor: Debtor, owner: Viewer, an: Viewer, cents: int) -> UUID:
    act = {"client_id": client.pk, "debtor_id": debtor.pk, "by": owner, "at": AT}
    request = limits.ask(amount=Money(cents), **act)
    with pytest.raises(NotAllowed):
        ask_insurer(request_id=request.pk, by=owner, at=AT)
    for _ in range(2):
        ask_insurer(request_id=request.pk, by=an, at=AT)
    return request.pk


def insured(debtor: Debtor) -> list[tuple[int, str | None]]:
    rows = Limit.objects.filter(debtor=debtor, kind="insured").order_by("decided_at", "id")
    return [(row.amount_cents, str(row.covered_until_date or "") or None) for row in rows]


def test_asked_referred_decided_and_given_notice(
    there: Sandbox, insurer: Atradius, agree: Agree, accepted: Accepted, client_: Client, debtor: Debtor,
    owner: Viewer, an: Viewer,
) -> None:  # fmt: skip
    agree(limit=1_000_00)
    request = asked(client_, debtor, owner, an, 120_000_00)
    there.trouble = 503
    assert run(insurer=insurer, by=SYSTEM, at=AT).sent == 0
    there.trouble = 0
    for _ in range(2):
        run(insurer=insurer, by=SYSTEM, at=AT)
    cover = CoverRequest.objects.get()
    assert (cover.state, len(there.covers), insured(debtor)) == ("pending", 1, [(1_000_00, None)])
    there.now = AT + timedelta(days=1)
    for _ in range(2):
        run(insurer=insurer, by=SYSTEM, at=there.now)
    cover.refresh_from_db()
    assert (cover.state, insured(debtor)[1:]) == ("decided", [(120_000_00, None)])
    there.covers[0] |= {"decisionCode": "DC21", "withdrawalDate": "2026-05-01"}
    there.covers[0]["decisionDate"] = (AT + timedelta(days=31)).isoformat()
    run(insurer=insurer, by=SYSTEM, at=AT + timedelta(days=31))
    assert insured(debtor)[2:] == [(0, "2026-05-01")]
    there.covers[0] |= {"decisionCode": "DC01"} | {"decisionDate": (AT + timedelta(days=2)).isoformat()}
    for day in (31, 32):  # an old message, late
        run(insurer=insurer, by=SYSTEM, at=AT + timedelta(days=day))
    assert insured(debtor)[3:] == []
    assert (CoverRequest.objects.get(request_id=request).state, CoverNews.objects.count()) == ("decided", 3)


def test_what_was_sent_without_an_answer_is_not_sent_again_by_itself(
    there: Sandbox, insurer: Atradius, agree: Agree, client_: Client, debtor: Debtor, owner: Viewer, an: Viewer
) -> None:
    agree(limit=1_000_00)
    request = asked(client_, debtor, owner, an, 40_000_00)
    there.cut = True
    run(insurer=insurer, by=SYSTEM, at=AT)
    cover = CoverRequest.objects.get()
    assert (cover.state, len(there.covers)) == ("unsure", 1)
    look_round(by=SYSTEM, at=AT)
    assert Task.objects.filter(kind="cover.unanswered", state="open").count() == 1
    there.cut = False
    run(insurer=insurer, by=SYSTEM, at=AT)
    cover.refresh_from_db()
    assert (cover.state, len(there.covers), insured(debtor)[1:]) == ("decided", 1, [(40_000_00, None)])
    look_round(by=SYSTEM, at=AT)
    assert not Task.objects.filter(kind="cover.unanswered", state="open").exists()
    assert Task.objects.get(kind="limit.request").subject_id == str(request)


def test_whoever_was_killed_while_sending_is_unsure_and_a_refused_question_waits_for_a_person(
    there: Sandbox, insurer: Atradius, agree: Agree, client_: Client, debtor: Debtor, owner: Viewer, an: Viewer
) -> None:
    agree(limit=1_000_00)
    request = asked(client_, debtor, owner, an, 40_000_00)
    CoverRequest.objects.update(state="sending")
    run(insurer=insurer, by=SYSTEM, at=AT)
    assert (CoverRequest.objects.get().state, there.covers) == ("unsure", [])
    there.covers.append(dict(_cover(there.now), buyerId="B303265045"))
    ask_insurer(request_id=request, by=an, at=AT)
    run(insurer=insurer, by=SYSTEM, at=AT)
    cover = CoverRequest.objects.get()
    assert (cover.state, "already exists" in cover.words) == ("failed", True)


def _cover(now: datetime) -> dict[str, Any]:
    return {
        "coverId": "C9", "customerRefNumber": "", "coverStatus": "DECISION", "decisionCode": "SCLD",
        "policyCurrencyCode": "EUR", "asked": 0, "totalDecision": {}, "effectFromDate": now.date().isoformat(),
        "decisionDate": now.astimezone(UTC).isoformat(),
    }  # fmt: skip
