"""Lay financing offers over a company's own sales ledger, day by day: what each would have cost and freed.

The ledger is a CSV file (kind,number,debtor,debtor_name,date,due_date,amount,of) or a French FEC; the offers are a JSON
file (docs/comparison.md). Nothing is stored and no database is needed. Exit code 1 if a file is refused; every wrong
line of the ledger is named.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from cessie.domain.comparison.play import played
from cessie.domain.comparison.rules.export import exported, units
from cessie.domain.comparison.rules.offers import Question, question
from cessie.domain.comparison.rules.picture import picture
from cessie.domain.comparison.rules.sales import Sales, sales_of
from cessie.domain.comparison.rules.whole import Comparison, whole
from cessie.formats import client_ledgers
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal


class BadLedger(Refusal):
    """The ledger has lines that cannot be used."""

    def __init__(self, file: str, problems: Sequence[Reason]) -> None:
        self.problems = problems
        super().__init__("compare.bad_ledger", N_("{file} has {count} wrong places."), file=file, count=len(problems))


def arguments(parser: argparse.ArgumentParser) -> None:
    """Both files, the days, and whether a program or a person reads the answer."""
    parser.add_argument("--ledger", required=True, metavar="FILE", help="the company's sales ledger: CSV or FEC")
    parser.add_argument("--offers", required=True, metavar="FILE", help="the offers, JSON")
    parser.add_argument("--from", dest="first", type=date.fromisoformat, metavar="DAY", help="else the first day in it")
    parser.add_argument("--until", type=date.fromisoformat, metavar="DAY", help="else the last day in it")
    parser.add_argument("--days", type=int, default=30, help="payment term where the ledger has no due dates")
    parser.add_argument("--need", metavar="AMOUNT", help="what must be freed on average even in the worst month")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many at the same time")
    parser.add_argument("--picture", metavar="FILE", help="cost against liquidity, drawn as SVG into this file")
    parser.add_argument("--report", metavar="FILE", help="a report for people, as PDF into this file")
    parser.add_argument("--workbook", metavar="FILE", help="all figures as an Excel workbook into this file")
    parser.add_argument("--language", choices=("en", "fr", "nl"), default="en", help="of report and workbook")
    parser.add_argument("--name", default="", help="whose ledger it is, as the report says; else the file's name")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace) -> int:
    """Play every way of every offer and print them ranked; 1 if a file is refused."""
    try:
        told = _compared(args)
        _write_files(args, told)
    except Refusal as no:
        _refuse(no, as_json=args.json)
        return 1
    if args.json:
        print(json.dumps(exported(told), ensure_ascii=False))
    else:
        _show(told)
    return 0


def _compared(args: argparse.Namespace) -> Comparison:
    asked = _question(args.offers)
    sales = _sales(args.ledger, args.days)
    first, last = _days(args, sales)
    need = None if args.need is None else _cents(args.need)
    found = played(sales, asked, asked.offers, first, last, processes=args.processes)
    name = args.name or Path(args.ledger).name
    return whole(name, asked, found, sales, first=first, last=last, days=args.days, need=need)


def _write_files(args: argparse.Namespace, told: Comparison) -> None:
    if args.picture:
        _write(args.picture, picture(told.outcomes).encode())
    if args.report or args.workbook:
        _write_papers(args, told)


def _write_papers(args: argparse.Namespace, told: Comparison) -> None:
    """What makes papers, and the words of all languages, is loaded only here: it takes longer than a comparison."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cessie.config.settings")
    import django
    from django.utils import translation

    django.setup()
    from cessie.domain.comparison.report import report_pdf
    from cessie.domain.comparison.sheets import workbook

    with translation.override(args.language):
        if args.report:
            _write(args.report, report_pdf(told, made=booking_day(datetime.now(UTC))))
        if args.workbook:
            _write(args.workbook, workbook(told))


def _days(args: argparse.Namespace, sales: Sales) -> tuple[date, date]:
    first, last = args.first or sales.first, args.until or sales.last
    if first > last:
        words = N_("The first day, {first}, is after the last, {last}.")
        raise Refusal("compare.days", words, first=first, last=last)
    return first, last


def _sales(file: str, days: int) -> Sales:
    found = client_ledgers.read(_bytes(file))
    if found.problems:
        raise BadLedger(file, found.problems)
    return sales_of(found.movements, days=days)


def _question(file: str) -> Question:
    try:
        told = json.loads(_bytes(file))
    except ValueError as error:
        words = N_("{file} is no JSON: {detail}")
        raise Refusal("compare.no_json", words, file=file, detail=str(error)) from None
    return question(told)


def _bytes(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as problem:
        words = N_("{file} cannot be opened: {detail}")
        raise Refusal("file.unreadable", words, file=file, detail=problem.strerror or str(problem)) from None


def _write(file: str, data: bytes) -> None:
    try:
        Path(file).write_bytes(data)
    except OSError as problem:
        words = N_("{file} cannot be written: {detail}")
        raise Refusal("file.unwritable", words, file=file, detail=problem.strerror or str(problem)) from None


def _cents(text: str) -> int:
    try:
        return Money.parse(text).cents
    except ValueError:
        raise Refusal("compare.amount", N_("{value} is no amount such as 1234.56."), value=text) from None


def _show(told: Comparison) -> None:
    width = max(len(each.name) for each in told.outcomes)
    print(f"{'':4} {'offer':{width}} {'cost':>14} {'freed':>14} {'worst month':>14} {'% a year':>9}")
    for place, each in enumerate(told.outcomes, 1):
        mark = "*" if each.name in told.best else " "
        short = "" if told.meets(each) else "  frees too little"
        rate = "–" if each.rate is None else str(each.rate)
        print(
            f"{place:3}{mark} {each.name:{width}} {units(each.cost):>14} {units(each.freed):>14}"
            f" {units(each.worst.freed):>14} {rate:>9}{short}"
        )
    print(
        f"\n{told.first} to {told.last}; euro, without VAT."
        " Freed: what the company had more than it would have had, on average."
    )
    print("* Nothing else here frees as much for less.")
    if told.aside:
        print(f"{units(told.aside)} euro of payments and credit notes settle no invoice of this ledger.")


def _refuse(no: Refusal, *, as_json: bool) -> None:
    rows = [
        {"line": problem.facts.get("line"), "column": problem.facts.get("column", ""), "code": problem.code,
         "message": problem.in_words()}
        for problem in (no.problems if isinstance(no, BadLedger) else ())
    ]  # fmt: skip
    if as_json:
        print(json.dumps({"error": {"code": no.code, "message": str(no)} | ({"rows": rows} if rows else {})},
                         ensure_ascii=False))  # fmt: skip
    sys.stderr.write(f"cessie: {no} [{no.code}]\n")
    for row in rows:
        column = f", column {row['column']}" if row["column"] else ""
        sys.stderr.write(f"  line {row['line']}{column}: {row['message']} [{row['code']}]\n")
