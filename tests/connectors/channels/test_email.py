"""One mail, one server: each way in which handing over can fail has its own meaning, and tells no secret."""

from __future__ import annotations

import email
import re
import socket
import threading
from datetime import UTC, datetime
from email.policy import default
from pathlib import Path

import pytest

from cessie.connectors.channels import Piece
from cessie.connectors.channels.email.compose import Mail, compose, message_id
from cessie.connectors.channels.email.server import parse
from cessie.connectors.channels.email.smtp import Smtp
from cessie.connectors.errors import AuthFailed, ConnectorError, OutcomeUnknown, Rejected, Temporary
from cessie.lib.reasons import Refusal
from tests.connectors.channels.mail_server import Post, a_certificate, running

MAIL = Mail(
    identity="0190a3c4-5b6d-7e8f-8a9b-0c1d2e3f4a5b",
    from_name="Huis van Krediet, Gent",
    from_email="debiteuren@huis.example",
    to_name="Électricité\r\nBcc: all@example.com",
    to_email="ap@nord.example",
    subject="Cession des factures\nX-Evil: 1",
    text="Madame, Monsieur,\n.\n.. été\n",
    language="fr",
    at=datetime(2026, 3, 2, 9, tzinfo=UTC),
    file_name="0C1D-2E3F-4A5B.pdf",
    letter=b"%PDF-1.7 letter",
)
WIRE = compose(MAIL)
PIECE = Piece("0C1D", MAIL.letter, (), WIRE, MAIL.from_email, MAIL.to_email)


def deliver(port: int, url: str = "smtp://127.0.0.1:{port}", **how: object) -> str:
    return Smtp(url.format(port=port), **how).deliver("name", [PIECE])  # type: ignore[arg-type]  # as each test says


def test_what_arrives_is_what_was_kept_to_the_byte() -> None:
    post = Post()
    with running(post) as port:
        assert deliver(port) == "250 2.0.0 queued as M1"
    assert post.mails == [WIRE]


def test_the_mail_is_ours_and_no_header_can_be_smuggled_in() -> None:
    mail = email.message_from_bytes(WIRE, policy=default)
    assert mail["Message-ID"] == message_id(MAIL) == "<0190a3c4-5b6d-7e8f-8a9b-0c1d2e3f4a5b@huis.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["From"].addresses[0].display_name == "Huis van Krediet, Gent"
    assert [each.addr_spec for each in mail["To"].addresses] == ["ap@nord.example"]
    assert mail["Bcc"] is None
    assert mail["X-Evil"] is None
    assert mail.get_body().get_content().replace("\r", "") == MAIL.text  # type: ignore[union-attr]  # it has a text
    (letter,) = mail.iter_attachments()
    assert (letter.get_content_type(), letter.get_content()) == ("application/pdf", MAIL.letter)
    assert compose(MAIL) == WIRE
    assert all(byte < 128 for byte in WIRE)


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        ("later", Temporary, "452"),
        ("later to", Temporary, "451"),
        ("never", Rejected, "554"),
        ("never to", Rejected, "550"),
        ("silent", OutcomeUnknown, None),
        ("gone", OutcomeUnknown, None),
    ],
)
def test_each_answer_has_its_meaning(answer: str, error: type[ConnectorError], code: str | None) -> None:
    with running(Post([answer])) as port, pytest.raises(error) as no:
        deliver(port, last_seconds=1)
    assert no.value.code == code
    assert "nord.example" not in str(no.value)


def test_nobody_there_and_a_server_that_never_greets_is_later() -> None:
    with pytest.raises(Temporary):
        deliver(9)
    with socket.create_server(("127.0.0.1", 0)) as mute, pytest.raises(Temporary):
        deliver(mute.getsockname()[1], seconds=1)


def test_a_server_that_hangs_up_before_the_mail_was_said_took_nothing() -> None:
    def greet_and_go(server: socket.socket) -> None:
        talk, _ = server.accept()
        with talk:
            talk.sendall(b"220 hello\r\n")
            talk.recv(100)
            talk.sendall(b"250 hello\r\n")
            talk.recv(100)

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=greet_and_go, args=[server], daemon=True).start()
        with pytest.raises(Temporary):
            deliver(server.getsockname()[1], seconds=5)


def test_what_must_be_encrypted_goes_to_no_server_that_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cessie.connectors.channels.email.server.LOCAL", ())
    post = Post()
    with running(post) as port, pytest.raises(AuthFailed, match="encrypt"):
        deliver(port)
    assert post.mails == []


def test_encrypted_and_logged_in_and_no_wrong_certificate_or_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cessie.connectors.channels.email.server.LOCAL", ())
    here, believed = a_certificate(tmp_path)
    post, url = Post(), "smtp://huis:s%40crit@localhost:{port}"
    with running(post, tls=here, password="s@crit") as port:
        assert deliver(port, url, context=believed).startswith("250")
        with pytest.raises(AuthFailed) as no:
            deliver(port, url)  # who signed this certificate is not known
        assert "s@crit" not in str(no.value)
        with pytest.raises(AuthFailed) as no:
            deliver(port, url.replace("s%40crit", "guess"), context=believed)
        assert "guess" not in str(no.value)
    assert len(post.mails) == 1


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.com",
        "http://mail.example.com",
        "smtp://",
        "smtp://h:port",
        "smtp://u:p@mail.example.com?tls=no",
    ],
)
def test_an_address_that_is_none_is_refused_without_being_told(url: str) -> None:
    with pytest.raises(Refusal) as no:
        parse(url)
    assert not re.search("mail.example|port,", str(no.value).replace("host:port", ""))


def test_no_address_breaks_out_of_its_command() -> None:
    post = Post()
    evil = Piece("R", b"x", (), WIRE, MAIL.from_email, "a@example.com>\r\nRCPT TO:<b@example.com")
    with running(post) as port, pytest.raises(Rejected):
        Smtp(f"smtp://127.0.0.1:{port}").deliver("name", [evil])
    assert post.mails == []
