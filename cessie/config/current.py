"""Whether there is anything to bring up to date, asked without loading the apps: that takes a second of every start."""

from __future__ import annotations

from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import psycopg
from django.conf import settings
from psycopg.conninfo import make_conninfo

#: Package and label of the apps whose word in the settings does not tell both; a test compares all with Django's own.
OTHERWISE = {
    "cessie.config.apps.ContentTypes": ("django.contrib.contenttypes", "contenttypes"),
    "cessie.config.apps.Auth": ("django.contrib.auth", "auth"),
    "procrastinate.contrib.django": ("procrastinate.contrib.django", "procrastinate"),
}


def is_current() -> bool:
    """Whether the database is there and has seen every migration that lies on the disk.

    In doubt (no database, no tables, a migration that replaces others) False: then ``open_house`` looks closely.
    """
    try:
        with closing(psycopg.connect(_address(), connect_timeout=5)) as there:
            seen = there.execute("SELECT app, name FROM django_migrations").fetchall()
    except psycopg.Error:
        return False
    return on_disk() <= set(seen)


def on_disk() -> set[tuple[str, str]]:
    """All migrations of all apps, as (app, name), found without loading an app."""
    return {
        (label, file.stem)
        for label, folder in map(_migrations, settings.INSTALLED_APPS)
        for file in folder.glob("[!_]*.py")
    }


def _migrations(app: str) -> tuple[str, Path]:
    """The label of an app of the settings and the folder of its migrations, which need not exist."""
    package, label = OTHERWISE.get(app, (app, app.rpartition(".")[2]))
    top, *below = package.split(".")
    found = find_spec(top)  # of a name without dots: nothing is run
    places = found.submodule_search_locations if found else None
    return label, Path(*(places or ["/nowhere"])[:1], *below, "migrations")


def _address() -> str:
    at = settings.DATABASES["default"]
    words = {"host": at["HOST"], "port": at["PORT"], "user": at["USER"], "password": at["PASSWORD"]}
    own = {key: value for key, value in at["OPTIONS"].items() if isinstance(value, str)}
    return make_conninfo("", dbname=at["NAME"], **own, **{key: value for key, value in words.items() if value})
