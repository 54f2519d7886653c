"""What runs where, and what is wrong: the questions of ``cessie doctor``, each answered on its own."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import django
import psycopg
from django.conf import settings
from django.db import DatabaseError
from psycopg.conninfo import make_conninfo

from cessie.config import home, house
from cessie.config.localpg import LocalServer
from cessie.config.postgres.binaries import OLDEST, find
from cessie.connectors.channels.email.dkim import BITS, Signer
from cessie.connectors.errors import AuthFailed
from cessie.lib.reasons import Refusal

LEAST_FREE = 1024**3
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@dataclass(frozen=True)
class Finding:
    """One answer: ``ok``, or ``advice`` that says what to do; not ``needed``: only tests or comfort ask for it."""

    what: str
    words: str
    ok: bool = True
    needed: bool = True
    advice: str = ""


def examine() -> list[Finding]:
    """All findings; a question that cannot even be asked is a finding too."""
    found: list[Finding] = []
    for question in (_python, _home, _disk, _programs, _server, _tables, _mail, _browser, _corpus):
        found.extend(_asked(question))
    return found


def _asked(question: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(question())
    except Refusal as no:
        return [Finding(question.__name__.strip("_"), str(no), ok=False, advice="see the words above")]
    except OSError as problem:
        return [
            Finding(question.__name__.strip("_"), str(problem), ok=False, advice="check the folder's owner and rights")
        ]


def _python() -> Iterator[Finding]:
    words = f"{platform.python_version()} at {sys.executable}, Django {version('Django')}, {platform.platform()}"
    yield Finding("python", words, sys.version_info >= (3, 11), advice="use Python 3.11 or newer")


def _home() -> Iterator[Finding]:
    folder = home.folder()
    said = "CESSIE_HOME" if os.environ.get("CESSIE_HOME") else "default"
    nearest = next(p for p in (folder, *folder.parents) if p.exists())
    writable = os.access(nearest, os.W_OK)
    words = f"{folder} ({said}{'' if folder.exists() else ', not made yet'})"
    yield Finding("home", words, writable, advice=f"make {nearest} writable or set CESSIE_HOME to a folder of yours")


def _disk() -> Iterator[Finding]:
    folder = home.folder()
    free = shutil.disk_usage(next(p for p in (folder, *folder.parents) if p.exists())).free
    words = f"{free / 1024**3:.1f} GiB free"
    yield Finding(
        "disk", words, free >= LEAST_FREE, advice="free at least 1 GiB: the database stops when the disk is full"
    )


def _programs() -> Iterator[Finding]:
    if home.database_url() is None:
        binaries = find()
        yield Finding("programs", f"PostgreSQL {binaries.major} in {binaries.folder}")


def _server() -> Iterator[Finding]:
    local = LocalServer(home.folder()) if home.database_url() is None else None
    if local is None:
        given = home.given_database()
        address = make_conninfo("", **given)
        where = f"CESSIE_DATABASE_URL: {given.get('host') or 'local socket'}/{given['dbname']}"
    else:
        places = local.places
        where = f"local, data in {places.data}, socket in {places.socket_folder}, run by {local.account.name}"
        if not places.version.exists():
            yield Finding("server", f"{where}; not made yet: the first command that needs it makes it")
            return
        if not local.running():
            yield Finding("server", f"{where}; stopped: the next command that needs it starts it")
            return
        address = local.address()
    try:
        with closing(psycopg.connect(address, connect_timeout=5)) as server:
            number = server.info.server_version
    except psycopg.Error as problem:
        if local is None and house.lacks_database(address):
            yield Finding("server", f"{where}; no such database yet: the first command that needs it makes it")
            return
        yield Finding("server", f"{where}; {str(problem).strip()}", ok=False, advice="see that it runs and lets you in")
        return
    words = f"{where}; PostgreSQL {number // 10000}.{number % 10000} answers"
    yield Finding("server", words, number // 10000 >= OLDEST, advice=f"use PostgreSQL {OLDEST} or newer")


def _answers() -> bool:
    """Whether there is a database to ask for its tables; if not, the finding about the server says why."""
    if home.database_url() is None:
        return LocalServer(home.folder()).running()
    try:
        psycopg.connect(make_conninfo("", **home.given_database()), connect_timeout=5).close()
    except psycopg.Error:
        return False
    return True


def _tables() -> Iterator[Finding]:
    if not _answers():
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cessie.config.settings")
    django.setup()
    try:
        missing = house.pending_migrations()
    except DatabaseError as problem:
        words = str(problem).strip().split("\n")[0]
        yield Finding(
            "tables", words, ok=False, advice="start any command, such as cessie check: it makes the database"
        )
        return
    finally:
        house.close_house()
    words = f"{len(missing)} changes wait: {', '.join(missing[:5])} ..." if missing else "up to date"
    yield Finding(
        "tables", words, not missing, advice="start any command, such as cessie check: it brings them up to date"
    )


def _mail() -> Iterator[Finding]:
    """With what mails are signed, and what the register of names of each domain must say for it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cessie.config.settings")
    signer = Signer(settings.DKIM_KEY, settings.DKIM_SELECTOR, settings.DKIM_DOMAINS, settings.DKIM_SECOND_KEY)
    if not settings.DKIM_DOMAINS:
        advice = "set CESSIE_DKIM_DOMAINS to the domains that mails come from, then publish what doctor shows"
        yield Finding("mail", "leaves unsigned (no DKIM)", ok=False, needed=False, advice=advice)
        return
    try:
        for name, strings in signer.records():
            yield Finding("mail", f"signed; publish: {name}. IN TXT {strings}")
    except AuthFailed as no:
        advice = f"make it: openssl genrsa -out {signer.path} {BITS}"
        yield Finding("mail", f"{signer.path}: {no.detail}", ok=False, advice=advice)


def _browser() -> Iterator[Finding]:
    found = os.environ.get("CESSIE_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    advice = "make test provides it; or set CESSIE_CHROMIUM"
    yield Finding(
        "chromium", found or "absent (only the browser tests need it)", bool(found), needed=False, advice=advice
    )


def _corpus() -> Iterator[Finding]:
    given = os.environ.get("CESSIE_CORPUS")
    there = bool(given) and Path(str(given)).is_dir()
    words = str(given) if there else "absent (only the tests on real files need it)"
    yield Finding("corpus", words, there, needed=False, advice="set CESSIE_CORPUS to a folder of sample files")
