"""Play the simulated world for some days from a seed, in an empty home, and check every book at the end.

Clients hand in invoices, sign offers and are paid; debtors pay as their temper has it; an independent bank books all.
The last line is JSON: how often each thing happened, and the trial balance. The same seed gives the same line.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from typing import TYPE_CHECKING

from cessie.config import home
from cessie.config.house import open_house
from cessie.config.stage import empty_or_simulated

if TYPE_CHECKING:
    from cessie.world.desk import Step

FIRST_DAY = date(2026, 3, 2)


def arguments(parser: argparse.ArgumentParser) -> None:
    """How long, which seed, how large a world."""
    parser.add_argument("--days", type=int, default=60, help="calendar days to play (default 60)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed plays the same days (default 1)")
    parser.add_argument("--clients", type=int, default=3, help="clients on the stage (default 3)")
    parser.add_argument("--debtors", type=int, default=9, help="debtors on the stage (default 9)")
    parser.add_argument("--quiet", action="store_true", help="only the last line")


def run(args: argparse.Namespace) -> int:
    """Play, check, and tell; 1 if anything does not hold."""
    open_house()
    empty_or_simulated()
    # The apps are loaded from here on, not before.
    from cessie.config.invariants import examine
    from cessie.ledger.queries import trial_balance
    from cessie.world.theatre import days_from, house, invite

    def tell(step: Step) -> None:
        if not args.quiet:
            print(f"{step.day}  {step.what}  {step.paper}  {step.amount or ''}".rstrip(), flush=True)

    folder = home.folder()
    with house(seed=args.seed, first_day=FIRST_DAY, folder=folder, tell=tell) as play:
        invite(play, FIRST_DAY, args.clients, args.debtors)
        for day in days_from(FIRST_DAY, args.days):
            play.day(day)
    wrong = [(result, breach) for result in examine() for breach in result.breaches]
    for result, breach in wrong:
        sys.stderr.write(f"{result.room}.{result.name}: {breach.in_words()}\n")
    balance = {line.account: str(line.balance.decimal) for line in trial_balance() if line.balance}
    print(json.dumps({"events": dict(sorted(play.events.items())), "trial_balance": balance}))
    return 1 if wrong else 0
