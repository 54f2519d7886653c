"""Three months of the simulated world, with a backup taken while it plays, given back to an empty home and checked.

``python -m tools.world FOLDER [--days N] [--seed S] [--faults]``; every bend must happen, every book hold every night,
and the restored house be a house of one moment, whose books hold too. Prints what was played, how often, and how long
it took under what load.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from cessie.config.commands.simulate import FIRST_DAY
from cessie.config.localpg import LocalServer
from cessie.config.postgres.account import account
from cessie.config.postgres.places import places

TREE = Path(__file__).resolve().parents[1]


def main() -> int:
    """Play, back up meanwhile, restore, tell; 1 if anything does not hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the world and its copy live")
    parser.add_argument("--days", type=int, default=92)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", action="store_true", help="with workers that die, and files late, twice, damaged")
    parser.add_argument("--creditors", action="store_true", help="with two creditors, their ladders and mandates")
    parser.add_argument("--confidential", action="store_true", help="with clients whose debtors know nothing")
    args = parser.parse_args()
    home, copy, saved = (args.folder / name for name in ("played", "restored", "backup"))
    for old in (copy, saved):
        _forget(old)
    words = ["simulate", "--days", str(args.days), "--seed", str(args.seed), "--check-daily", "--every-bend"]
    begun, load = time.monotonic(), os.getloadavg()[0]
    also = [f"--{name}" for name in ("faults", "creditors", "confidential") if getattr(args, name)]
    play = _begin(home, *words, "--months", *also)
    middle = (FIRST_DAY + timedelta(days=args.days // 2)).isoformat()
    saving: subprocess.Popen[str] | None = None
    last = taken = ""
    for line in play.stdout or ():
        last = line
        if saving is None and line[:10] >= middle and line[:2] == "20":
            saving, taken = _begin(home, "backup", str(saved), "--json"), line[:10]
    played = play.wait() == 0
    seconds = time.monotonic() - begun
    whole = saving is not None and _give_back(saving, saved, copy, taken)
    if played:
        _tell(json.loads(last))
    print(f"{args.days} days in {seconds:.0f} s, load {load:.1f} before and {os.getloadavg()[0]:.1f} after.")
    return 0 if played and whole else 1


def _give_back(saving: subprocess.Popen[str], saved: Path, copy: Path, day: str) -> bool:
    """Restore what was saved on that day of the play, and check it."""
    told, _ = saving.communicate()
    if saving.returncode:
        return False
    what = json.loads(told)
    _forget(copy)
    codes = [_begin(copy, *words).wait() for words in (["restore", str(saved)], ["check"])]
    facts = f"{what['entries']} entries and {what['documents']} originals"
    print(f"Backup taken while {day} was played ({facts}): restored {codes[0]}, checked {codes[1]} (0: all holds).")
    _begin(copy, "stop").wait()
    return not any(codes)


def _begin(home: Path, *words: str) -> subprocess.Popen[str]:
    env = os.environ | {"CESSIE_HOME": str(home), "PYTHONPATH": str(TREE)}
    env.pop("CESSIE_DATABASE_URL", None)
    return subprocess.Popen([sys.executable, "-m", "cessie", *words], env=env, stdout=subprocess.PIPE, text=True)


def _forget(folder: Path) -> None:
    """An earlier run's copy goes, its database too."""
    if not folder.exists():
        return
    LocalServer(folder).stop()
    shutil.rmtree(places(folder, account()).root, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def _tell(end: dict[str, Any]) -> None:
    print(json.dumps(end))
    for name, count in end["events"].items():
        print(f"  {name.removeprefix('bend_').replace('_', ' '):28}{count:6}")


if __name__ == "__main__":
    sys.exit(main())
