"""How the trail and the queue of doubts name a thing: its type and its key."""

from __future__ import annotations

from django.db import models

Subject = models.Model | tuple[str, str]


def named(subject: Subject) -> tuple[str, str]:
    """``("purchase.Proposal", "<key>")`` of a row; a pair is taken as it is (a thing that is no row, such as a run)."""
    if isinstance(subject, models.Model):
        return subject._meta.label, str(subject.pk)
    subject_type, subject_id = subject
    return subject_type, str(subject_id)
