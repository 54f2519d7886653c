"""In whose name is this account? Asked of a local server that answers like a real one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cessie.connectors.banks.vop import Verdict
from cessie.connectors.banks.vop.rest import Rest
from cessie.connectors.banks.vop.sandbox import Sandbox
from cessie.connectors.errors import AuthFailed, ConnectorError, NotFound, Rejected, Temporary

IBAN = "BE71096123456769"


@pytest.fixture
def bank() -> Iterator[Sandbox]:
    with Sandbox({IBAN: "Atelier du Pont SRL"}, token="open sesame") as sandbox:
        yield sandbox


@pytest.fixture
def service(bank: Sandbox) -> Iterator[Rest]:
    with Rest(bank.url, "open sesame") as rest:
        yield rest


def test_each_of_the_four_answers(service: Rest) -> None:
    assert service.verify("ATELIER DU PONT S.R.L.", IBAN) == Verdict("match", reference="V000001")
    assert service.verify("Atelier du Pond", IBAN) == Verdict("close", "Atelier du Pont SRL", "V000002")
    assert service.verify("Somebody Else BV", IBAN) == Verdict("none", reference="V000003")
    assert service.verify("Atelier du Pont SRL", "NL91ABNA0417164300").outcome == "impossible"


@pytest.mark.parametrize(
    ("status", "error", "again"),
    [
        (401, AuthFailed, False),
        (404, NotFound, False),
        (429, Temporary, True),
        (503, Temporary, True),
        (400, Rejected, False),
    ],
)
def test_what_the_service_cannot_do_is_said_in_the_words_of_the_house(
    bank: Sandbox, service: Rest, status: int, error: type[ConnectorError], again: bool
) -> None:
    bank.trouble = status
    with pytest.raises(error) as no:
        service.verify("A", IBAN)
    assert no.value.retryable is again
    assert "sesame" not in str(no.value)
    assert IBAN not in str(no.value)


def test_a_wrong_token_an_answer_of_another_kind_and_nobody_there(
    bank: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Rest(bank.url, "guess") as rest, pytest.raises(AuthFailed):
        rest.verify("A", IBAN)
    monkeypatch.setattr(bank, "answer", lambda *asked: (200, {"partyNameMatch": "MAYBE"}))
    with Rest(bank.url) as rest, pytest.raises(Rejected):
        rest.verify("A", IBAN)
    with Rest("http://127.0.0.1:9") as rest, pytest.raises(Temporary):
        rest.verify("A", IBAN)
