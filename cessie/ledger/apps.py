"""The ledger's app: brings the chart into the database after each migration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def write_chart(using: str, **_: Any) -> None:
    """Bring ``ledger_account`` in line with the chart: the triggers read there what each account's lines must carry.

    Accounts are added and their names of dimensions corrected, never deleted: lines may stand on them.
    """
    from cessie.ledger.models import account_rows  # models cannot be imported before the apps are ready

    with connections[using].cursor() as cursor:
        if "ledger_account" not in connections[using].introspection.table_names(cursor):
            return  # migrated back to nothing
        cursor.executemany(
            "insert into ledger_account (code, needs, kept) values (%s, %s, %s) on conflict (code) do update"
            " set needs = excluded.needs, kept = excluded.kept"
            " where (ledger_account.needs, ledger_account.kept) is distinct from (excluded.needs, excluded.kept)",
            account_rows(),
        )
        # Too few for the server to look at by itself; unseen, each posting would hash the whole chart for its lines.
        cursor.execute("analyze ledger_account")


class LedgerConfig(AppConfig):
    """See the package."""

    name = "cessie.ledger"
    label = "ledger"

    def ready(self) -> None:
        """After each migration (and each flush of a test database) the chart stands in the database."""
        post_migrate.connect(write_chart, sender=self)
