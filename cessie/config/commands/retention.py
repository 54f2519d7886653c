"""Erase the originals whose time is over, and say of the others why they must stay; forget a person.

Without --forget: every original is judged by the longest term of the countries that it concerns (law of accounting
and tax); nothing on which money is open or a legal hold lasts is erased. Then the words about people in rows as old as
that, and companies with which nothing younger happened: names, addresses, numbers and accounts go, figures stay.
--dry-run only looks.

--forget EMAIL --as COLLEAGUE: a login that is switched off loses its name and address. The first colleague asks for it,
a second one gives the same command and does it. The key stays in trail and books, which hold no personal data.
"""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cessie.config.house import open_house
from cessie.config.person import argument, person
from cessie.lib.reasons import N_, Refusal

if TYPE_CHECKING:  # the apps are loaded only when the command runs
    from cessie.workflows.house.forgetting import Report


def arguments(parser: argparse.ArgumentParser) -> None:
    """Look or do; whom to forget."""
    parser.add_argument("--dry-run", action="store_true", help="only look and tell")
    parser.add_argument("--list", action="store_true", help="one line for each original")
    parser.add_argument("--forget", metavar="EMAIL", help="forget this person (--as, and two people)")
    argument(parser)


def run(args: argparse.Namespace) -> int:
    """What went, what stays and why."""
    open_house()
    if args.forget:
        return _forget(args.forget, args.email)
    from cessie.domain.users.rules.viewer import system  # the apps are loaded only now
    from cessie.workflows.house import forgetting, retention

    by, now = system("retention"), datetime.now(UTC)
    found = retention.run(by=by, at=now, dry_run=args.dry_run)
    for each in found if args.list else ():
        print(f"{each.sha256[:16]}  {each.until}  {each.reason.in_words()}")
    counts = Counter(each.reason.code for each in found)
    gone = counts.pop("retention.over", 0)
    print(f"{gone} originals {'would be' if args.dry_run else 'were'} erased.")
    for code, count in sorted(counts.items()):
        print(f"{count} stay [{code}].")
    _tell(forgetting.run(by=by, at=now, dry_run=args.dry_run), args)
    return 0


def _tell(report: Report, args: argparse.Namespace) -> None:
    """What went of rows and companies, what stays and why."""
    done = "would be" if args.dry_run else "were"
    if report.held:
        print(report.held.in_words())
    for row in report.rows:
        print(f"{row.rows} rows of {row.model} from before {report.before} {done} emptied of words.")
    for each in report.companies if args.list else ():
        print(f"company {each.company_id}  {each.reason.in_words()}")
    print(f"{sum(each.may_go for each in report.companies)} companies {done} erased.")
    for code, count in sorted(Counter(each.reason.code for each in report.companies if not each.may_go).items()):
        print(f"{count} companies stay [{code}].")


def _forget(email: str, colleague: str | None) -> int:
    from cessie.domain.users.erase import ask_erasure, erase  # the apps are loaded only now
    from cessie.domain.users.models import Erasure, User

    by, at = person(colleague), datetime.now(UTC)
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise Refusal("person.unknown", N_("Nobody logs in as {email}."), email=email)
    if not Erasure.objects.filter(user=user).exists():
        ask_erasure(user_id=user.pk, by=by, at=at)
        print("Noted. A second colleague must give the same command.")
        return 0
    erase(user_id=user.pk, by=by, at=at)
    print("Erased: name, address, password, second factor.")
    print("Kept: the key in trail and books (they prove who acted and hold no personal data).")
    return 0
