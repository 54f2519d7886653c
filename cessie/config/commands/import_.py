"""Take in files as the day brings them: statements and status reports of the bank, invoices of a client.

Each file is kept whole before anything is decided; the same file again changes nothing. Invoices need --client with
the client's code. Exit code 1 if any file, or any part of one, was refused; the others are taken all the same.

--house instead takes the files with which a house moves in (clients.csv, debtors.csv, relations.csv, invoices.csv,
balances.csv; see docs/formats.md): all of them or nothing, each wrong row is named, and --dry-run only looks.

--rates takes a file of statutory rates (see docs/law.md); they count once a person has confirmed them.

`cessie import ledger FILE --contract N --as-of DAY` takes the sales ledger of a contract on balances (docs/formats.md);
exit code 1 if it was refused or waits for a person.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cessie.config.house import open_house
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal

if TYPE_CHECKING:
    from cessie.workflows.incoming.intake import Outcome

LARGEST = 25 * 1024 * 1024 + 1  # one byte more than an original may have, so that the store sees it and says so


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files, and whose invoices they are."""
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--house", action="store_true", help="the files move a house in: clients, open invoices ...")
    parser.add_argument("--rates", action="store_true", help="the files are statutory rates")
    parser.add_argument("--dry-run", action="store_true", help="with --house: look and tell, change nothing")
    parser.add_argument("--client", metavar="CODE", help="the client whose invoices these are")
    parser.add_argument("--contract", metavar="NUMBER", help="of `ledger`: the contract whose ledger the file is")
    parser.add_argument("--as-of", metavar="DAY", type=date.fromisoformat, help="of `ledger`: the day of the ledger")


def run(args: argparse.Namespace) -> int:
    """One line a part: what became of it."""
    open_house()
    if args.house:
        return _move_in(args.files, args.dry_run)
    if args.rates:
        return _rates(args.files)
    if args.files[0] == "ledger" and args.contract:
        return _ledgers(args.files[1:], args.contract, args.as_of)
    refused = False
    for file in args.files:
        try:
            for word, what, reasons in _take_in(file, args.client):
                refused |= word == "refused"
                print(f"{word:10} {what}", flush=True)
                for reason in reasons:
                    print(f"{'':10} {reason.in_words()} [{reason.code}]")
        except Refusal as no:
            refused = True
            sys.stderr.write(f"refused    {file}: {no} [{no.code}]\n")
    return 1 if refused else 0


def _take_in(file: str, code: str | None) -> Iterator[tuple[str, str, tuple[Reason, ...]]]:
    from django.utils import timezone  # the apps are loaded only now

    from cessie.domain.banking.take_in import take_in
    from cessie.domain.users.rules.viewer import system
    from cessie.formats.reading import read
    from cessie.formats.values import StatementFile, StatusReport
    from cessie.workflows.money.reporting import take_report

    data, name = _bytes(file), Path(file).name
    by, at = system("import"), timezone.now()
    documents = read(data, name)
    if any(isinstance(document, StatusReport) for document in documents):
        report = take_report(data=data, name=name, channel="command", by=by, at=at)
        yield "report", f"{file}: {report.status}, {len(report.rejected)} payments refused", ()
    elif any(isinstance(document, StatementFile) for document in documents):
        taken = take_in(data=data, name=name, channel="command", by=by, at=at)
        words = f"{len(taken.statements)} new, {taken.lines} lines, {taken.duplicates} known, {taken.interim} interim"
        yield "statement", f"{file}: {words}", tuple(reason for _, reason in taken.findings)
    else:
        for outcome in _invoices(data, name, code):
            yield outcome.state, f"{file}: {outcome.part} {outcome.number}", outcome.reasons


def _invoices(data: bytes, name: str, code: str | None) -> tuple[Outcome, ...]:
    from django.utils import timezone  # the apps are loaded only now

    from cessie.domain.parties.queries import clients
    from cessie.domain.users.rules.viewer import system
    from cessie.workflows.incoming.intake import take_in_invoice

    by = system("import")
    if code is None:
        raise Refusal("import.whose", N_("Say with --client whose invoice this is."))
    client = clients(viewer=by).filter(code=code).first()
    if client is None:
        raise Refusal("import.unknown_client", N_("There is no client {code}."), code=code)
    return take_in_invoice(data=data, name=name, channel="command", client_id=client.pk, by=by, at=timezone.now())


def _ledgers(files: Sequence[str], number: str, as_of: date | None) -> int:
    """Submit each file as the contract's ledger; 1 where one is not in force after it."""
    from django.utils import timezone  # the apps are loaded only now

    from cessie.domain.client_ledgers.submit import LIMIT, submit
    from cessie.domain.contracts.queries import contracts
    from cessie.domain.users.rules.viewer import system
    from cessie.lib.days import booking_day

    by, now, waits = system("import"), timezone.now(), False
    contract = contracts(viewer=by).filter(number=number).first()
    if contract is None:
        sys.stderr.write(f"refused    there is no contract {number} [import.unknown_contract]\n")
        return 1
    for file in files:
        try:
            row = submit(
                contract_id=contract.pk, data=_bytes(file, LIMIT + 1), name=Path(file).name, channel="command",
                as_of=as_of or booking_day(now), by=by, at=now,
            )  # fmt: skip
        except Refusal as no:
            waits = True
            sys.stderr.write(f"refused    {file}: {no} [{no.code}]\n")
            continue
        waits |= row.state != "accepted"
        closing = Money(row.closing_cents, row.currency)
        print(f"{row.state:10} {file}: {row.lines} lines, {closing} as of {row.as_of}")
        for reason in map(Reason.from_json, row.findings):
            line = reason.facts.get("line")
            where = f"line {line}: " if line is not None and "{line}" not in reason.message else ""
            print(f"{'':10} {where}{reason.in_words()} [{reason.code}]")
    return 1 if waits else 0


def _bytes(file: str, most: int = LARGEST) -> bytes:
    try:
        with Path(file).open("rb") as stream:
            return stream.read(most)
    except OSError as problem:
        words = N_("{file} cannot be opened: {detail}")
        raise Refusal("file.unreadable", words, file=file, detail=problem.strerror or str(problem)) from None


def _rates(files: Sequence[str]) -> int:
    """Enter each file's rates, to be confirmed by a person; 1 where a file was refused."""
    from django.utils import timezone  # the apps are loaded only now

    from cessie.domain.statutes.enter import enter
    from cessie.domain.users.rules.viewer import system
    from cessie.law.rates import BadRates, read_rates

    refused = False
    for file in files:
        try:
            rows = enter(
                rates=read_rates(_bytes(file).decode("utf-8", "replace")), by=system("import"), at=timezone.now()
            )
            print(f"{'rates':10} {file}: {len(rows)} wait for a person to confirm them")
        except Refusal as no:
            refused = True
            sys.stderr.write(f"refused    {file}: {no} [{no.code}]\n")
            for reason in no.problems if isinstance(no, BadRates) else ():
                sys.stderr.write(f"{'':10} {reason.in_words()} [{reason.code}]\n")
    return 1 if refused else 0


def _move_in(files: Sequence[str], dry_run: bool) -> int:
    """Move a house in, and show what became of it; 1 where anything was wrong."""
    from django.utils import timezone  # the apps are loaded only now

    from cessie.domain.users.rules.viewer import system
    from cessie.workflows.house.moving_in import move_in, totals

    found = {Path(file).name.lower(): _bytes(file) for file in files}
    report = move_in(files=found, dry_run=dry_run, by=system("import"), at=timezone.now())
    for name, new, known in totals(report):
        print(f"{name:16}{new:>8} new {known:>8} known")
    for wrong in report.wrong:
        where = f"{wrong.file}, row {wrong.row}" + (f", {wrong.column}" if wrong.column else "")
        sys.stderr.write(f"{where}: {wrong.reason.in_words()} [{wrong.reason.code}]\n")
    if report.wrong:
        sys.stderr.write(f"{len(report.wrong)} rows are wrong: nothing was taken.\n")
        return 1
    print("Trial balance " + ("as it would be:" if dry_run else "now:"))
    for account, amount in sorted(report.balance.items()):
        print(f"  {account}{amount.decimal:>18,.2f}")
    total = sum(amount.cents for amount in report.balance.values())
    print(f"  sum {total / 100:>17,.2f}" + ("   nothing was changed." if dry_run else ""))
    return 1 if total else 0
