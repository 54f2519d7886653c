"""A signature on every mail that leaves (DKIM, RFC 6376): whoever gets it knows that the domain of its sender wrote it.

``rsa-sha256`` over relaxed headers and body, which survive what servers on the way do to white space; where there is a
second key, ``ed25519-sha256`` (RFC 8463) beside it, for receivers that know no more than that one trust the other. No
moment stands in either, so the same mail gives the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Collection, Sequence
from email.utils import parseaddr
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from cessie.connectors.errors import AuthFailed

#: The longest that fits one string of every name server, and the shortest that receivers believe.
BITS: Final = 2048
LEAST_BITS: Final = 1024
#: What is signed where it is there.
SIGNED: Final = (
    "from", "to", "subject", "date", "message-id", "reply-to", "mime-version", "content-type",
    "content-transfer-encoding", "content-language", "auto-submitted",
)  # fmt: skip
#: What is signed once more than it is there, so that nobody adds a second one on the way (section 8.15).
ONCE: Final = ("from", "to", "subject", "date", "reply-to", "content-type")
#: A string of a name server's record has at most 255 letters.
STRING: Final = 255
_LINE: Final = 70
_WHITE: Final = re.compile(rb"[ \t]+")


class Signer:
    """The key in the file ``key``, under whose ``selector`` it stands in the register of names of each of ``domains``;
    and the Ed25519 key in the file ``second``, where there is such a file, under ``selector`` with ``-ed25519``.

    A mail of another domain leaves unsigned: a signature by the house's own would name the house where its client
    writes in confidence.
    """

    def __init__(self, key: Path, selector: str, domains: Collection[str], second: Path | None = None) -> None:
        self.path, self.selector, self.second = key, selector, second
        self.domains = tuple(domain.lower() for domain in domains)
        self._keys: tuple[tuple[str, RSAPrivateKey | Ed25519PrivateKey], ...] = ()

    def sign(self, wire: bytes) -> bytes:
        """The mail with its signature in front; ``AuthFailed`` where there is no key that could sign it."""
        head, _, body = wire.partition(b"\r\n\r\n")
        fields = _fields(head)
        domain = _domain(fields)
        if domain not in self.domains:
            return wire
        names = [name for name in SIGNED if any(name == each for each, _ in fields)]
        digest = b64encode(hashlib.sha256(relaxed_body(body)).digest()).decode()
        signed = b""
        for selector, key in self._private():
            said = _unsigned(_algorithm(key), domain, selector, [*names, *ONCE], digest)
            whole = b"".join([*_last_of_each(fields, names), relaxed(b"dkim-signature", said)])
            signed += b"DKIM-Signature:" + said + _folded(b64encode(signature(key, whole))) + b"\r\n"
        return signed + wire

    def records(self) -> tuple[tuple[str, str], ...]:
        """For each domain the name under which its register of names must say what; ``AuthFailed`` as ``sign``."""
        return tuple(
            (f"{selector}._domainkey.{domain}", _published(key))
            for domain in self.domains
            for selector, key in self._private()
        )

    def _private(self) -> tuple[tuple[str, RSAPrivateKey | Ed25519PrivateKey], ...]:
        """Each key with the name under which it is published."""
        if not self._keys:
            first, found = _loaded(self.path), []
            if not isinstance(first, RSAPrivateKey) or first.key_size < LEAST_BITS:
                raise AuthFailed("email", "sign", f"the key must be RSA, of {LEAST_BITS} bits at least")
            if self.second is not None and self.second.exists():
                other = _loaded(self.second)
                if not isinstance(other, Ed25519PrivateKey):
                    raise AuthFailed("email", "sign", f"the key in {self.second.name} must be Ed25519")
                found = [(f"{self.selector}-ed25519", other)]
            self._keys = ((self.selector, first), *found)
        return self._keys


def new_key() -> str:
    """A new private RSA key, as the text of its file."""
    return _text(generate_private_key(65537, BITS))


def new_second_key() -> str:
    """A new private Ed25519 key, as the text of its file."""
    return _text(Ed25519PrivateKey.generate())


def signature(key: RSAPrivateKey | Ed25519PrivateKey, whole: bytes) -> bytes:
    """Of the headers and what the signature says of itself: RSA over them, Ed25519 over their hash (RFC 8463, 3)."""
    if isinstance(key, RSAPrivateKey):
        return key.sign(whole, PKCS1v15(), SHA256())
    return key.sign(hashlib.sha256(whole).digest())


def _loaded(path: Path) -> object:
    try:
        return load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise AuthFailed("email", "sign", f"no key to sign with: {type(error).__name__}") from error


def _text(key: RSAPrivateKey | Ed25519PrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _algorithm(key: RSAPrivateKey | Ed25519PrivateKey) -> str:
    return "rsa" if isinstance(key, RSAPrivateKey) else "ed25519"


def _published(key: RSAPrivateKey | Ed25519PrivateKey) -> str:
    """What the register of names must say of a key, in strings that fit it."""
    if isinstance(key, RSAPrivateKey):
        public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    else:
        public = key.public_key().public_bytes_raw()
    said = f"v=DKIM1; k={_algorithm(key)}; p={b64encode(public).decode()}"
    return " ".join(f'"{said[i : i + STRING]}"' for i in range(0, len(said), STRING))


def relaxed(name: bytes, value: bytes) -> bytes:
    """A field in its canonical form (section 3.4.2), without its end of line.

    >>> relaxed(b"SUBJect ", b" AbC\\r\\n  d\\t")
    b'subject:AbC d'
    """
    return name.strip().lower() + b":" + _WHITE.sub(b" ", value.replace(b"\r\n", b"")).strip()


def relaxed_body(body: bytes) -> bytes:
    r"""A body in its canonical form (section 3.4.4).

    >>> relaxed_body(b" C \r\nD \t E\r\n\r\n\r\n"), relaxed_body(b"\r\n\r\n"), relaxed_body(b"x")
    (b' C\r\nD E\r\n', b'', b'x\r\n')
    """
    lines = [_WHITE.sub(b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + b"\r\n" for line in lines)


def _fields(head: bytes) -> list[tuple[str, bytes]]:
    """Names, in small letters, and values as they stand, folds and all."""
    found = (line.partition(b":") for line in re.split(rb"\r\n(?![ \t])", head))
    return [(name.decode("ascii", "replace").strip().lower(), value) for name, _, value in found]


def _domain(fields: Sequence[tuple[str, bytes]]) -> str:
    """Of whoever the mail says that it is from."""
    said = next((value for name, value in fields if name == "from"), b"")
    plain = said.replace(b"\r\n", b"").decode("ascii", "replace").strip()
    return parseaddr(plain)[1].rpartition("@")[2].lower()


def _last_of_each(fields: Sequence[tuple[str, bytes]], names: Sequence[str]) -> list[bytes]:
    """What is hashed of each name: its last field."""
    last = dict(fields)
    return [relaxed(name.encode(), last[name]) + b"\r\n" for name in names]


def _unsigned(algorithm: str, domain: str, selector: str, names: Sequence[str], digest: str) -> bytes:
    """The signature field up to where the signature itself stands."""
    tags = f" v=1; a={algorithm}-sha256; c=relaxed/relaxed; d={domain}; s={selector};\r\n h="
    return (tags + ":\r\n  ".join(names) + f";\r\n bh={digest};\r\n b=").encode()


def _folded(signature: bytes) -> bytes:
    return b"\r\n  ".join(signature[i : i + _LINE] for i in range(0, len(signature), _LINE))
