"""``pg_dump`` and ``pg_restore`` on the house's own database; no password on a command line."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from cessie.config.house import address
from cessie.config.postgres.binaries import find
from cessie.lib.reasons import N_, Refusal


def run(program: str, *words: str) -> str:
    """What it printed. The database is named by ``--dbname``, where it needs one, in front of ``words``.

    Refusals: ``postgres.not_found``, ``backup.program`` with its words (a server newer than the program, no space ...).
    """
    folder = find().folder
    given = conninfo_to_dict(address())
    password = str(given.pop("password", ""))
    env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    env |= {"LC_ALL": "C"} | ({"PGPASSWORD": password} if password else {})
    where = [] if "--list" in words else ["--dbname", make_conninfo("", **given)]
    try:
        done = subprocess.run(  # noqa: S603 - a program that we looked up
            [str(folder / program), *where, *words], env=env, capture_output=True, text=True, errors="replace",
            stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        no_program = N_("{program} is missing in {folder}: install PostgreSQL's own programs or set CESSIE_PG_BIN.")
        raise Refusal("backup.no_program", no_program, program=program, folder=str(folder)) from None
    if done.returncode:
        raise Refusal("backup.program", N_("{program}: {words}"), program=program, words=done.stderr.strip()[-2000:])
    return done.stdout


def dump(target: Path, *, schema: str, snapshot: str) -> None:
    """Write the archive of the schema as a snapshot sees it."""
    run(
        "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}",
        f"--schema={schema}", f"--file={target}",
    )  # fmt: skip


def restore(archive: Path, scratch: Path) -> None:
    """Bring an archive into an empty schema that exists: all of it in one transaction, or nothing."""
    lines = run("pg_restore", "--list", str(archive)).splitlines()
    wanted = scratch / "wanted.list"
    kept = [line for line in lines if " SCHEMA - " not in line and " COMMENT - SCHEMA " not in line]
    wanted.write_text("\n".join(kept) + "\n", "utf-8")
    run(
        "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
        f"--use-list={wanted}", str(archive),
    )  # fmt: skip
