"""Do the jobs only: as many of these as there is work, on as many machines as there are."""

from __future__ import annotations

import argparse

from cessie.config.house import open_house
from cessie.config.serving import worker


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: the queue says what is to be done."""


def run(args: argparse.Namespace) -> int:
    """Work until SIGTERM or Ctrl-C; the job at hand ends first."""
    open_house()
    worker.run()
    return 0
