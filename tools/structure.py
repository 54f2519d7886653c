"""Write ``cessie/config/structure.sql``: what the migrations send to an empty database, in their order.

Run by ``make structure`` after a migration was added; needs nothing but the packages. What the script has already is
kept, as migrations never change, and only those that it lacks are run: seconds instead of minutes. ``--whole`` runs all
of them anew.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

#: A moment of today that a package gives to the rows that are there already; there are none.
NOW = re.compile(r"'\d{4}-\d\d-\d\d [\d:.]+\+00:00'::timestamptz")


def main() -> int:
    """Migrate an empty database of its own and keep what was sent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--whole", action="store_true", help="keep nothing of the script that there is")
    whole = parser.parse_args().whole
    with tempfile.TemporaryDirectory(prefix="cessie-structure-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # an account that root lends to the database can enter it
        os.environ["CESSIE_HOME"] = str(Path(folder) / "home")
        os.environ.pop("CESSIE_DATABASE_URL", None)
        from cessie.config import house
        from cessie.config.building import SCRIPT, begin, migrations, written
        from cessie.config.current import on_disk
        from cessie.config.localpg import LocalServer

        house.reach_database()
        try:
            kept = "" if whole or not SCRIPT.exists() else SCRIPT.read_text(encoding="utf-8")
            if not set(migrations(kept)) <= on_disk():
                kept = ""
            if kept:
                begin(kept)
            steps = _recorded()
        finally:
            house.close_house()
            LocalServer(Path(os.environ["CESSIE_HOME"])).stop()
    SCRIPT.write_text(kept + written(steps), encoding="utf-8")
    print(f"{SCRIPT.name}: {len(migrations(kept))} migrations were there, {len(steps)} are new")
    return 0


def _recorded() -> list[tuple[str, str, list[str]]]:
    from django.core.management import call_command
    from django.db import connection
    from django.db.backends.postgresql.schema import DatabaseSchemaEditor
    from django.db.migrations.migration import Migration

    steps: list[tuple[str, str, list[str]]] = []

    class Recording(DatabaseSchemaEditor):
        """Sends each statement, and keeps it with its values written out."""

        def execute(self, sql: Any, params: Any = ()) -> None:
            values = None if params is None else tuple(self.quote_value(value) for value in params)
            if steps:  # before the first there is the table of the migrations themselves
                steps[-1][2].append(NOW.sub("now()", str(sql) if values is None else str(sql) % values))
            super().execute(sql, params)

    apply = Migration.apply

    def noted(self: Migration, *args: Any, **kwargs: Any) -> Any:
        steps.append((self.app_label, self.name, []))
        return apply(self, *args, **kwargs)

    connection.SchemaEditorClass = Recording
    Migration.apply = noted  # type: ignore[method-assign]  # for the life of this process
    call_command("migrate", interactive=False, verbosity=0)
    return steps


if __name__ == "__main__":
    sys.exit(main())
