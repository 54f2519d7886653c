"""Where this installation keeps its things: the home folder, the secret key, the database's address."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from cessie.config.postgres.account import account
from cessie.config.postgres.cluster import OWNER
from cessie.config.postgres.places import places
from cessie.lib.reasons import N_, Refusal

DATABASE = "cessie"
#: Connections of one process; all processes together stay below the server's max_connections.
POOL = {"min_size": 1, "max_size": 8, "timeout": 10}


def folder() -> Path:
    """The home: ``CESSIE_HOME``, else ``/var/lib/cessie`` for root and ``~/.local/share/cessie`` for others."""
    given = os.environ.get("CESSIE_HOME")
    if given:
        return Path(given).expanduser().resolve()
    return Path("/var/lib/cessie") if os.geteuid() == 0 else Path("~/.local/share/cessie").expanduser().resolve()


def secret_key() -> str:
    """The key that signs sessions and links: ``CESSIE_SECRET_KEY``, else one made once and kept in the home (0600)."""
    given = os.environ.get("CESSIE_SECRET_KEY")
    if given:
        return given
    path = folder() / "secret_key"
    try:
        return path.read_text("ascii")
    except FileNotFoundError:
        return made_once(path, secrets.token_urlsafe(64))


def made_once(path: Path, text: str) -> str:
    """What a file of the home says; where there is none, it is made with this text, for its owner alone (0600).

    Written beside its place and linked there: the first of several processes wins, all read the same.
    """
    path.parent.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
    return path.read_text("ascii")


def database_url() -> str | None:
    """The address of a server that runs elsewhere, or None for the local one."""
    return os.environ.get("CESSIE_DATABASE_URL") or None


def given_database() -> dict[str, Any]:
    """What ``CESSIE_DATABASE_URL`` says, as psycopg names it; ``dbname`` is ``cessie`` where it names none.

    Refusals: ``database.address``, without repeating the address: it may hold a password.
    """
    try:
        given = conninfo_to_dict(database_url() or "")
    except psycopg.ProgrammingError:
        raise Refusal(
            "database.address",
            N_("CESSIE_DATABASE_URL is no address of a database; one looks like {example}."),
            example="postgresql://user:password@host:5432/cessie",
        ) from None
    return {**given, "dbname": given.get("dbname") or DATABASE}


def database() -> dict[str, Any]:
    """Django's entry for the database; nothing is started or connected to."""
    if database_url():
        given = given_database()
    else:
        own = places(folder(), account())
        given = {"host": str(own.socket_folder), "port": "5432", "user": OWNER, "dbname": DATABASE}
    named = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    entry: dict[str, Any] = {key: str(given.pop(name, None) or "") for key, name in named.items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0,  # the pool keeps the connections
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {**given, "pool": dict(POOL)},
        **entry,
    }
