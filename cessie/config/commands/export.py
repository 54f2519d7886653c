"""Write the journal of the books for another program: CSV, the French FEC, or memo transactions for Twinfield.

cessie export journal --format fec --from 2026-01-01 --to 2026-12-31 [--out FOLDER]

The file is written entry by entry. At the end its sums are compared with the trial balances of both days, account by
account: exit code 1 where they differ. --check FILE reads a FEC by the rules of its article instead and names each
line that breaks one.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from itertools import islice
from pathlib import Path

from cessie.config.house import open_house
from cessie.formats.journals import journal_formats
from cessie.formats.journals.fec import problems
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

#: Wrong lines that are named.
MOST = 50


def arguments(parser: argparse.ArgumentParser) -> None:
    """What, in which format, of which days, and where to."""
    parser.add_argument("what", choices=("journal",))
    parser.add_argument("--format", choices=tuple(journal_formats()), default="csv")
    parser.add_argument("--from", dest="first", type=date.fromisoformat, metavar="DAY", help="first booking day")
    parser.add_argument("--to", dest="last", type=date.fromisoformat, metavar="DAY", help="last booking day")
    parser.add_argument("--out", type=Path, default=Path(), metavar="FOLDER", help="where to write (default: here)")
    parser.add_argument("--language", choices=("en", "nl", "fr"), help="of the names (default: fr for fec, else en)")
    parser.add_argument("--siren", default="", help="fec: another SIREN than the house's")
    parser.add_argument("--office", default="", metavar="CODE", help="twinfield: the administration")
    parser.add_argument("--accounts", type=Path, metavar="CSV", help="another plan of accounts: account;code;name")
    parser.add_argument("--check", type=Path, metavar="FILE", help="read this FEC and name what is wrong in it")


def run(args: argparse.Namespace) -> int:
    """Write and compare, or read and check."""
    if args.check:
        return _check(args.check)
    if not (args.first and args.last):
        raise Refusal("export.days", N_("Say from and to which day: --from and --to."))
    open_house()
    return _write(args)


def _write(args: argparse.Namespace) -> int:
    from cessie.domain.reports.journal import Tally, about, entries, journal_format, read_plan  # once the house is open
    from cessie.domain.users.rules.viewer import system

    form, tally = journal_format(args.format), Tally()
    of = about(args.first, args.last, siren=args.siren, office=args.office)
    path = args.out / form.file_name(of)
    plan = read_plan(_text(args.accounts)) if args.accounts else None
    told = entries(
        viewer=system("export"), of=of, memo=form.MEMO, tally=tally, plan=plan,
        language=args.language or ("fr" if form.NAME == "fec" else "en"),
    )  # fmt: skip
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with unfinished.open("wb") as stream:
            stream.writelines(form.write(told, of))
        unfinished.replace(path)
    except OSError as no:
        words = N_("{file} cannot be written: {detail}")
        raise Refusal("export.unwritable", words, file=str(path), detail=no.strerror or str(no)) from None
    finally:
        unfinished.unlink(missing_ok=True)
    wrong = tally.differences(of.first, of.last, memo=form.MEMO)
    print(f"{path}: {tally.entries} entries, {tally.lines} lines, {Money(tally.debit)} on either side")
    for account, amount in wrong.items():
        print(f"  {account}: {amount} more than the books")
    print("Differs from the trial balance." if wrong else "Agrees with the trial balance, account by account.")
    return 1 if wrong else 0


def _check(path: Path) -> int:
    count = 0
    try:
        with path.open("rb") as stream:
            for reason in islice(problems(stream), MOST):
                count += 1
                print(f"{reason.in_words()} [{reason.code}]")
    except OSError as no:
        sys.stderr.write(f"{path}: {no.strerror}\n")
        return 1
    print(f"{path}: {count if count < MOST else f'{MOST} or more'} wrong" if count else f"{path}: as the article says")
    return 1 if count else 0


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as no:
        words = N_("{file} cannot be opened: {detail}")
        raise Refusal("file.unreadable", words, file=str(path), detail=str(no)) from None
