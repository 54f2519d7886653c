"""How little is loaded before the first page: a module too many there is a start that takes longer, every time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings

from cessie.config.current import on_disk

#: What the parent does until it knows that there is nothing to bring up to date.
PARENT = """
from cessie.config.main import parser
parser("serve")
from cessie.config.commands.serve import _local_server
_local_server()
from cessie.config.current import is_current, on_disk
on_disk()
"""
#: What a page server does until it can answer; then what it does behind its first visitor.
DOOR = """
from cessie.config.wsgi import application
from cessie.config.serving import web
web.get_resolver().url_patterns
"""
THE_REST = DOOR + "web.load(web.get_resolver())"

PORTALS = {"cessie.portals.client.urls", "cessie.portals.staff.urls"}
HEAVY = {
    "cessie.portals.api.urls", "cessie.workflows.jobs", "cessie.world", "lxml", "openpyxl", "pikepdf", "pydantic",
    "python_calamine", "typst",
}  # fmt: skip


def loaded(script: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after a script."""
    words = [sys.executable, "-c", f"{script}\nimport json, sys\nprint(json.dumps(list(sys.modules)))"]
    return set(json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout))


def test_the_parent_of_a_start_loads_no_app() -> None:
    assert not loaded(PARENT) & {"django.db.models", "django.contrib.auth", "granian", "procrastinate"}


def test_the_door_opens_without_the_portals_behind_it() -> None:
    assert not loaded(DOOR) & (PORTALS | HEAVY)


def test_the_portals_are_loaded_before_somebody_asks_for_them() -> None:
    found = loaded(THE_REST)
    assert found >= PORTALS
    assert "cessie.portals.api.urls" not in found


def test_migrations_are_found_where_the_apps_say_they_are() -> None:
    apps = map(AppConfig.create, settings.INSTALLED_APPS)
    assert on_disk() == {
        (app.label, file.stem) for app in apps for file in Path(app.path, "migrations").glob("[!_]*.py")
    }
