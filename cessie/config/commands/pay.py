"""Money out: what waits, a batch prepared by one person and released by another, the files to and from the bank.

list shows orders and batches; prepare and release need --as EMAIL with that person's password and second factor, and
two different people; send hands released batches to the bank's folder and takes what it put down.
"""

from __future__ import annotations

import argparse
from datetime import date

from cessie.config import person
from cessie.config.house import open_house
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.reasons import N_, Refusal


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is to be done, and what it needs."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    acts.add_parser("list", help="orders that wait, with what holds them, and open batches")
    prepare = acts.add_parser("prepare", help="put every order that is free into a batch")
    prepare.add_argument("--account", required=True, metavar="IBAN", help="the payout account")
    prepare.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="execution day (default: the next)")
    person.argument(prepare)
    release = acts.add_parser("release", help="let a batch go: another person than the one who prepared it")
    release.add_argument("batch", metavar="NUMBER")
    person.argument(release)
    acts.add_parser("send", help="exchange files with the bank's folder")


def run(args: argparse.Namespace) -> int:
    """Do the act; a refusal is told by the caller."""
    open_house()
    return {"list": _list, "prepare": _prepare, "release": _release, "send": _send}[args.act](args)


def _list(args: argparse.Namespace) -> int:
    from django.utils import timezone  # the apps are loaded only now

    from cessie.domain.payments.queries import batch_list, waiting_orders
    from cessie.domain.users.rules.viewer import system

    by = system("pay")
    for order in waiting_orders(by, at=timezone.now()):
        print(f"order  {order.amount!s:>18}  {order.iban:24}  {order.holder}  {order.text}")
        for reason in order.holds:
            print(f"       held: {reason.in_words()}")
    for batch in batch_list(by, states=("draft", "released")):
        print(f"batch  {batch.amount!s:>18}  {batch.number}  {batch.state}  {batch.orders} orders")
    return 0


def _prepare(args: argparse.Namespace) -> int:
    from django.utils import timezone  # the apps are loaded only now

    from cessie.domain.banking.queries import account_by_iban
    from cessie.domain.payments.prepare import prepare
    from cessie.lib.references import normal_iban

    by, at = person.person(args.email), timezone.now()
    account = account_by_iban(normal_iban(args.account) or args.account)
    if account is None:
        raise Refusal("pay.account", N_("{iban} is no account of the house."), iban=args.account)
    day = args.on or bank_day_from(booking_day(at))
    batch = prepare(account_id=account.pk, execution_date=day, by=by, at=at)
    print(f"batch {batch.number} for {batch.execution_date}: another person releases it")
    return 0


def _release(args: argparse.Namespace) -> int:
    from django.utils import timezone  # the apps are loaded only now

    from cessie.domain.payments.queries import batch_numbered
    from cessie.domain.payments.release import release

    by = person.person(args.email)
    found = batch_numbered(by, args.batch)
    if found is None:
        raise Refusal("pay.batch", N_("There is no batch {number}."), number=args.batch)
    released = release(batch_id=found.id, by=by, at=timezone.now())
    print(f"released {released.message_id}: {released.orders} orders, {released.amount}")
    return 0


def _send(args: argparse.Namespace) -> int:
    return exchange("pay")


def exchange(name: str) -> int:
    """Hand released files to the bank's folder and take what it put down; 1 where something of it is refused."""
    from django.utils import timezone  # the apps are loaded only now

    from cessie.domain.users.rules.viewer import system
    from cessie.workflows import jobs
    from cessie.workflows.money import paying

    by, at, channel = system(name), timezone.now(), jobs.bank()
    sent = paying.send_released(channel=channel, by=by, at=at)
    came = paying.collect(channel=channel, by=by, at=at)
    print(f"sent {sent}, statement files {len(came.statements)}, status reports {len(came.reports)}, "
          f"refused {len(came.refused)}")  # fmt: skip
    for name, reason in came.refused.items():
        print(f"refused {name}: {reason.in_words()} [{reason.code}]")
    return 1 if came.refused else 0
