"""Whether there is anything to bring up to date, asked without loading the apps: that takes a second of every start."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import psycopg
from django.apps import AppConfig
from django.conf import settings
from psycopg.conninfo import make_conninfo


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
    """All migrations of all apps, as (app, name)."""
    apps = map(AppConfig.create, settings.INSTALLED_APPS)
    return {(app.label, file.stem) for app in apps for file in Path(app.path, "migrations").glob("[!_]*.py")}


def _address() -> str:
    at = settings.DATABASES["default"]
    words = {"host": at["HOST"], "port": at["PORT"], "user": at["USER"], "password": at["PASSWORD"]}
    own = {key: value for key, value in at["OPTIONS"].items() if isinstance(value, str)}
    return make_conninfo("", dbname=at["NAME"], **own, **{key: value for key, value in words.items() if value})
