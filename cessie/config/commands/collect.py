"""Direct debit: what waits to be collected, a file prepared by one person and released by another, how it stands.

list shows what is proposed with what holds it, and open files; state shows what was fetched and what became of it.
propose writes the night's proposals and letters now; prepare (or agree, to what the clock prepared) and release need
--as EMAIL with that person's password and second factor, and two different people; send exchanges files with the
bank's folder.
"""

from __future__ import annotations

import argparse
from datetime import date
from uuid import UUID

from cessie.config import person
from cessie.config.commands.pay import exchange
from cessie.config.house import open_house
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is to be done, and what it needs."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    acts.add_parser("list", help="collections that wait, with what holds them, and open files")
    state = acts.add_parser("state", help="what was fetched, and what became of it")
    state.add_argument("--since", type=date.fromisoformat, metavar="DAY", help="of this day and later")
    acts.add_parser("propose", help="propose what falls due under a mandate, and write to its debtors")
    prepare = acts.add_parser("prepare", help="put what may be collected into a file")
    prepare.add_argument("--creditor", required=True, metavar="IDENTIFIER", help="the creditor identifier")
    prepare.add_argument("--until", type=date.fromisoformat, metavar="DAY", help="collections of this day or earlier")
    person.argument(prepare)
    agree = acts.add_parser("agree", help="look through a file that the clock prepared: the first of two people")
    agree.add_argument("batch", metavar="NUMBER")
    person.argument(agree)
    release = acts.add_parser("release", help="let a file go: another person than the one who prepared it")
    release.add_argument("batch", metavar="NUMBER")
    person.argument(release)
    acts.add_parser("send", help="exchange files with the bank's folder")


def run(args: argparse.Namespace) -> int:
    """Do the act; a refusal is told by the caller."""
    open_house()
    acts = {
        "list": _list, "state": _state, "propose": _propose, "prepare": _prepare, "agree": _agree,
        "release": _release, "send": _send,
    }  # fmt: skip
    return acts[args.act](args)


def _list(args: argparse.Namespace) -> int:
    from django.utils import timezone  # the apps are loaded only now

    from cessie.domain.mandates.queries import batch_facts, batches, proposed
    from cessie.domain.users.rules.viewer import system
    from cessie.lib.days import booking_day

    by, at = system("collect"), timezone.now()
    for one in proposed(by, at=at, on=booking_day(at)):
        row = one.row
        print(f"proposed  {row.amount!s:>18}  {row.day}  {row.number:20}  {row.debtor}")
        for reason in one.holds:
            print(f"          held: {reason.in_words()}")
    for batch in batch_facts(batches(by).filter(state__in=("draft", "released"))):
        clock = "  by itself" + ("" if batch.agreed_by else ", nobody looked it through") if batch.by_clock else ""
        print(f"batch     {batch.amount!s:>18}  {batch.number}  {batch.state}  {batch.collections} collections{clock}")
    return 0


def _state(args: argparse.Namespace) -> int:
    from django.utils import timezone  # the apps are loaded only now

    from cessie.domain.mandates.queries import collections, fetched
    from cessie.domain.users.rules.viewer import system
    from cessie.lib.days import booking_day

    left = ("instructed", "settled", "rejected", "returned")
    rows = collections(system("collect"), states=left, sort="day")
    if args.since:
        rows = rows.filter(collection_date__gte=args.since)
    for row in fetched(rows, on=booking_day(timezone.now())):
        firm = f"  may go back until {row.firm.refundable_until}" if row.firm and row.firm.provisional else ""
        print(f"{row.state:10} {row.amount!s:>18}  {row.day}  {row.number:20}  {row.debtor}  {row.code}{firm}".rstrip())
    return 0


def _propose(args: argparse.Namespace) -> int:
    from django.utils import timezone  # the apps are loaded only now

    from cessie.domain.users.rules.viewer import system
    from cessie.workflows.direct_debit import debiting, instalments

    by, at = system("collect"), timezone.now()
    found = debiting.propose_due(by=by, at=at) + instalments.propose_instalments(by=by, at=at)
    print(f"proposed {found}, letters {debiting.announce_due(by=by, at=at)}")
    return 0


def _prepare(args: argparse.Namespace) -> int:
    from django.utils import timezone  # the apps are loaded only now

    from cessie.domain.mandates.prepare import prepare
    from cessie.domain.mandates.queries import creditors
    from cessie.lib.references import normal_creditor_id

    by, at = person.person(args.email), timezone.now()
    found = list(creditors(by).filter(identifier=normal_creditor_id(args.creditor) or args.creditor))
    if len(found) != 1:
        words = N_("{identifier} is no creditor identifier of one account: use the page.")
        raise Refusal("collect.creditor", words, identifier=args.creditor)
    batch = prepare(creditor_id=found[0].pk, until=args.until, by=by, at=at)
    print(f"batch {batch.number}: another person releases it")
    return 0


def _agree(args: argparse.Namespace) -> int:
    from django.utils import timezone  # the apps are loaded only now

    from cessie.domain.mandates.agree_batch import agree_batch

    by = person.person(args.email)
    done = agree_batch(batch_id=_batch(args.batch, by), by=by, at=timezone.now())
    print(f"batch {done.number}: another person releases it")
    return 0


def _batch(number: str, by: Viewer) -> UUID:
    """The key of a batch by its number."""
    from cessie.domain.mandates.queries import batches  # the apps are loaded only now

    found = batches(by).filter(number=number).first()
    if found is None:
        raise Refusal("collect.batch", N_("There is no batch {number}."), number=number)
    return found.pk


def _release(args: argparse.Namespace) -> int:
    from django.utils import timezone  # the apps are loaded only now

    from cessie.domain.mandates.release import release

    by = person.person(args.email)
    done = release(batch_id=_batch(args.batch, by), by=by, at=timezone.now())
    print(f"released {done.number}: {done.collections} collections, {done.amount}")
    return 0


def _send(args: argparse.Namespace) -> int:
    return exchange("collect")
