"""Which server processes live: asked of the process table, since a process number may be a stranger's by now.

``pg_ctl status`` only asks whether the number in ``postmaster.pid`` exists; after a crash it may belong to another
program, or to a dead child that nobody reaped.
"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import psutil

from cessie.config.postgres.account import Account
from cessie.config.postgres.places import Places
from cessie.lib.reasons import N_, Refusal

#: How long the processes of a killed server may take to end, in seconds.
PATIENCE = 30.0


def postmaster(places: Places, account: Account) -> psutil.Process | None:
    """The living main process of this cluster, if any."""
    try:
        number = abs(int((places.data / "postmaster.pid").read_bytes().split(b"\n")[0]))
        process = psutil.Process(number)
    except (FileNotFoundError, ValueError, psutil.Error):
        return None
    return process if _serves(process, places.data, account) else None


def clear_traces(places: Places, account: Account, patience: float = PATIENCE) -> None:
    """Remove what a killed server left behind, once the last of its processes has ended.

    Never before: a new server beside a living old process would write the same files.
    Refusals: ``postgres.still_used``.
    """
    end = time.monotonic() + patience
    while left := _left(places.data, account):
        if time.monotonic() > end:
            raise Refusal(
                "postgres.still_used",
                N_("Processes {numbers} of a dead database server still use {folder}: end them, then try again."),
                numbers=", ".join(map(str, left)),
                folder=str(places.data),
            )
        time.sleep(0.1)
    (places.data / "postmaster.pid").unlink(missing_ok=True)
    for trace in places.socket_folder.glob(".s.PGSQL.*"):
        trace.unlink(missing_ok=True)


def _left(data: Path, account: Account) -> list[int]:
    named = (p for p in psutil.process_iter(["name"]) if "postgres" in (p.info["name"] or ""))
    return [p.pid for p in named if _serves(p, data, account)]


def _serves(process: psutil.Process, data: Path, account: Account) -> bool:
    """Whether the process is a living PostgreSQL of this cluster: each works in the cluster's folder."""
    try:
        if process.status() == psutil.STATUS_ZOMBIE or "postgres" not in process.name():
            return False
        try:
            return process.cwd() == str(data)
        except psutil.AccessDenied:
            return _cwd_as(account, process.pid) == str(data)
    except psutil.Error:
        return False


def _cwd_as(account: Account, number: int) -> str | None:
    """The working folder as the server's account sees it: root of a container may not look, the account itself may."""
    if not account.lent:
        return None
    done = subprocess.run(  # noqa: S603 - a fixed program
        ["/usr/bin/readlink", f"/proc/{number}/cwd"], capture_output=True, text=True, check=False, **account.drop
    )
    return done.stdout.strip() or None
