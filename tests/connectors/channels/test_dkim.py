"""Mails are signed: another's eye finds the signature good, and bad as soon as a word was changed."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from cessie.connectors.channels.email.compose import compose
from cessie.connectors.channels.email.dkim import Signer, new_key, new_second_key, signature
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


def test_a_second_key_signs_beside_the_first_and_each_is_good(signer: Signer, tmp_path: Path) -> None:
    """Whoever knows RSA alone finds its signature good; the other is over the same words."""
    second = tmp_path / "second.pem"
    second.write_text(new_second_key())
    both = Signer(signer.path, "mail", ["huis.example"], second)
    wire = both.sign(WIRE)
    assert wire.count(b"DKIM-Signature:") == 2
    assert good(wire, signer)
    (_, rsa), (name, said) = both.records()
    assert "k=rsa" in rsa
    assert (name, said.startswith('"v=DKIM1; k=ed25519; p=')) == ("mail-ed25519._domainkey.huis.example", True)
    head, _body = dkim.rfc822_parse(wire)
    own = next(value for key, value in head if b"ed25519" in value)
    tags = dkim.parse_tag_value(own)
    names = [each.strip() for each in re.split(rb":", tags[b"h"])]
    hashed = dkim.HashThrough(sha256())
    plain = dkim.CanonicalizationPolicy.from_c_value(tags[b"c"])
    dkim.hash_headers(hashed, plain, plain.canonicalize_headers(head[2:]), names, (b"DKIM-Signature", own), tags)
    public = Ed25519PublicKey.from_public_bytes(b64decode(said.rpartition("p=")[2].strip('"')))
    public.verify(b64decode(re.sub(rb"\s", b"", tags[b"b"])), hashed.digest())  # raises where it is not good
    second.write_text(new_key())
    with pytest.raises(AuthFailed):
        Signer(signer.path, "mail", ["huis.example"], second).sign(WIRE)


def test_the_signature_of_the_standard_is_ours() -> None:
    """RFC 8463, appendix A: the key of RFC 8032, and the mail of the dinner."""
    key = Ed25519PrivateKey.from_private_bytes(b64decode("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A="))
    head = (
        b"from:Joe SixPack <joe@football.example.com>\r\nto:Suzie Q <suzie@shopping.example.net>\r\n"
        b"subject:Is dinner ready?\r\ndate:Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"
        b"message-id:<20030712040037.46341.5F8J@football.example.com>\r\n"
        b"dkim-signature:v=1; a=ed25519-sha256; c=relaxed/relaxed; d=football.example.com; "
        b"i=@football.example.com; q=dns/txt; s=brisbane; t=1528637909; h=from : to : subject : date : message-id : "
        b"from : subject : date; bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=; b="
    )
    said = "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw=="
    assert signature(key, head) == b64decode(said)
