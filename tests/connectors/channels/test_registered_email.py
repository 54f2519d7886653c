"""A registered e-mail handed over under seal, and each way in which it ends, with its proof."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cessie.connectors.channels import Piece
from cessie.connectors.channels.registered_email.sandbox import PRIVATE_KEY, TOKEN, USER, Sandbox
from cessie.connectors.channels.registered_email.seal import NotSealed, Seal, date_of
from cessie.connectors.channels.registered_email.service import RegisteredEmail
from cessie.connectors.errors import AuthFailed, OutcomeUnknown, Rejected, Temporary

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
NOTICE = Piece(
    "R-1", b"%PDF notice", mail_to="ann@example.be", name="Voorbeeld BV", attention="Ann De Smet", text="Zie"
)


@pytest.fixture
def there() -> Iterator[Sandbox]:
    with Sandbox(AT) as sandbox:
        yield sandbox


@contextmanager
def service(there: Sandbox, private_key: str = PRIVATE_KEY, hook: str = "") -> Iterator[RegisteredEmail]:
    url = f"{there.url}/api/"
    with RegisteredEmail(url, TOKEN, private_key, USER, hook=hook, clock=lambda: there.now) as found:
        yield found


def test_the_signature_is_that_of_the_published_vector() -> None:
    signature = Seal("test-private-key").signature("2026-11-20 10:00:00")
    assert signature == "3JIoQqOGjFMWK3wUsDnuDKGCyugFhLzYfRiVTBPGc+g="  # equal to the OpenSSL command line


def test_an_answer_is_read_under_its_own_date_and_key_alone() -> None:
    sealed = Seal("k").close("2026-11-20 10:00:00", '{"status": "SUCCESS"}')
    assert Seal("k").open("2026-11-20 10:00:00", sealed) == '{"status": "SUCCESS"}'
    for key, date in (("k", "2026-11-20 10:00:01"), ("other", "2026-11-20 10:00:00")):
        with pytest.raises(NotSealed):
            Seal(key).open(date, sealed)


def test_dates_are_those_of_paris() -> None:
    assert date_of(AT) == "2026-11-23 10:00:00"


@pytest.mark.parametrize(
    ("to", "after", "fates", "proof"),
    [
        ("ann", timedelta(0), ["accepted"], b""),
        ("ann", timedelta(minutes=2), ["sent"], b"ev-101"),
        ("ann", timedelta(hours=2), ["sent", "delivered"], b"ar-101"),
        ("refused", timedelta(hours=2), ["sent", "refused"], b"rf-101"),
        ("negligence", timedelta(days=14), ["sent"], b"ev-101"),
        ("negligence", timedelta(days=15), ["sent", "negligence"], b"ng-101"),
        ("bounced", timedelta(hours=1), ["sent", "returned"], b"bc-101"),
    ],
)
def test_each_end_is_told_with_its_proof(
    there: Sandbox, to: str, after: timedelta, fates: list[str], proof: bytes
) -> None:
    with service(there, hook="https://huis.example/hook") as channel:
        handed = channel.deliver("D1", [replace(NOTICE, mail_to=f"{to}@example.be")])
        there.now += after
        told = channel.news([handed, "999"])
        assert [each.fate for each in told] == fates
        last = told[-1]
        assert last.at <= there.now
        assert (last.fetch() if last.fetch else b"").count(proof)
    (mail,) = there.mails
    assert there.files == [b"%PDF notice"]
    asked = ("to_firstname", "to_lastname", "to_company", "eidas", "ref_dossier", "dest_statut", "webhook")
    assert [mail[name] for name in asked] == [
        "Ann", "De Smet", "Voorbeeld BV", "1", "R-1", "professionnel", "https://huis.example/hook",
    ]  # fmt: skip


def test_a_consumer_is_written_to_under_his_own_name(there: Sandbox) -> None:
    with service(there) as channel:
        channel.deliver("D1", [replace(NOTICE, name="Jan Peeters", attention="")])
    (mail,) = there.mails
    assert (mail["to_firstname"], mail["to_lastname"], mail["dest_statut"]) == ("Jan", "Peeters", "particulier")
    assert "to_company" not in mail


@pytest.mark.parametrize("piece", [replace(NOTICE, mail_to=""), replace(NOTICE, attention=""),
                                   replace(NOTICE, attention="Boekhouding")])  # fmt: skip
def test_without_a_person_nothing_is_handed_over(there: Sandbox, piece: Piece) -> None:
    piece = replace(piece, name="Voorbeeld")
    with service(there) as channel, pytest.raises(Rejected):
        channel.deliver("D", [piece])
    assert (there.files, there.mails) == ([], [])


def test_what_went_wrong_says_whether_it_may_be_done_again(there: Sandbox) -> None:
    with service(there, "another key") as stranger, pytest.raises(AuthFailed):
        stranger.deliver("D", [NOTICE])
    with service(there) as channel:
        there.maintenance = True
        with pytest.raises(Temporary):
            channel.deliver("D", [NOTICE])
        there.maintenance, there.trouble = False, 500
        with pytest.raises(Temporary):
            channel.deliver("D", [NOTICE])  # only the file was tried: it reaches nobody
        there.trouble, there.cut = 0, True
        with pytest.raises(OutcomeUnknown):
            channel.deliver("D", [NOTICE])
    assert len(there.mails) == 1


def test_a_proof_that_lies_elsewhere_is_not_fetched(there: Sandbox) -> None:
    with service(there) as channel, Sandbox(AT) as other:
        handed = channel.deliver("D1", [NOTICE])
        there.now += timedelta(minutes=5)
        (news,) = channel.news([handed])
        assert news.fetch is not None
        with pytest.raises(Rejected):
            channel._fetch(f"{other.url}/get/proof/ev-101")
        assert b"ev-101" in news.fetch()
