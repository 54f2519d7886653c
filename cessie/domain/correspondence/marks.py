"""By which words the house is known: what must stand nowhere in what leaves in confidence.

An app that knows more of them than the house's name and address has ``MARKS`` in its ``marks.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Final
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings

from cessie.domain.correspondence.addressed import sender_from
from cessie.domain.correspondence.rules.silence import marks_of
from cessie.domain.parties.queries import house_company, numbers_of
from cessie.lib.marks import Mark

#: Gives some of them, as they are now.
Known = Callable[[], tuple[Mark, ...]]


def house_marks() -> tuple[Mark, ...]:
    """All of them; none before there is a house."""
    return tuple(dict.fromkeys(mark for known in _known() for mark in known()))


def _of_the_house() -> tuple[Mark, ...]:
    house = house_company()
    if house is None:
        return ()
    numbers = [value for _, value in sorted(numbers_of(house.pk))]
    return marks_of(sender_from(house), numbers=numbers, hosts=[urlsplit(settings.PUBLIC_URL).hostname or ""])


MARKS: Final[tuple[Known, ...]] = (_of_the_house,)


@cache
def _known() -> tuple[Known, ...]:
    found: list[Known] = []
    for app in apps.get_app_configs():
        if app.name.startswith("cessie.") and find_spec(f"{app.name}.marks"):
            found += import_module(f"{app.name}.marks").MARKS
    return tuple(found)
