"""Say what runs where and what is wrong.

Starts nothing and changes nothing. Exit 1 if something that is needed is wrong; each such line says what to do.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from cessie.config.diagnosis import examine


def arguments(parser: argparse.ArgumentParser) -> None:
    """``--json``."""
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")


def run(args: argparse.Namespace) -> int:
    """Print the findings; 1 if a needed one is wrong."""
    findings = examine()
    well = all(finding.ok for finding in findings if finding.needed)
    if args.json:
        print(json.dumps({"ok": well, "findings": [asdict(finding) for finding in findings]}))
        return 0 if well else 1
    for finding in findings:
        sign = "ok" if finding.ok else "WRONG" if finding.needed else "-"
        print(f"{sign:6} {finding.what:10} {finding.words}")
        if not finding.ok:
            print(f"{'':17} -> {finding.advice}")
    return 0 if well else 1
