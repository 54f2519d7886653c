"""Play the simulated world for some days from a seed, in an empty home, and check every book at the end.

Clients hand in invoices, sign offers and are paid; debtors pay as their temper has it; an independent bank books all.
The last line is JSON: how often each thing happened, and the trial balance. The same seed gives the same line.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from cessie.config import home
from cessie.config.house import open_house
from cessie.config.stage import empty_or_simulated
from cessie.lib.days import is_bank_day

if TYPE_CHECKING:
    from cessie.config.invariants import Result
    from cessie.world.desk import Step
    from cessie.world.lawful import Breach

FIRST_DAY = date(2026, 3, 2)


def arguments(parser: argparse.ArgumentParser) -> None:
    """How long, which seed, how large a world."""
    parser.add_argument("--days", type=_some, default=60, help="calendar days to play (default 60)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed plays the same days (default 1)")
    parser.add_argument("--clients", type=int, default=3, help="clients on the stage (default 3)")
    parser.add_argument("--debtors", type=int, default=9, help="debtors on the stage (default 9)")
    parser.add_argument(
        "--check-daily",
        action="store_true",
        help="after each bank day, not only at the end, check every book, and every message against the law",
    )
    parser.add_argument("--every-bend", action="store_true", help="fail if any bend did not happen")
    parser.add_argument(
        "--from", dest="first_day", type=date.fromisoformat, default=FIRST_DAY, help=f"first day (default {FIRST_DAY})"
    )
    parser.add_argument("--months", action="store_true", help="money costs interest, and each month ends")
    parser.add_argument(
        "--creditors", action="store_true", help="a wholesaler and a hospital whose invoices are managed come too"
    )
    parser.add_argument("--agency", action="store_true", help="an agency instead, which collects for principals")
    parser.add_argument("--dossiers", type=int, default=100, help="from how many the agency collects (default 100)")
    parser.add_argument("--confidential", action="store_true", help="clients whose debtors know nothing come too")
    parser.add_argument("--bends", action="store_true", help="play every way in which a deal bends too")
    parser.add_argument(
        "--faults",
        nargs="?",
        const="all",
        choices=("all", "months"),
        help="kill processes at their work; files come twice, late, damaged; with 'months' only kill who ends a month",
    )
    parser.add_argument("--quiet", action="store_true", help="only the last line")


def _some(words: str) -> int:
    """A number of days, one at least."""
    days = int(words)
    if days < 1:
        raise argparse.ArgumentTypeError("at least one day must be played")
    return days


def run(args: argparse.Namespace) -> int:
    """Play, check, and tell; 1 if anything does not hold."""
    open_house()
    empty_or_simulated()
    # The apps are loaded from here on, not before.
    from cessie.config.invariants import examine
    from cessie.ledger.queries import trial_balance
    from cessie.world import confidential, own_policy
    from cessie.world.bends.script import counted, script
    from cessie.world.creditors import come
    from cessie.world.faults import Faults
    from cessie.world.lawful import breaches
    from cessie.world.silence import betrayals
    from cessie.world.tally import OF_CONFIDENTIAL, OF_CREDITORS, tally
    from cessie.world.theatre import days_from, house, invite

    tell = _silent if args.quiet else _tell
    if args.agency:
        from cessie.config.commands import _agency

        return _agency.play(args, tell, _sound)
    with house(seed=args.seed, first_day=args.first_day, folder=home.folder(), tell=tell) as play:
        if args.months:
            play.with_months()
        invite(play, args.first_day, args.clients, args.debtors)
        if args.creditors:
            play.creditors = come(play, args.first_day)
        if args.confidential:
            play.companies += [confidential.come(play, args.first_day), own_policy.come(play, args.first_day)]
        if args.bends or args.every_bend:
            play.bends.extend(script(args.first_day))
        play.faults = Faults.of(args.seed, only_months=args.faults == "months") if args.faults else None
        for day in days_from(args.first_day, args.days):
            play.day(day)
            if not (args.check_daily and is_bank_day(day)):  # else nothing happened
                continue
            if not (_sound(examine(), day) and _lawful([*breaches(day, day), *betrayals(day, day)])):
                return 1
    sound = _sound(examine()) and _lawful([*breaches(args.first_day, day), *betrayals(args.first_day, day)])
    balance = {line.account: str(line.balance.decimal) for line in trial_balance() if line.balance}
    events = play.events + tally()
    if play.faults:
        events.update({f"fault_{name}": count for name, count in play.faults.counts.items()})
    print(json.dumps({"events": dict(sorted(events.items())), "trial_balance": balance}))
    also = (*(OF_CREDITORS if args.creditors else ()), *(OF_CONFIDENTIAL if args.confidential else ()))
    must = [*counted(), *also] if args.every_bend else []
    lacking = [f"{name} did not happen" for name in must if not events[name]]
    lacking += [f"the month {month:%Y-%m} was not ended" for month in (play.months.left(day) if play.months else ())]
    return 0 if _whole(lacking) and sound else 1


def _whole(lacking: Sequence[str]) -> bool:
    """Whether all happened that must; what did not is told."""
    sys.stderr.writelines(f"{words}\n" for words in lacking)
    return not lacking


def _tell(step: Step) -> None:
    print(f"{step.day}  {step.what}  {step.paper}  {step.amount or ''}".rstrip(), flush=True)


def _silent(step: Step) -> None:
    """Nothing is told but the last line."""


def _sound(results: Sequence[Result], day: date | None = None) -> bool:
    """Whether every invariant holds; each breach is told, with the day after which it was found."""
    when = f"{day}  " if day else ""
    for result in results:
        for breach in result.breaches:
            sys.stderr.write(f"{when}{result.room}.{result.name}: {breach.in_words()}\n")
    return bool(results) and not any(result.breaches for result in results)


def _lawful(broken: Sequence[Breach]) -> bool:
    """Whether no message to a debtor broke the law; each that did is told."""
    for breach in broken:
        sys.stderr.write(f"{breach}\n")
    return not broken
