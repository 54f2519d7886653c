"""Score a company that asks to be financed: advice with its reasons, by the figures of the house. A person decides.

FILE is JSON with what is known, amounts in euro as text: turnover, equity, total_assets, result (of a year), and where
no ledger is given dso (days), dilution, largest and late (percent). With --ledger (CSV of movements or FEC,
docs/comparison.md) these four are measured. With --house the figures that two people set are used, else those that come
with the program.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from cessie.domain.comparison.rules.measured import measure
from cessie.domain.comparison.rules.sales import sales_of
from cessie.domain.onboarding.rules.score import NAMES, Facts, Score, kept, score
from cessie.formats import client_ledgers
from cessie.lib.money import half_up
from cessie.lib.reasons import N_, Refusal

AMOUNTS = ("turnover", "equity", "total_assets", "result")
ADVICE = {"for": "advised", "look": "to be looked at", "against": "advised against", "unknown": "too little is known"}
PERCENTS = ("dilution", "largest", "late")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, a ledger beside it, and whether a program or a person reads the answer."""
    parser.add_argument("file", metavar="FILE", help="what is known of the company, JSON")
    parser.add_argument("--ledger", metavar="FILE", help="its sales ledger with what was paid: CSV or FEC")
    parser.add_argument("--days", type=int, default=30, help="payment term where the ledger has no due dates")
    parser.add_argument("--house", action="store_true", help="by the figures that two people set in this house")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace) -> int:
    """Print the score with each figure, its source and what would raise it; 1 if a file is refused."""
    try:
        facts, sources = facts_of(args.file, args.ledger, args.days)
    except (Refusal, OSError) as no:
        print(no.reason.in_words() if isinstance(no, Refusal) else no, file=sys.stderr)
        return 1
    found = score(facts, _figures(house=args.house))
    if args.json:
        print(json.dumps(_told(found, sources), ensure_ascii=False))
    else:
        _show(found, sources)
    return 0


def facts_of(file: str, ledger: str | None, days: int) -> tuple[Facts, dict[str, str]]:
    """What is known, and where each figure is from: typed, or measured in the ledger."""
    try:
        given = json.loads(Path(file).read_text("utf-8"))
        typed: dict[str, int] = {name: half_up(Decimal(str(given[name])) * 100) for name in AMOUNTS if name in given}
        typed |= {name: half_up(Decimal(str(given[name])) * 100) for name in PERCENTS if name in given}
        typed |= {"dso": int(given["dso"])} if "dso" in given else {}
    except (ValueError, TypeError, InvalidOperation) as wrong:
        raise Refusal(
            "score.unreadable", N_("{file} is no JSON of amounts: {what}"), file=file, what=str(wrong)
        ) from None
    sources = dict.fromkeys(typed, "typed")
    facts = Facts(**typed)
    if ledger:
        measured = measure(sales_of(client_ledgers.read(Path(ledger).read_bytes()).movements, days=days))
        facts = replace(facts, **measured)
        sources |= dict.fromkeys(measured, "ledger")
    return facts, sources


def _figures(*, house: bool) -> dict[str, int]:
    if not house:
        return kept("score", {})
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cessie.config.settings")
    import django  # only where the house is asked: without it no database is needed

    django.setup()
    from cessie.domain.verification.policy import figures_at

    return figures_at("score", datetime.now(UTC))[0]


#: Which figure of the score stands on which that were given.
_FROM = {
    "turnover": "turnover", "solidity": "equity", "profit": "result", "dso": "dso", "dilution": "dilution",
    "concentration": "largest", "collection": "late",
}  # fmt: skip


def _told(found: Score, sources: dict[str, str]) -> dict[str, Any]:
    parts = [
        {
            "figure": part.name, "value": None if part.value is None else f"{float(part.value):.2f}",
            "points": f"{float(part.points):.2f}", "weight": part.weight, "all_points_at": part.full,
            "source": sources.get(_FROM[part.name], "unknown"),
        }
        for part in found.parts
    ]  # fmt: skip
    raises = [part.name for part in found.raises]
    return {"points": found.points, "known_percent": found.known, "advice": found.advice, "figures": parts,
            "would_raise": raises, "decides": "a person"}  # fmt: skip


def _show(found: Score, sources: dict[str, str]) -> None:
    advice = {
        "for": "advised",
        "look": "to be looked at",
        "against": "advised against",
        "unknown": "too little is known",
    }
    print(f"{found.points} of 100: {advice[found.advice]} ({found.known} % of the weights known). A person decides.")
    for part in found.parts:
        value = "not known" if part.value is None else f"{float(part.value):,.2f}"
        source = sources.get(_FROM[part.name], "")
        print(f"  {NAMES[part.name]:38} {value:>14}  {float(part.points):5.1f} of {part.weight:3}  {source}")
    for part in found.raises[:3]:
        print(f"  it rises by up to {float(part.weight - part.points):.1f}: {NAMES[part.name]} at {part.full}")
