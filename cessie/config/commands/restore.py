"""Give a backup back to an empty home and an empty database, bring it to this version, and check every book.

No money leaves the restored house before a person says so: payments may have left after the backup was taken, and
they must not leave twice. See docs/operations.md.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import django

from cessie.lib.reasons import N_


def arguments(parser: argparse.ArgumentParser) -> None:
    """The backup."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="what `cessie backup` wrote")


def run(args: argparse.Namespace) -> int:
    """Restore, halt the payments, check; 1 if a book does not hold."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cessie.config.settings")
    django.setup()
    from cessie.config.backups.give_back import finish, give_back  # the apps are loaded only now
    from cessie.config.invariants import examine
    from cessie.domain.payments.halt import halt
    from cessie.domain.users.rules.viewer import system
    from cessie.lib.reasons import Reason

    told = give_back(args.folder)
    words = N_("This house was restored from a backup of {moment}: payments may have left since then.")
    reason = Reason("house.restored", words, {"moment": datetime.fromisoformat(told.taken_at)})
    halt(reason=reason, by=system("restore"), at=_now())
    finish()
    results = examine()
    wrong = [f"{result.room}.{result.name}: {b.in_words()}" for result in results for b in result.breaches]
    print(f"{told.house or '-'}: {told.entries} entries, {told.documents} originals of {told.taken_at} are back.")
    print("Payments stand still: take in the bank's statements first, then let them go (staff pages, Operation).")
    for line in wrong:
        sys.stderr.write(f"{line}\n")
    print(f"{len(results)} invariants checked, {len(wrong)} broken.")
    return 1 if wrong else 0


def _now() -> datetime:
    """The moment; in a made-up house that of its own clock, as far as its trail goes."""
    from django.db.models import Max  # the apps are loaded only now

    from cessie.domain.audit.models import Event
    from cessie.domain.parties.queries import is_simulated

    newest: datetime | None = Event.objects.aggregate(newest=Max("at"))["newest"] if is_simulated() else None
    return newest or datetime.now(UTC)
