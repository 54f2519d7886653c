"""Mails are signed: another's eye finds the signature good, and bad as soon as a word was changed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from cessie.connectors.channels.email.compose import compose
from cessie.connectors.channels.email.dkim import Signer, new_key
from cessie.connectors.channels.email.smtp import Smtp
from cessie.connectors.errors import AuthFailed
from tests.connectors.channels.mail_server import Post, running
from tests.connectors.channels.test_email import MAIL, PIECE, WIRE


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    key = tmp_path_factory.mktemp("dkim") / "dkim.pem"
    key.write_text(new_key())
    return Signer(key, "mail", ["Huis.example"])


def good(wire: bytes, signer: Signer) -> bool:
    """What a receiver says who asks the register of names."""
    published = {f"{name}.": re.sub('" "|"', "", said) for name, said in signer.records()}

    def ask(name: bytes, timeout: int = 5) -> bytes:
        return published.get(name.decode(), "").encode()

    return dkim.verify(wire, dnsfunc=ask)  # type: ignore[no-any-return]  # the package has no types


def test_what_arrives_is_signed_and_another_finds_it_good(signer: Signer) -> None:
    post = Post()
    with running(post) as port:
        Smtp(f"smtp://127.0.0.1:{port}", signer=signer).deliver("name", [PIECE])
    (arrived,) = post.mails
    assert arrived.endswith(WIRE)
    assert good(arrived, signer)
    assert signer.sign(WIRE) == arrived, "the same mail is the same bytes"


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        (b"Madame, Monsieur", b"Madame, Messieurs"),
        (b"Subject: Cession", b"Subject: Vente"),
        (b"From: ", b"From: ceo@huis.example\r\nFrom: "),
        (b"JVBERi0x", b"JVBERi0y"),  # the letter
    ],
)
def test_a_changed_mail_is_found_out(signer: Signer, said: bytes, instead: bytes) -> None:
    wire = signer.sign(WIRE)
    assert said in wire
    assert not good(wire.replace(said, instead, 1), signer)


def test_white_space_may_change_on_the_way(signer: Signer) -> None:
    wire = signer.sign(WIRE)
    assert good(wire.replace(b"Subject: ", b"SUBJECT:   ", 1) + b"\r\n\r\n", signer)


def test_only_the_domains_that_publish_the_key_sign(signer: Signer) -> None:
    other = compose(replace(MAIL, from_email="ap@klant.example"))
    assert signer.sign(other) == other, "the client's mail does not name the house"


def test_a_key_that_is_none_lets_nothing_leave(tmp_path: Path) -> None:
    path, wire = tmp_path / "key.pem", b"From: a@huis.example\r\n\r\nx\r\n"
    strange = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    for text in ("", "nonsense", strange):
        path.write_text(text)
        with pytest.raises(AuthFailed):
            Signer(path, "mail", ["huis.example"]).sign(wire)
    with pytest.raises(AuthFailed):
        Signer(tmp_path / "none.pem", "mail", ["huis.example"]).sign(wire)
    post = Post()
    with running(post) as port, pytest.raises(AuthFailed):
        Smtp(f"smtp://127.0.0.1:{port}", signer=Signer(path, "mail", ["huis.example"])).deliver("name", [PIECE])
    assert post.mails == []
