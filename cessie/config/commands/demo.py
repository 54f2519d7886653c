"""See an invoice become cash: a made-up house plays the whole main job, then serves its portals.

Starts from an empty stage, writes invoices as real files (or takes yours with --invoice), assesses, offers, approves,
pays out by a SEPA file to an independent bank, is paid by the debtor on that bank's statement, matches, and releases
the holdback. Shows each step with its amounts and checks every book.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cessie.config import home
from cessie.config.commands.serve import PORT, serve
from cessie.config.house import open_house
from cessie.config.stage import empty_or_simulated
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal
from cessie.world import guest

if TYPE_CHECKING:
    from cessie.world.demo import Played
    from cessie.world.desk import Step

LARGEST = 20 * 1024 * 1024  # bytes: what the XML door reads at most


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to play with, and whether to serve afterwards."""
    parser.add_argument("--no-serve", action="store_true", help="end after the main job; exit 0 only if all is true")
    parser.add_argument("--invoice", type=Path, metavar="FILE", help="play with this invoice (UBL) instead")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes up other companies (default 1)")
    parser.add_argument("--host", default="127.0.0.1", help="address to serve on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=PORT, help=f"port to serve on (default {PORT})")


def run(args: argparse.Namespace) -> int:
    """Play, show, check, serve; 1 if an invoice did not come through or a book does not hold."""
    file = _file(args.invoice) if args.invoice else None
    if file:
        guest.invoice_in(*file)  # refused before the stage is struck
    open_house()
    empty_or_simulated()
    # The apps are loaded from here on, not before.
    from cessie.config.invariants import examine
    from cessie.world import demo

    today = booking_day(datetime.now(UTC))
    for played in demo.play(seed=args.seed, folder=home.folder(), today=today, tell=_tell, file=file):
        wrong = [f"{check.room}.{check.name}: {breach.in_words()}" for check in examine() for breach in check.breaches]
        _show(played, wrong)
        good = not (wrong or played.unfinished) and played.balanced
        if args.no_serve or not good:
            return 0 if good else 1
        print("\nSome weeks of ordinary business, then the portals open ...", flush=True)
    _show_logins()
    serve(args.host, args.port)
    return 0


def _file(path: Path) -> tuple[bytes, str]:
    try:
        if path.stat().st_size > LARGEST:
            raise Refusal("demo.too_large", N_("{name} is larger than 20 MB."), name=path.name)
        return path.read_bytes(), path.name
    except OSError as problem:
        raise Refusal(
            "demo.no_file", N_("{name} cannot be read: {words}"), name=str(path), words=problem.strerror or str(problem)
        ) from problem


def _tell(step: Step) -> None:
    amount = f"{step.amount.decimal:>14,.2f}" if step.amount is not None else ""
    print(f"{step.day}  {step.what:<72.72}  {step.paper:<26.26}{amount}".rstrip(), flush=True)
    for reason in step.reasons:
        print(f"            - {reason.in_words()} [{reason.code}]", flush=True)


def _show(played: Played, wrong: list[str]) -> None:
    print(f"\nTrial balance on {played.last_day} (debit positive, EUR)")
    for account, (name, amount) in sorted(played.balance.items()):
        print(f"  {account}  {name:<44}{amount.decimal:>16,.2f}")
    total = sum(amount.cents for _, amount in played.balance.values())
    print(f"        {'total':<44}{total / 100 if total else 0:>16,.2f}\n")
    for number in played.unfinished:
        sys.stderr.write(f"invoice {number} did not come through\n")
    for line in wrong:
        sys.stderr.write(f"{line}\n")
    if played.balanced and not wrong and not played.unfinished:
        print(f"{played.invoices} invoices became cash and their holdbacks went back. The books balance.")


def _show_logins() -> None:
    from cessie.domain.users.models import User
    from cessie.world.stage import PASSWORD

    print("\nWho can log in (a made-up house: the second page tells the code)")
    for user in User.objects.order_by("kind", "email"):
        print(f"  {user.email:<28}{user.kind:<8}{', '.join(user.roles):<16}password: {PASSWORD}")
    print(flush=True)
