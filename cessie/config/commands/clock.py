"""Let the day's clock turn once: offers lapse, accepted invoices get theirs, the trail is sealed. For cron."""

from __future__ import annotations

import argparse

from cessie.config.house import open_house


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(args: argparse.Namespace) -> int:
    """One turn; a second one at the same moment finds nothing to do."""
    open_house()
    from django.utils import timezone  # the apps are loaded only now

    from cessie.domain.users.rules.viewer import system
    from cessie.workflows import clock

    done = clock.tick(by=system("clock"), at=timezone.now())
    print(f"offers lapsed {done.lapsed}, offers made {done.offered}, lines of the trail sealed {done.sealed}")
    return 0
