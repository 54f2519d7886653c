"""Serve the portals, and do the jobs, in one process tree.

Starts the local database unless CESSIE_DATABASE_URL names one, brings its tables up to date, then starts a web process
and a worker. Ctrl-C or SIGTERM stops all of it; a job at hand ends first.
"""

from __future__ import annotations

import argparse
import socket

from cessie.config import home
from cessie.config.house import close_house, open_house
from cessie.config.localpg import LocalServer
from cessie.config.serving.tree import Tree, web, worker
from cessie.lib.reasons import N_, Refusal

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
    open_house()
    close_house()
    print(f"Cessie serves http://{host}:{port}/ - stop with Ctrl-C", flush=True)
    try:
        Tree([web(host, port, workers), *([worker()] if jobs else [])]).run()
    finally:
        if home.database_url() is None:
            LocalServer(home.folder()).stop()


def run(args: argparse.Namespace) -> int:
    """Serve; 0 after a clean stop."""
    serve(args.host, args.port, workers=args.workers, jobs=not args.no_worker)
    return 0
