"""Curtain up: an empty database becomes a made-up house with its bank running, and the play begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from django.conf import settings

from cessie.connectors.banks.folder import Folder
from cessie.connectors.banks.vop.sandbox import Sandbox
from cessie.lib.days import bank_day_from
from cessie.lib.money import Money
from cessie.world import cast
from cessie.world.bank import running
from cessie.world.belgian_bank import BelgianBank
from cessie.world.desk import Desk, Step
from cessie.world.dutch_bank import DutchBank
from cessie.world.mailroom import mail_served
from cessie.world.months import costs
from cessie.world.play import World
from cessie.world.stage import add_buyer, add_seller, build_house

#: The debtors' limits, large and small, so that some invoices meet theirs.
LIMITS = (Money(60_000_00), Money(25_000_00), Money(40_000_00))


@contextmanager
def house(*, seed: int, first_day: date, folder: Path, tell: Callable[[Step], None]) -> Iterator[World]:
    """A made-up house in an empty database, with its bank running, on the morning of ``first_day``; nobody else yet."""
    first_day = bank_day_from(first_day)
    channel = Folder(folder / "bank")
    starts = datetime.combine(first_day, time(8))  # the bank's program reads its own wall clock
    with (
        names_known() as names,
        mail_served() as mail,
        running(folder / "mock-bank", starts, drop=channel.out, pickup=channel.in_) as bank,
    ):
        founded = build_house(seed, first_day, bank)
        rng = Random(f"play {seed}")  # noqa: S311 - play, not secrets
        events: Counter[str] = Counter()
        desk, others = (
            Desk(founded, channel, mail, events, tell),
            (DutchBank.of(seed), BelgianBank.of(seed, founded.actor)),
        )
        yield World(founded, bank, desk, [], [], rng, events, first_day, *others, names, mail)


@contextmanager
def names_known() -> Iterator[Sandbox]:
    """The made-up banks say of every account that it is in the name that was asked, unless the play gave it another."""
    before = settings.VOP_URL
    with Sandbox({}, default="MTCH") as sandbox:
        settings.VOP_URL = sandbox.url
        try:
            yield sandbox
        finally:
            settings.VOP_URL = before


def invite(play: World, first_day: date, clients: int, debtors: int) -> None:
    """Clients with contracts and debtors with limits come on the stage, as the seed makes them."""
    seed, first_day = play.house.seed, bank_day_from(first_day)
    for n, actor in enumerate(cast.sellers(seed, clients), 1):
        changes = costs(n) if play.months else {}
        play.sellers.append(add_seller(play.house, actor, n, first_day, changes=changes))
    for n, actor in enumerate(cast.buyers(seed, debtors)):
        play.buyers.append(add_buyer(play.house, actor, LIMITS[n % len(LIMITS)], first_day, play.sellers))


def days_from(first: date, count: int) -> Iterator[date]:
    """So many calendar days."""
    return (first + timedelta(days=n) for n in range(count))
