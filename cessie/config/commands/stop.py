"""Stop the local database server of this home.

It starts again by itself with the next command that needs it. A server behind CESSIE_DATABASE_URL is left alone.
"""

from __future__ import annotations

import argparse

from cessie.config import home
from cessie.config.localpg import LocalServer


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(args: argparse.Namespace) -> int:
    """Stop it; 0 also if none ran."""
    if home.database_url() is not None:
        print("CESSIE_DATABASE_URL names the database: there is no server of this home to stop.")
        return 0
    server = LocalServer(home.folder())
    print(f"Stopped the database in {server.places.data}." if server.stop() else "No database server was running.")
    return 0
