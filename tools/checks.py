"""Keep docs/checks.md: ``python tools/checks.py update | check``.

The table is written from the catalogue of checks, so that it says what the program does; the words around it are kept.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

TREE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TREE))

from cessie.domain.invoices.rules.catalogue import CHECKS, Check  # noqa: E402 - the tree is put on the path first
from cessie.domain.invoices.rules.measures import Measure  # noqa: E402
from cessie.domain.invoices.rules.policy import HOUSE  # noqa: E402

PAGE = TREE / "docs" / "checks.md"
BEGIN, END = "<!-- table -->\n", "<!-- end of table -->\n"
DOES = {"off": "off", "note": "warns", "hold": "holds", "reject": "rejects"}
DESKS = {"credit": "credit desk", "treasury": "treasury"}
HEAD = "| Code | Looks at | Does | A house may | Cleared by | Measures | Source |\n|---|---|---|---|---|---|---|\n"


def table() -> str:
    """One line a check."""
    return HEAD + "".join(_line(check) for check in CHECKS)


def _line(check: Check) -> str:
    setting = HOUSE.setting(check)
    who = ", ".join(DESKS[role] for role in setting.roles) or "nobody"
    people = f", {setting.people} people" if setting.people > 1 and setting.roles else ""
    measured = "; ".join(_measure(measure, setting.measures[measure.name]) for measure in check.measures)
    cells = (check.code, check.what, DOES[check.severity], _range(check), who + people, measured or "–", check.source)
    return "| " + " | ".join(cells) + " |\n"


def _range(check: Check) -> str:
    if check.least == "off" and check.most == "reject":
        return "anything"
    if check.least == check.most:
        return f"not turn it. {check.why}"
    most = "" if check.most == "reject" else f", at most “{DOES[check.most]}”"
    return f"at least “{DOES[check.least]}”{most}. {check.why}"


def _measure(measure: Measure, value: int | None) -> str:
    if measure.unit == "yes":
        return f"{measure.what}: {'yes' if value else 'no'}"
    if value is None:
        return f"{measure.what}: not asked for"
    return f"{measure.what}: {value / 100:,.2f}" if measure.unit == "cents" else f"{measure.what}: {value}"


def page() -> str:
    """The page as it must be."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    return before + BEGIN + table() + END + rest.partition(END)[2]


def main() -> int:
    """Write the table, or say that it is out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("act", choices=["update", "check"])
    if parser.parse_args().act == "update":
        PAGE.write_text(page(), "utf-8")
        return 0
    if PAGE.read_text("utf-8") != page():
        print("docs/checks.md is out of date: python tools/checks.py update", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
