"""Work on every bank line that waits: payouts executed, receipts matched, holdbacks released and their payouts ordered.

For cron; a second run finds nothing to do. What nobody knows becomes a task in the queue.
"""

from __future__ import annotations

import argparse

from cessie.config.house import open_house


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(args: argparse.Namespace) -> int:
    """Do it once and say how much was done."""
    open_house()
    from django.utils import timezone  # the apps are loaded only now

    from cessie.domain.users.rules.viewer import system
    from cessie.workflows import money_in

    done = money_in.run(by=system("money-in"), at=timezone.now())
    print(f"executed {done.executed}, returned {done.returned}, receipts {done.receipts}, "
          f"invoices matched {done.matched}, holdbacks released {done.released}")  # fmt: skip
    return 0
