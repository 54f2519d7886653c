"""Call every endpoint of the API of a served, made-up house with all that schemathesis can think of, right and wrong.

``python tools/fuzz_api.py [--calls 20000] [--seed N]``: 1 if a call was answered by a server error or outside the
document, or if there were fewer calls than asked.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TREE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TREE))

from benchmarks.served_house import Served, served  # noqa: E402

#: A form that the document describes may still ask for what is not there, not possible, or done already.
CONFIG = f"""
hooks = "{TREE / "tools" / "fuzz_hooks.py"}"

[checks.positive_data_acceptance]
expected-statuses = ["2xx", "400", "401", "403", "404", "409", "422"]
[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "406", "409", "413", "415", "422"]
"""


def main() -> int:
    """Serve, fuzz, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=20_000, help="at least so many")
    parser.add_argument("--examples", default="200", help="at most so many of each endpoint in one round")
    parser.add_argument("--workers", type=int, default=1, help="threads (CPython 3.11 may stumble over several)")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    program = shutil.which("st", path=str(Path(sys.executable).parent))
    if program is None:
        print("schemathesis is not installed here: make env", file=sys.stderr)
        return 1
    calls, wrong = 0, False
    os.environ.setdefault("CESSIE_LOG_LEVEL", "ERROR")  # each no would be a line
    with served() as house, tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "schemathesis.toml"
        config.write_text(CONFIG)
        while calls < args.calls and not wrong:
            made, failed = _round(program, config, house, args, folder)
            calls, wrong, args.seed = calls + made, failed, args.seed + 1
            print(f"{calls} calls so far", flush=True)
    print(f"{calls} calls, {'something is wrong: see above' if wrong else 'every answer as described'}")
    return 1 if wrong or calls < args.calls else 0


def _round(program: str, config: Path, house: Served, args: argparse.Namespace, folder: str) -> tuple[int, bool]:
    """One run over all endpoints; how many calls, and whether a check failed."""
    command = [
        program, "--config-file", str(config), "run", f"{house.url}/api/v1/openapi.json", "--url", house.url,
        "-c", "all", "-H", f"Authorization: Bearer {house.secret}", "--max-examples", args.examples,
        "--request-timeout", "60",
        "--phases", "coverage,fuzzing,stateful", "--workers", str(args.workers), "--seed", str(args.seed),
        "--continue-on-failure", "--no-color", "--suppress-health-check", "all", "--generation-database", "none",
    ]  # fmt: skip
    lines = []
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as run:
        for line in run.stdout or ():
            sys.stdout.write(line)
            lines.append(line)
    counted = re.findall(r"(\d[\d,]*) generated", "".join(lines))
    return sum(int(count.replace(",", "")) for count in counted), run.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
