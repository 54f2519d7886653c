"""The account under which the local server runs: PostgreSQL refuses to run as root, so root lends it another one."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cessie.lib.reasons import N_, Refusal

#: Accounts that root lends to the server, the first that exists.
LENT = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """The server's account beside the account that runs this program (``client``)."""

    client: str
    name: str
    uid: int
    gid: int
    lent: bool

    @property
    def drop(self) -> dict[str, Any]:
        """Arguments of ``subprocess`` that make a program run under this account; empty if it is our own."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.lent else {}

    def can_enter(self, folder: Path) -> bool:
        """Whether this account may pass through ``folder`` and all above it, by their permission bits.

        Folders that do not exist yet are made by us so that it can. Our own account can always enter: where it
        cannot, the first write says so.
        """
        if not self.lent:
            return True
        for place in (folder, *folder.parents):
            try:
                status = place.stat()
            except FileNotFoundError:
                continue
            bit = 0o100 if status.st_uid == self.uid else 0o010 if status.st_gid == self.gid else 0o001
            if not status.st_mode & bit:
                return False
        return True


@lru_cache(maxsize=1)
def account() -> Account:
    """The server's account.

    Refusals: ``postgres.no_account`` (a user id without a name, as in some containers: initdb refuses it),
    ``postgres.no_lent_account`` (root, and neither ``postgres`` nor ``nobody`` exists).
    """
    try:
        own = pwd.getpwuid(os.geteuid())
    except KeyError:
        raise Refusal(
            "postgres.no_account",
            N_(
                "User id {uid} has no account name, and PostgreSQL refuses to make a database for it: "
                "add the account, or set CESSIE_DATABASE_URL to a server that runs elsewhere."
            ),
            uid=os.geteuid(),
        ) from None
    if own.pw_uid:
        return Account(own.pw_name, own.pw_name, own.pw_uid, own.pw_gid, lent=False)
    for name in LENT:
        try:
            lent = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(own.pw_name, name, lent.pw_uid, lent.pw_gid, lent=True)
    raise Refusal(
        "postgres.no_lent_account",
        N_(
            "PostgreSQL refuses to run as root, and there is no account {names} to run it: add one, work as an "
            "ordinary user, or set CESSIE_DATABASE_URL."
        ),
        names=" / ".join(LENT),
    )
