"""The rooms of a portal, as its rail shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Room:
    """One entry: the address's name, what it is called, its picture; ``pages`` are those that lie behind it."""

    name: str
    label: str
    icon: str
    count: int = 0
    pages: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A room as the page shows it to this request."""

    label: str
    icon: str
    url: str
    count: int
    current: bool = field(default=False)


@dataclass(frozen=True, slots=True)
class Group:
    """Rooms that belong together, under a word of their own; without one they stand first."""

    label: str
    rooms: Sequence[Room]


@dataclass(frozen=True, slots=True)
class Shown:
    """A group as the page shows it."""

    label: str
    entries: Sequence[Entry]


def grouped(request: HttpRequest, groups: Sequence[Group]) -> list[Shown]:
    """The rail of a portal with many rooms."""
    return [Shown(group.label, entries(request, group.rooms)) for group in groups]


def entries(request: HttpRequest, rooms: Sequence[Room]) -> list[Entry]:
    """The rooms with the one marked in which the request is."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [
        Entry(room.label, room.icon, reverse(room.name), room.count, here == room.name or here in room.pages)
        for room in rooms
    ]
