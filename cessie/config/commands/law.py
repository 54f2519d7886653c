"""Ask the law: late interest, collection costs, payment terms, deadlines; every answer with its steps and sources.

  cessie law interest --country BE --segment b2b --principal 5000.00 --due 2025-01-31 --until 2025-09-15
  cessie law costs --country NL --segment b2c --principal 480.00 --on 2026-03-31 --notice 2026-01-09
  cessie law deadlines --country BE --procedure ios --served 2026-01-30
  cessie law term --country NL --segment b2b --received 2026-03-02 --days 60 --debtor-large --creditor-sme
  cessie law rate --country FR --contract-rate 8.00 --on 2026-08-01
  cessie law ios --country BE --principal 8000.00 --interest 723.29 --penalty 800.00 --cost 40.00
  cessie law --batch FILE|- --json

The batch reads one JSON question a line and answers one a line, in order; an "id" comes back with its answer. No
database is needed: the rates are those of the project, or of a file (--rates). Exit code 1 if any question was refused;
the refusal names the guard and the article in the way. The questions and answers stand in docs/law.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cessie.law.answering import KINDS, Answer, answer, answer_line
from cessie.law.rates import Rates, project_rates, read_rates
from cessie.lib.reasons import N_, Refusal

#: Fields that are said or not, and fields with a value, by all kinds of questions.
FLAGS = (
    "clause", "vat-deductible", "vat-declared", "title", "periodic", "regular-supply", "insolvent", "debtor-large",
    "creditor-sme", "express", "both-registered", "business-debt", "no-authority", "no-insolvency", "contractual",
    "certain-and-due", "undisputed", "by-lawyer",
)  # fmt: skip
VALUES = (
    "country", "segment", "principal", "due", "until", "imputation", "contract-rate", "day-count", "rounding",
    "creditor", "notice", "channel", "contract-date", "invoices", "costs", "on", "paid-in-time", "received", "vat-rate",
    "reminder", "postage", "invoice-date", "delivered", "days", "month-end", "procedure", "served", "sent", "hearing",
    "kind", "interest", "penalty", "cost",
)  # fmt: skip


def arguments(parser: argparse.ArgumentParser) -> None:
    """The question field by field, or a file of questions."""
    parser.add_argument("what", nargs="?", choices=KINDS, help="what is asked")
    parser.add_argument("--batch", metavar="FILE", help="questions, one JSON object a line (-: standard input)")
    parser.add_argument("--json", action="store_true", help="one JSON object a question")
    parser.add_argument("--rates", metavar="FILE", help="rates from this file instead of the project's")
    parser.add_argument("--payment", action="append", metavar="DAY=AMOUNT", help="a payment; may be repeated")
    parser.add_argument("--principals", nargs="+", metavar="AMOUNT", help="several claims of one reminder")
    for name in VALUES:
        parser.add_argument(f"--{name}", metavar="VALUE", help=argparse.SUPPRESS)
    for name in FLAGS:
        parser.add_argument(f"--{name}", action=argparse.BooleanOptionalAction, help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Answer; 1 if any question was refused, 2 if nothing was asked."""
    if bool(args.what) == bool(args.batch):
        sys.stderr.write(f"cessie law: ask for one of {', '.join(KINDS)}, or name a --batch.\n")
        return 2
    rates = _rates(args.rates)
    if args.batch:
        return _batch(args.batch, rates)
    found = answer(_question(args), rates)
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
    if "error" in found:
        error = found["error"]
        where = f" ({error['guard']}: {error['article']})" if error["guard"] else ""
        sys.stderr.write(f"cessie: {error['message']}{where} [{error['code']}]\n")
        return 1
    if not args.json:
        _show(found)
    return 0


def _rates(file: str | None) -> Rates:
    return Rates(read_rates(_text(file))) if file else project_rates()


def _text(file: str) -> str:
    try:
        return Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        words = N_("{file} cannot be opened: {detail}")
        raise Refusal("file.unreadable", words, file=file, detail=str(problem)) from None


def _batch(file: str, rates: Rates) -> int:
    """Line by line, so that a long batch needs no memory and its answers come as they are ready."""
    refused = False
    for line in _lines(file):
        found = answer_line(line, rates)
        refused |= "error" in found
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 1 if refused else 0


def _lines(file: str) -> Iterator[str]:
    if file == "-":
        yield from (line for line in sys.stdin if line.strip())
        return
    try:
        with Path(file).open(encoding="utf-8", errors="replace") as stream:
            yield from (line for line in stream if line.strip())
    except OSError as problem:
        words = N_("{file} cannot be opened: {detail}")
        raise Refusal("file.unreadable", words, file=file, detail=problem.strerror or str(problem)) from None


def _question(args: argparse.Namespace) -> dict[str, Any]:
    names = [name.replace("-", "_") for name in (*VALUES, *FLAGS)]
    question = {name: getattr(args, name) for name in (*names, "principals") if getattr(args, name) is not None}
    if args.payment:
        question["payments"] = [list(entry.partition("=")[::2]) for entry in args.payment]
    return question | {"what": args.what}


def _show(found: Answer) -> None:
    """The answer for a person: figures, steps, and what it rests on."""
    for name, value in found.items():
        if isinstance(value, str | int | None) and value is not None:
            print(f"{name.replace('_', ' '):24}{value!s:>16}")
        elif isinstance(value, dict):
            for part, amount in value.items():
                print(f"{name if name != 'dates' else '':12}{part.replace('_', ' '):32}{amount!s:>12}")
        elif name in ("steps", "payments"):
            for row in value:
                print("    " + "  ".join(f"{key} {entry}" for key, entry in row.items() if entry not in (None, False)))
    for heading in ("sources", "unverified"):
        for words in found.get(heading, ()):
            print(f"{heading}: {words}")
    for said in found.get("findings", ()):
        guard = f"{said['guard']}, {said['article']}: " if said["guard"] else ""
        print(f"note: {guard}{said['message']}")
