"""The trail, read by whoever may see the thing that it is about."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from django.db.models import QuerySet

from cessie.domain.audit.models import Event
from cessie.domain.audit.subject import Subject, named


class Looker(Protocol):
    """What the trail needs to know of a viewer (``Viewer`` of users, a later app on the road)."""

    @property
    def sees_all(self) -> bool:
        """Staff and jobs."""

    @property
    def client_ids(self) -> Collection[UUID]:
        """The clients whose things he sees."""


def events(*, viewer: Looker) -> QuerySet[Event]:
    """Every event that is the viewer's, newest first; acts that belong to no client are the staff's alone."""
    rows = Event.objects.order_by("-at", "-id")
    return rows if viewer.sees_all else rows.filter(client_id__in=viewer.client_ids)


def history(*, subject: Subject, viewer: Looker) -> QuerySet[Event]:
    """What happened to one thing, newest first."""
    subject_type, subject_id = named(subject)
    return events(viewer=viewer).filter(subject_type=subject_type, subject_id=subject_id)
