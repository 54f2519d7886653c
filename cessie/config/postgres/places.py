"""Where a home keeps its cluster and its socket.

Usually the cluster lives in the home. Root's server runs under another account, which may not be able to enter the
home (a private folder, a fresh temporary one): then it lives in ``/var/lib/cessie/<hash of the home's path>``, and a
mark in both folders tells whether they still belong together.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from cessie.config.postgres.account import Account

SHARED = Path("/var/lib/cessie")
#: A socket's address holds 103 bytes on macOS and 107 on Linux, and PostgreSQL adds ``/.s.PGSQL.5432``.
LONGEST_SOCKET_FOLDER = 80
#: What a folder may be called so that the server's option, a shell and a connection string all read it alike.
PLAIN = re.compile(rb"[A-Za-z0-9/._ -]+")


@dataclass(frozen=True)
class Places:
    """The folders of one home's database; ``root`` belongs to the server's account."""

    home: Path
    root: Path

    @property
    def data(self) -> Path:
        """The cluster."""
        return self.root / "data"

    @property
    def version(self) -> Path:
        """The file that names the cluster's major version; it exists once the cluster is whole."""
        return self.data / "PG_VERSION"

    @property
    def lock(self) -> Path:
        """Held while starting or stopping; in the home, so that it survives what happens to the cluster."""
        return self.home / "postgres.lock"

    @property
    def start_log(self) -> Path:
        """What the server said before its own log was open."""
        return self.root / "start.log"

    @property
    def outside(self) -> bool:
        """Whether the cluster lives outside the home."""
        return self.root.parent != self.home

    @property
    def socket_folder(self) -> Path:
        """The folder of the socket; in /tmp, bound to user and path, where the path is too long or too odd."""
        inside = self.root / "run"
        name = os.fsencode(inside)
        if len(name) <= LONGEST_SOCKET_FOLDER and PLAIN.fullmatch(name):
            return inside
        return Path("/tmp") / f"cessie-{os.geteuid()}-{short_hash(self.root)}"  # noqa: S108 - its owner is checked

    @property
    def socket(self) -> Path:
        """The socket itself."""
        return self.socket_folder / ".s.PGSQL.5432"

    def belong_together(self) -> bool:
        """Whether an outside cluster was made for this very home, not for an erased one of the same path."""
        mark = _read(self.home / "cluster")
        return mark is not None and mark == _read(self.root / "home")

    def mark(self) -> None:
        """Write the mark that ``belong_together`` reads, on both sides."""
        token = secrets.token_hex(16)
        (self.root / "home").write_text(f"{token}\n", "ascii")
        (self.home / "cluster").write_text(f"{token}\n", "ascii")


def places(home: Path, account: Account) -> Places:
    """The places of ``home``: where its cluster already is, else where the server's account can reach it."""
    inside = Places(home, home / "postgres")
    outside = Places(home, SHARED / short_hash(home))
    if not account.lent or inside.version.exists():
        return inside
    if outside.version.exists() and outside.belong_together():
        return outside
    return inside if account.can_enter(home) else outside


def short_hash(path: Path) -> str:
    """A name for a path, the same for ever."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def _read(path: Path) -> str | None:
    try:
        return path.read_text("ascii")
    except FileNotFoundError:
        return None
