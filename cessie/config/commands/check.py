"""Check all invariants of the books and of every room over the current database.

Exit 1 with each breach named. Changes nothing.
"""

from __future__ import annotations

import argparse
import json

from cessie.config.house import open_house
from cessie.config.invariants import Result, examine


def arguments(parser: argparse.ArgumentParser) -> None:
    """``--json``."""
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")


def run(args: argparse.Namespace) -> int:
    """Print each invariant and its breaches; 1 if there is any, or nothing was checked."""
    open_house()
    results = examine()
    sound = bool(results) and not any(result.breaches for result in results)
    if args.json:
        print(json.dumps({"ok": sound, "checks": [_as_json(result) for result in results]}))
        return 0 if sound else 1
    for result in results:
        print(f"{'BREACH' if result.breaches else 'ok':6} {result.room}.{result.name}: {result.demand}")
        for breach in result.breaches:
            print(f"       {breach.code}: {breach.in_words()}")
    broken = sum(1 for result in results if result.breaches)
    print(f"{len(results)} invariants checked, {broken} broken." if results else "There are no invariants to check.")
    return 0 if sound else 1


def _as_json(result: Result) -> dict[str, object]:
    breaches = [breach.to_json() | {"words": breach.in_words()} for breach in result.breaches]
    return {"room": result.room, "name": result.name, "demand": result.demand, "breaches": breaches}
