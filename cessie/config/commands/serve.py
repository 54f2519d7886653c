"""Serve the portals, and do the jobs, in one process tree.

Starts the local database unless CESSIE_DATABASE_URL names one, brings its tables up to date, then starts a web process
and a worker. Ctrl-C or SIGTERM stops all of it; a job at hand ends first.
"""

from __future__ import annotations

import argparse
import os
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from cessie.config.serving.tree import Tree, web, worker
from cessie.lib.reasons import N_, Refusal

if TYPE_CHECKING:
    from cessie.config.localpg import LocalServer

PORT = 8377


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and whether jobs are done here."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=PORT, help=f"port to listen on (default {PORT})")
    parser.add_argument("--workers", type=int, default=1, help="web processes (default 1)")
    parser.add_argument(
        "--no-worker", action="store_true", help="pages only; jobs are done by `cessie worker` elsewhere"
    )


def _check_free(host: str, port: int) -> None:
    """Refuse a port that is in use before anything is started."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise Refusal(
                "serve.port",
                N_("Port {port} on {host} cannot be used: {words}. Choose another with --port."),
                port=port,
                host=host,
                words=problem.strerror or str(problem),
            ) from problem


def serve(host: str, port: int, *, workers: int = 1, jobs: bool = True) -> None:
    """Serve until told to stop; the local database is stopped with it, one that runs elsewhere is left alone."""
    _check_free(host, port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cessie.config.settings")
    os.environ.setdefault("CESSIE_PUBLIC_URL", f"http://{host}:{port}")  # links in letters lead back to these pages
    local = None
    with tempfile.TemporaryDirectory(prefix="cessie-serve-") as folder:
        ready = Path(folder) / "ready"
        tree = Tree([web(host, port, workers, ready)])
        try:
            tree.children[0].start()  # its pages load while the database starts and its tables are brought up to date
            local = _local_server()
            if local:
                local.start()
            _bring_up_to_date()
            ready.touch()
            print(f"Cessie serves http://{host}:{port}/ - stop with Ctrl-C", flush=True)
            tree.children.extend([worker(ready)] if jobs else [])
            tree.run()
        finally:
            tree.stop()
            if local:
                local.stop()


def _local_server() -> LocalServer | None:
    from cessie.config import home  # here and below: nothing heavy is loaded before the pages begin to load
    from cessie.config.localpg import LocalServer

    return LocalServer(home.folder()) if home.database_url() is None else None


def _bring_up_to_date() -> None:
    from cessie.config.current import is_current

    if is_current():
        return
    from cessie.config.house import close_house, open_house  # most starts find nothing to do, and load no table

    open_house()
    close_house()


def run(args: argparse.Namespace) -> int:
    """Serve; 0 after a clean stop."""
    serve(args.host, args.port, workers=args.workers, jobs=not args.no_worker)
    return 0
