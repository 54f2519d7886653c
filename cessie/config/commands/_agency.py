"""The play of ``cessie simulate --agency``: every book and every act is looked at after each night."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence

from cessie.config import home
from cessie.config.invariants import examine
from cessie.ledger.queries import trial_balance
from cessie.lib.days import is_bank_day
from cessie.world import agency, agency_lawful, agency_steps, agency_tally
from cessie.world.desk import Step
from cessie.world.tally import tally
from cessie.world.theatre import days_from, house


def play(args: argparse.Namespace, tell: Callable[[Step], None], sound: Callable[..., bool]) -> int:
    """Play the days; the last line is JSON: how often what happened, what was collected at which cost, the balance.

    1: a book that does not hold, an act against the law, or (``--every-bend``) something that did not happen.
    """
    with house(seed=args.seed, first_day=args.first_day, folder=home.folder(), tell=tell) as world:
        world.agency = agency.come(world, args.first_day, days=args.days, dossiers=args.dossiers)
        for day in days_from(args.first_day, args.days):
            world.day(day)
            if is_bank_day(day) and not (
                sound(examine(), day) and _lawful([*agency_lawful.breaches(day), *agency_steps.breaches(day)])
            ):
                return 1
    events = world.events + tally() + agency_tally.tally()
    balance = {line.account: str(line.balance.decimal) for line in trial_balance() if line.balance}
    last = {"events": dict(sorted(events.items())), "collected": agency_tally.collected(), "trial_balance": balance}
    sys.stdout.write(f"{json.dumps(last)}\n")
    missing = [name for name in agency_tally.HAPPENS if not events[name]] if args.every_bend else []
    for name in missing:
        sys.stderr.write(f"{name} did not happen\n")
    return 1 if missing else 0


def _lawful(broken: Sequence[agency_lawful.Breach]) -> bool:
    for breach in broken:
        sys.stderr.write(f"{breach}\n")
    return not broken
