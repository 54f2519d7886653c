"""Write a backup of the house into a new folder: database, originals, and a manifest with their hashes.

The house goes on working meanwhile; all that is saved is of one moment. Files that lie in the bank's folder and were
not taken in yet are the bank's and are not saved.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from cessie.config.house import open_house


def arguments(parser: argparse.ArgumentParser) -> None:
    """The folder."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that does not exist yet, or is empty")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")


def run(args: argparse.Namespace) -> int:
    """Take it and say what is in it."""
    open_house()
    from cessie.config.backups.take import take  # the apps are loaded only now

    done = take(args.folder)
    if args.json:
        facts = {"ok": True, "folder": str(args.folder), "documents": done.documents, "entries": done.entries}
        print(json.dumps(facts))
    else:
        what = f"{done.entries} entries, {done.documents} originals"
        print(f"{args.folder}: {done.house or '-'}, {what}, {done.taken_at}")
    return 0
