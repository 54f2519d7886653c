"""What demo and simulate ask of the database: empty, or a made-up house that may be struck."""

from __future__ import annotations

import shutil

from django.db import connection

from cessie.config import home
from cessie.config.house import migrate
from cessie.lib.reasons import N_, Refusal


class RealHouse(Refusal):
    """The database holds a real house: nothing is played in it."""


def empty_or_simulated() -> None:
    """Make the stage empty; refused (``RealHouse``) where a real house, or anything of one, is kept."""
    from cessie.domain.documents.models import Document  # the apps are loaded only now
    from cessie.domain.parties.models import Company, House
    from cessie.domain.users.models import User

    house = House.objects.first()
    if house is not None and not house.simulated:
        raise RealHouse("stage.real", N_("This database holds a real house. Choose another CESSIE_HOME for the play."))
    anything = any(kind.objects.exists() for kind in (Company, User, Document))
    if house is None and anything:
        raise RealHouse("stage.used", N_("This database is in use. Choose another CESSIE_HOME for the play."))
    if anything:
        strike()


def strike() -> None:
    """Take the made-up house down: tables, originals, the bank's folders."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        (schema,) = cursor.fetchone()
        name = connection.ops.quote_name(schema)
        cursor.execute(f"DROP SCHEMA {name} CASCADE; CREATE SCHEMA {name}")
    migrate()
    for name in ("documents", "mock-bank", "bank"):
        shutil.rmtree(home.folder() / name, ignore_errors=True)
