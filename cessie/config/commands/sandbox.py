"""Play the outside services on this machine: Peppol, texts, registered e-mail, print partner, insurer, mandates, bank.

  cessie sandbox                  # all of them, until Ctrl-C
  cessie sandbox peppol sms       # these two
  cessie sandbox --list

They answer like the real ones (same paths, same bodies), keep all in memory and need no account. What the house must be
told stands in lines to be pasted into the shell from which ``cessie serve`` is started. Who is asked for what decides
the answer: each sandbox.py below cessie/connectors says which words and numbers make trouble.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from shlex import quote
from tempfile import gettempdir

from cessie.connectors.sandbox import JsonServer, Stand, stands

#: The first of their ports, one each in the order of their names.
PORT = 9300
#: Seconds between two looks at the clock.
TURN = 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which of them, where, and for how long."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="the services (default: all)")
    parser.add_argument("--list", action="store_true", help="show their names and end")
    parser.add_argument("--port", type=int, default=PORT, help=f"the first of their ports (default {PORT}; 0: any)")
    parser.add_argument("--folder", type=Path, help="where files go (default: below the folder for temporary files)")
    parser.add_argument("--seconds", type=float, default=0, help="end after so long (default: at Ctrl-C)")


def run(args: argparse.Namespace) -> int:
    """Start them, show how the house finds them, and let time go on."""
    known = stands()
    if args.list:
        print("\n".join(known))
        return 0
    unknown = [name for name in args.names if name not in known]
    if unknown:
        print(f"There is no sandbox {', '.join(unknown)}: {', '.join(known)}.")
        return 2
    folder = args.folder or Path(gettempdir()) / "cessie-sandbox"
    made = [make(datetime.now(UTC), folder) for name, make in known.items() if name in (args.names or known)]
    with ExitStack() as stack:
        for one, port in zip(made, count(args.port), strict=False):
            _open(stack, one, port if args.port else 0)
        _let_time_go_on(made, args.seconds)
    return 0


def _open(stack: ExitStack, one: Stand, port: int) -> None:
    if isinstance(one, JsonServer):
        one.port = port
    stack.enter_context(one)
    for name, value in one.environment().items():
        print(f"export {name}={quote(value)}", flush=True)


def _let_time_go_on(made: Sequence[Stand], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not seconds or time.monotonic() < end:
        for one in made:
            one.turn(datetime.now(UTC))
        time.sleep(min(TURN, seconds or TURN))
