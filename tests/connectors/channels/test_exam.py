"""One exam for every channel of the folder: the same contract, whoever hands over."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cessie.connectors import channels
from cessie.connectors.channels import Address, Channel, Piece
from cessie.connectors.channels.email.smtp import Smtp
from cessie.connectors.channels.peppol import sandbox as peppol
from cessie.connectors.channels.peppol.access_point import AccessPoint
from cessie.connectors.channels.post.folder import PostFolder
from cessie.connectors.channels.print_partner.drop import PrintPartner, RegisteredPost
from cessie.connectors.channels.registered_email import sandbox as registered_email
from cessie.connectors.channels.registered_email.service import RegisteredEmail
from cessie.connectors.channels.sms import sandbox as sms
from cessie.connectors.channels.sms.provider import Sms
from cessie.connectors.errors import ConnectorError
from tests.connectors.channels.mail_server import Post, running
from tests.connectors.channels.test_email import MAIL, WIRE
from tests.connectors.channels.test_peppol import AT, INVOICE

DELIVERY = "20261123T140000-001"

PIECE = Piece(
    "0C1D-2E3F", MAIL.letter, ("Demo BV", "Proefweg 7", "9000 Gent"), WIRE, MAIL.from_email, MAIL.to_email,
    Address("Demo BV", "", "Proefweg", "7", "", "9000", "Gent", "BE"), mobile="+32470123456", text="Herinnering",
    attention="Ann Peeters",
)  # fmt: skip


@contextmanager
def by_mail(tmp_path: Path) -> Iterator[tuple[Channel, Callable[[], int]]]:
    post = Post()
    with running(post) as port:
        yield Smtp(f"smtp://127.0.0.1:{port}"), lambda: len(post.mails)


@contextmanager
def by_post(tmp_path: Path) -> Iterator[tuple[Channel, Callable[[], int]]]:
    yield PostFolder(tmp_path), lambda: len(list((tmp_path / "out").glob("*/*.pdf")))


@contextmanager
def by_partner(tmp_path: Path) -> Iterator[tuple[Channel, Callable[[], int]]]:
    yield PrintPartner(tmp_path), lambda: len(list((tmp_path / "out").glob("*.zip")))


@contextmanager
def by_registered_post(tmp_path: Path) -> Iterator[tuple[Channel, Callable[[], int]]]:
    yield RegisteredPost(tmp_path), lambda: len(list((tmp_path / "out").glob("*.zip")))


@contextmanager
def over_peppol(tmp_path: Path) -> Iterator[tuple[Channel, Callable[[], int]]]:
    with peppol.Sandbox(AT) as there, AccessPoint(f"{there.url}/v1", peppol.KEY) as point:
        yield point, lambda: len(there.sent)


@contextmanager
def by_sms(tmp_path: Path) -> Iterator[tuple[Channel, Callable[[], int]]]:
    with sms.Sandbox(AT) as there, Sms(there.url, sms.KEY) as channel:
        yield channel, lambda: len(there.sent)


@contextmanager
def by_registered_email(tmp_path: Path) -> Iterator[tuple[Channel, Callable[[], int]]]:
    who = registered_email.TOKEN, registered_email.PRIVATE_KEY, registered_email.USER
    with registered_email.Sandbox(AT) as there, RegisteredEmail(f"{there.url}/api", *who, clock=lambda: AT) as channel:
        yield channel, lambda: len(there.mails)


#: How each channel is set up: a working one, and how many pieces arrived at its other end.
BENCHES = {
    "email": by_mail, "post": by_post, "print_partner": by_partner, "registered_post": by_registered_post,
    "peppol": over_peppol, "sms": by_sms, "registered_email": by_registered_email,
}  # fmt: skip
#: A piece as each of them takes it, where it is not the same for all.
PIECES = {"peppol": INVOICE}
NAMES = sorted(module.name for module in pkgutil.iter_modules(channels.__path__))


def test_every_folder_is_a_channel_with_a_bench() -> None:
    assert set(NAMES) == set(BENCHES)


@pytest.mark.parametrize("name", NAMES)
def test_it_hands_over_once_and_says_how(name: str, tmp_path: Path) -> None:
    kind = importlib.import_module(f"cessie.connectors.channels.{name}").CHANNEL
    with BENCHES[name](tmp_path) as (channel, arrived):
        assert isinstance(channel, kind)
        assert channel.name == name
        piece = PIECES.get(name, PIECE)
        assert channel.deliver(DELIVERY, [piece])
        assert arrived() == 1
        if channel.safe_again:
            channel.deliver(DELIVERY, [piece])
            assert arrived() == 1


@pytest.mark.parametrize("name", NAMES)
def test_what_it_cannot_hand_over_it_refuses_in_the_familys_words(name: str, tmp_path: Path) -> None:
    nobody = Piece("R", b"x", (), b"x", MAIL.from_email, "")
    with BENCHES[name](tmp_path) as (channel, arrived):
        with pytest.raises(ConnectorError) as no:
            channel.deliver(DELIVERY, [nobody])
        assert no.value.provider == name
        assert not no.value.retryable
        assert arrived() == 0
