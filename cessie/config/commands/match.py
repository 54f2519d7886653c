"""Match the money of a statement to open items, on files alone: nothing is stored and no database is needed.

The open items are a CSV file (id,kind,client,debtor,debtor_name,debtor_ibans,number,issue_date,due_date,amount,
outstanding,currency,structured_reference), the statement is in any format that "cessie read" knows. Exit code 1 if a
file is refused; every wrong place of the CSV file is named by line and column.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from cessie.domain.matching.rules.board import Board
from cessie.domain.matching.rules.engine import match_one
from cessie.domain.matching.rules.facts import Allocation, Candidate, Outcome
from cessie.domain.matching.rules.open_items import read_open_items
from cessie.domain.matching.rules.statement_lines import Place, places
from cessie.formats.reading import read
from cessie.formats.values import Refused, StatementFile
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal


class BadRows(Refusal):
    """The CSV file has rows that cannot be used."""

    def __init__(self, file: str, problems: Sequence[Reason]) -> None:
        self.file, self.problems = file, problems
        super().__init__("match.bad_open_items", N_("{file} has {count} wrong places."), file=file, count=len(problems))


def arguments(parser: argparse.ArgumentParser) -> None:
    """Both files, and whether a program or a person reads the answer."""
    parser.add_argument("--open-items", required=True, metavar="CSV", help="what is open")
    parser.add_argument("--statement", required=True, metavar="FILE", help="CODA, camt.053, MT940 ...")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace) -> int:
    """Match and print; 1 if one of the files is refused."""
    try:
        board = Board(_items(args.open_items))
        answers = [(place, _outcome(place, board)) for place in places(_statements(args.statement))]
    except Refusal as no:
        _refuse(no, as_json=args.json)
        return 1
    if args.json:
        print(json.dumps({"lines": [_line(place, outcome) for place, outcome in answers]}, ensure_ascii=False))
    else:
        for place, outcome in answers:
            _show(place, outcome)
    return 0


def _items(file: str) -> Iterable[Any]:
    found = read_open_items(_bytes(file))
    if found.problems:
        raise BadRows(file, found.problems)
    return found.items


def _statements(file: str) -> list[StatementFile]:
    documents = read(_bytes(file), Path(file).name)
    for document in documents:
        if isinstance(document, Refused):
            raise Refusal(document.reason.code, document.reason.message, **document.reason.facts)
        if not isinstance(document, StatementFile):
            raise Refusal("match.no_statement", N_("{file} is no bank statement."), file=file)
    return [document for document in documents if isinstance(document, StatementFile)]


def _bytes(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as problem:
        words = N_("{file} cannot be opened: {detail}")
        raise Refusal("file.unreadable", words, file=file, detail=problem.strerror or str(problem)) from None


def _outcome(place: Place, board: Board) -> Outcome:
    if place.received is not None:
        return match_one(place.received, board)
    return Outcome(status="unmatched", excess=Money(0), reasons=(place.reason,) if place.reason else ())


def _refuse(no: Refusal, *, as_json: bool) -> None:
    rows = [_row(problem) for problem in no.problems] if isinstance(no, BadRows) else []
    if as_json:
        error = {"code": no.code, "message": str(no)} | ({"rows": rows} if rows else {})
        print(json.dumps({"error": error}, ensure_ascii=False))
    sys.stderr.write(f"cessie: {no} [{no.code}]\n")
    for row in rows:
        column = f", column {row['column']}" if row["column"] else ""
        sys.stderr.write(f"  line {row['line']}{column}: {row['message']} [{row['code']}]\n")


def _row(problem: Reason) -> dict[str, Any]:
    return {
        "line": problem.facts["line"],
        "column": problem.facts["column"],
        "code": problem.code,
        "message": problem.in_words(),
    }


def _line(place: Place, outcome: Outcome) -> dict[str, Any]:
    return {
        "entry": place.entry,
        "statement": place.statement,
        "line": place.line,
        "detail": place.detail,
        "status": outcome.status,
        "allocations": _allocations(outcome.allocations),
        "excess": str(outcome.excess.decimal),
        "candidates": [_candidate(candidate) for candidate in outcome.candidates],
        "reasons": _reasons(outcome.reasons),
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "rule": candidate.rule,
        "allocations": _allocations(candidate.allocations),
        "excess": str(candidate.excess.decimal),
        "score": float(candidate.score),  # an order of trust between 0 and 1, no money
        "reasons": _reasons(candidate.reasons),
    }


def _allocations(allocations: Iterable[Allocation]) -> list[dict[str, str]]:
    return [{"item": share.item, "amount": str(share.amount.decimal)} for share in allocations]


def _reasons(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    return [{"code": reason.code, "message": reason.in_words()} for reason in reasons]


def _show(place: Place, outcome: Outcome) -> None:
    where = f"{place.statement}.{place.line}" + (f".{place.detail}" if place.detail else "")
    money = place.received.amount if place.received else ""
    print(f"{where:10} {outcome.status:9} {money!s:>18}  {place.entry or ''}")
    best = outcome.candidates[0] if outcome.candidates else None
    for share in best.allocations if best else ():
        print(f"{'':10} {'pays' if outcome.status == 'matched' else 'perhaps':9} {share.amount!s:>18}  {share.item}")
    if outcome.status == "matched" and outcome.excess:
        print(f"{'':10} {'left':9} {outcome.excess!s:>18}")
    for reason in outcome.reasons:
        print(f"{'':10} {reason.in_words()}")
