"""Making a cluster and running PostgreSQL's programs on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from cessie.config.postgres.account import Account
from cessie.config.postgres.binaries import Binaries
from cessie.config.postgres.places import Places
from cessie.lib.reasons import N_, Refusal

OWNER = "cessie_owner"
RUNTIME = "cessie_web"
#: Durability stays on: an acknowledged posting survives a power cut.
CONF = """
listen_addresses = ''
max_connections = 100
shared_buffers = 128MB
max_wal_size = 2GB
checkpoint_timeout = 15min
wal_compression = on
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = on
log_filename = 'postgres-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_min_duration_statement = 1000
idle_in_transaction_session_timeout = '5min'
fsync = on
full_page_writes = on
synchronous_commit = on
"""


def run(places: Places, binaries: Binaries, account: Account, program: str, *args: object) -> str:
    """Run one of PostgreSQL's programs as the server's account; what it printed.

    Refusals: ``postgres.program_failed`` with its words.
    """
    env = {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C", "HOME": str(places.root)}
    done: subprocess.CompletedProcess[str] = subprocess.run(  # noqa: S603 - a program that we looked up
        [binaries.folder / program, *map(str, args)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=env,
        cwd=places.root,
        check=False,
        **account.drop,
    )
    if done.returncode:
        words = done.stdout.strip()
        raise Refusal("postgres.program_failed", N_("{program}: {words}"), program=program, words=words)
    return done.stdout


def initialise(places: Places, binaries: Binaries, account: Account) -> None:
    """Make the cluster beside its place and move it there when it is whole: one cut off halfway is made again."""
    new = places.root / "data.new"
    shutil.rmtree(new, ignore_errors=True)
    builtin = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
    locale = builtin if binaries.major >= 17 else ("--no-locale",)
    options = ("-U", OWNER, "-E", "UTF8", "--data-checksums", "--auth=reject", *locale)
    run(places, binaries, account, "initdb", "-D", new, *options)
    (new / "pg_hba.conf").write_text("local all all peer map=cessie\n", "utf-8")
    who = sorted({account.client, account.name})
    lines = [f'cessie "{name}" {role}\n' for name in who for role in (OWNER, RUNTIME)]
    (new / "pg_ident.conf").write_text("".join(lines), "utf-8")
    mac = "wal_sync_method = fsync_writethrough\n" if sys.platform == "darwin" else ""
    with (new / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write(f"{CONF}{mac}include_if_exists = 'local.conf'\n")
    new.rename(places.data)
