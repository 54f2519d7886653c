"""Opening the house: the database runs, exists and has its tables before a command uses it."""

from __future__ import annotations

import atexit
import os
from contextlib import closing

import django
import psycopg
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from cessie.config import home
from cessie.config.building import build
from cessie.config.current import is_current
from cessie.config.localpg import LocalServer
from cessie.config.postgres.binaries import OLDEST
from cessie.lib.reasons import N_, Refusal

#: Any number, the same in all processes: who holds it migrates.
MIGRATION_LOCK = 0x_CE_55_1E
#: The mark of a restore that was cut off (file in the home).
UNFINISHED = "restore.unfinished"


def open_house() -> None:
    """Start the local server (unless ``CESSIE_DATABASE_URL`` names one), make the database and its tables.

    Safe from several processes at once; quick when there is nothing to do.
    Refusals: ``house.half_restored``, those of ``reach_database`` and of ``migrate``.
    """
    if (home.folder() / UNFINISHED).exists():
        words = N_("A restore was cut off here: give the same `cessie restore` again, it goes on from there.")
        raise Refusal("house.half_restored", words)
    reach_database()
    if not is_current() and pending_migrations():
        migrate()


def reach_database() -> None:
    """Start the local server and make the database, but no table in it.

    Refusals: ``database.address``, ``database.unreachable``, ``database.too_old``, ``database.encoding``,
    ``database.not_made``, those of the local server.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cessie.config.settings")
    if home.database_url() is None:
        LocalServer(home.folder()).start()
    django.setup()
    _make_database()
    atexit.register(close_house)


def close_house() -> None:
    """Give back all connections, so that the process ends without lingering threads."""
    for each in connections.all(initialized_only=True):
        each.close()
        if each.vendor == "postgresql":
            each.close_pool()  # type: ignore[attr-defined]  # of the PostgreSQL wrapper


def pending_migrations() -> list[str]:
    """The migrations that the database has not seen yet, as ``app.name``."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate() -> None:
    """Bring the tables up to date while holding the lock; who comes second finds nothing to do.

    Refusals: ``database.other_history``.
    """
    with closing(psycopg.connect(address(), autocommit=True)) as guard:
        guard.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            if not build():
                call_command("migrate", interactive=False, verbosity=0)
        except InconsistentMigrationHistory as problem:
            words = N_(
                "The database was made by a version of Cessie that never was released, or by a newer one: {words}"
            )
            raise Refusal("database.other_history", words, words=str(problem)) from problem


def address(database: str | None = None) -> str:
    """The address of the house's database, or of another one on the same server."""
    given = connection.get_connection_params()
    kept = {k: str(v) for k, v in given.items() if isinstance(v, str | int) and k != "prepare_threshold"}
    return make_conninfo("", **kept | ({"dbname": database} if database else {}))


def lacks_database(address: str) -> bool:
    """Whether the server says itself that it has no database of this name; False where it cannot be asked.

    Asked in the catalogue, for the words of a refused connection are in the server's own language.
    """
    name = conninfo_to_dict(address).get("dbname")
    try:
        with closing(psycopg.connect(make_conninfo(address, dbname="postgres"), connect_timeout=5)) as server:
            return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None
    except psycopg.Error:
        return False


def _make_database() -> None:
    own = address()
    try:
        with closing(psycopg.connect(own, autocommit=True)) as there:
            _check_server(there)
            return
    except psycopg.OperationalError as problem:
        if not lacks_database(own):
            words = N_("The database cannot be reached: {words}")
            raise Refusal("database.unreachable", words, words=str(problem).strip()) from problem
    name = str(connection.settings_dict["NAME"])
    with closing(psycopg.connect(address("postgres"), autocommit=True)) as server:
        _check_version(server)
        try:
            server.execute(
                sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(sql.Identifier(name))
            )
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            return  # another process was faster
        except psycopg.Error as problem:
            raise Refusal(
                "database.not_made",
                N_("There is no database {name}, and it could not be made: {words}. Make it for user {user}."),
                name=name,
                words=str(problem).strip(),
                user=server.info.user,
            ) from problem


def _check_server(server: psycopg.Connection) -> None:
    _check_version(server)
    encoding = server.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise Refusal(
            "database.encoding",
            N_("The database keeps its texts as {encoding}, which cannot hold every name: make one with UTF8."),
            encoding=encoding,
        )


def _check_version(server: psycopg.Connection) -> None:
    major = server.info.server_version // 10000
    if major < OLDEST:
        raise Refusal(
            "database.too_old",
            N_("PostgreSQL {major} is too old: {oldest} or newer is needed."),
            major=major,
            oldest=OLDEST,
        )
