"""How the service of registered e-mail knows us, and how it hides its answers: AES-256-CBC under our private key.

The keys are letters of hexadecimal digests, taken as bytes; so the service wants it (handbook integrations 7.1).

>>> Seal("test-private-key").signature("2026-11-20 10:00:00")
'3JIoQqOGjFMWK3wUsDnuDKGCyugFhLzYfRiVTBPGc+g='
>>> Seal("k").open("2026-11-20 10:00:00", Seal("k").close("2026-11-20 10:00:00", "{}"))
'{}'
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

#: The service's own time, and how it writes it.
PARIS: Final = ZoneInfo("Europe/Paris")
FORMAT: Final = "%Y-%m-%d %H:%M:%S"


class NotSealed(ValueError):
    """What came is not under our key."""


class Seal:
    """The private key that both sides have; it is never told."""

    def __init__(self, private_key: str) -> None:
        self._private = private_key
        own = _hex(private_key)
        self._own, self._start = own[:32].encode(), _hex(own)[:16].encode()

    def signature(self, date: str) -> str:
        """What a call shows beside its date."""
        return _encrypted(self._own, self._start, date)

    def open(self, date: str, body: str) -> str:
        """What an answer says to the call of that date; ``NotSealed``."""
        try:
            padded = _cipher(self._answers(date), self._start, b64decode(body, validate=True), seal=False)
            unpad = PKCS7(AES.block_size).unpadder()
            return (unpad.update(padded) + unpad.finalize()).decode()
        except ValueError as error:
            raise NotSealed("not under our key") from error

    def close(self, date: str, words: str) -> str:
        """An answer to the call of that date, as the service gives it."""
        return _encrypted(self._answers(date), self._start, words)

    def _answers(self, date: str) -> bytes:
        return _hex(date + self._private)[:32].encode()


def date_of(at: datetime) -> str:
    """A moment as the service writes it."""
    return at.astimezone(PARIS).strftime(FORMAT)


def moment_of(date: str) -> datetime:
    """The moment that the service wrote; ``ValueError``."""
    return datetime.strptime(date, FORMAT).replace(tzinfo=PARIS)


def _hex(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _encrypted(key: bytes, start: bytes, words: str) -> str:
    pad = PKCS7(AES.block_size).padder()
    return b64encode(_cipher(key, start, pad.update(words.encode()) + pad.finalize(), seal=True)).decode()


def _cipher(key: bytes, start: bytes, data: bytes, *, seal: bool) -> bytes:
    cipher = Cipher(AES(key), CBC(start))
    turn = cipher.encryptor() if seal else cipher.decryptor()
    return turn.update(data) + turn.finalize()
