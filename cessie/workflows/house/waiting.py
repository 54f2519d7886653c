"""Nothing waits anywhere but in the queue: every app looks round, and what it finds is a task until it is gone.

An app tells what to look for in its ``waiting.py`` (``WATCHES``); adding one edits nothing here.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.keep_up import keep_up
from cessie.domain.work.rules.waiting import Watch


@cache
def watches() -> tuple[Watch, ...]:
    """Everything that is watched, in the order of the road."""
    found: list[Watch] = []
    for app in apps.get_app_configs():
        if app.name.startswith("cessie.domain.") and find_spec(f"{app.name}.waiting"):
            found += import_module(f"{app.name}.waiting").WATCHES
    return tuple(found)


def look_round(*, by: Viewer, at: datetime) -> tuple[int, int]:
    """Raise what waits and close what waits no more; how many of each. Looking twice does what once does."""
    return keep_up(found={watch.kind: watch.look(at) for watch in watches()}, by=by, at=at)
