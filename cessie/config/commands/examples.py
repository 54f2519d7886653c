"""play worked examples through the posting rules and compare every line and balance, to the cent

Only outside facts are fed (days, what happened, money received, which invoice, why); what a contract determines is
computed. Exit 1 if anything differs, each difference named: example, event, account, expected and got.
Without FILE: the two files that come with the house.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from cessie.ledger import examples
from cessie.ledger.examples.case import read
from cessie.ledger.examples.compare import Outcome, check

SHIPPED = [Path(examples.__file__).parent / name for name in ("factoring-worked-examples.json", "own-examples.json")]


def arguments(parser: argparse.ArgumentParser) -> None:
    """FILE and --json."""
    parser.add_argument("file", nargs="*", type=Path, metavar="FILE", help="a file of worked examples (JSON)")
    parser.add_argument("--json", action="store_true", help="print the outcome as one line of JSON")


def run(args: argparse.Namespace) -> int:
    """Play, compare, tell."""
    outcomes = [check(case) for path in args.file or SHIPPED for case in read(path)]
    wrong = any(outcome.differences for outcome in outcomes)
    if args.json:
        print(json.dumps({"ok": not wrong, "examples": [asdict(outcome) for outcome in outcomes]}))
    else:
        _show(outcomes)
    return 1 if wrong or not outcomes else 0


def _show(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        said = "differs" if outcome.differences else "agrees" if outcome.compared else "waits"
        print(f"{outcome.example:6} {outcome.events:3} events {outcome.compared:4} figures  {said:8} {outcome.title}")
        for difference in outcome.differences:
            print(f"       {difference}")
        if outcome.later:
            print(f"       not computed yet: {', '.join(outcome.later)}")
    events, figures = sum(o.events for o in outcomes), sum(o.compared for o in outcomes)
    differing = sum(bool(o.differences) for o in outcomes)
    print(f"{len(outcomes)} examples, {events} events, {figures} figures compared; {differing} differ.")
