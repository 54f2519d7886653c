"""Reminders: carry out the ladders' runs that are due, or show what a run of a day would do.

Without options: what the clock does. With --client (its code, or "house") the run of that creditor: begun, gathered,
and carried out where its ladder works by itself; in drafts a person confirms it on the page. --dry-run writes nothing.
"""

from __future__ import annotations

import argparse
from datetime import date
from uuid import UUID

from cessie.config.house import open_house
from cessie.lib.reasons import N_, Refusal


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whose ladder, for which day, and whether anything is written."""
    parser.add_argument("--client", metavar="CODE", help='a client by its code, or "house" for what the house bought')
    parser.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="the day of the run (default: today)")
    parser.add_argument("--dry-run", action="store_true", help="show who would get what, and write nothing")


def run(args: argparse.Namespace) -> int:
    """Do it once and say how much was done; a refusal is told by the caller."""
    open_house()
    from django.utils import timezone  # the apps are loaded only now

    from cessie.domain.dunning.ladders import ladder_setters
    from cessie.domain.users.rules.viewer import system
    from cessie.lib.days import booking_day
    from cessie.workflows.follow_up import chasing

    by, at = system("remind"), timezone.now()
    if args.client is None and args.on is None and not args.dry_run:
        done = chasing.turn(by=by, at=at)
        print(f"automatic runs {done.automatic}, drafts {done.drafts}")
        return 0
    on = args.on or booking_day(at)
    for client_id in ladder_setters() if args.client is None else (_client(args.client),):
        if args.dry_run:
            for row in chasing.would_get(client_id, on=on):
                print(row)
        else:
            print(chasing.begin_and_work(client_id=client_id, on=on, by=by, at=at))
    return 0


def _client(code: str) -> UUID | None:
    from cessie.domain.parties.models import Client  # the apps are loaded only now

    if code == "house":
        return None
    row = Client.objects.filter(code=code).first()
    if row is None:
        raise Refusal("remind.client", N_("There is no client {code}."), code=code)
    return row.pk
