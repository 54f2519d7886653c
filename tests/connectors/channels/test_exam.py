"""One exam for every channel of the folder: the same contract, whoever hands over."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cessie.connectors import channels
from cessie.connectors.channels import Channel, Piece
from cessie.connectors.channels.email.smtp import Smtp
from cessie.connectors.channels.post.folder import PostFolder
from cessie.connectors.errors import ConnectorError
from tests.connectors.channels.mail_server import Post, running
from tests.connectors.channels.test_email import MAIL, WIRE

PIECE = Piece("0C1D-2E3F", MAIL.letter, ("Demo BV", "Proefweg 7", "9000 Gent"), WIRE, MAIL.from_email, MAIL.to_email)


@contextmanager
def by_mail(tmp_path: Path) -> Iterator[tuple[Channel, Callable[[], int]]]:
    post = Post()
    with running(post) as port:
        yield Smtp(f"smtp://127.0.0.1:{port}"), lambda: len(post.mails)


@contextmanager
def by_post(tmp_path: Path) -> Iterator[tuple[Channel, Callable[[], int]]]:
    yield PostFolder(tmp_path), lambda: len(list((tmp_path / "out").glob("*/*.pdf")))


#: How each channel is set up: a working one, and how many pieces arrived at its other end.
BENCHES = {"email": by_mail, "post": by_post}
NAMES = sorted(module.name for module in pkgutil.iter_modules(channels.__path__))


def test_every_folder_is_a_channel_with_a_bench() -> None:
    assert set(NAMES) == set(BENCHES)


@pytest.mark.parametrize("name", NAMES)
def test_it_hands_over_once_and_says_how(name: str, tmp_path: Path) -> None:
    kind = importlib.import_module(f"cessie.connectors.channels.{name}").CHANNEL
    with BENCHES[name](tmp_path) as (channel, arrived):
        assert isinstance(channel, kind)
        assert channel.name == name
        assert channel.deliver("D1", [PIECE] * min(channel.at_once, 1))
        assert arrived() == 1
        if channel.safe_again:
            channel.deliver("D1", [PIECE])
            assert arrived() == 1


@pytest.mark.parametrize("name", NAMES)
def test_what_it_cannot_hand_over_it_refuses_in_the_familys_words(name: str, tmp_path: Path) -> None:
    nobody = Piece("R", b"x", (), b"x", MAIL.from_email, "")
    with BENCHES[name](tmp_path) as (channel, arrived):
        with pytest.raises(ConnectorError) as no:
            channel.deliver("D2", [nobody])
        assert no.value.provider == name
        assert not no.value.retryable
        assert arrived() == 0
