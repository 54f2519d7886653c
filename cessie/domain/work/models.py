"""A task: one doubt that waits for a person."""

from __future__ import annotations

from django.db import models

from cessie.domain.work.rules.states import TASK
from cessie.lib.ids import uuid7


class Task(models.Model):
    """Raised once per ``key`` while open; ``reasons`` and ``evidence`` hold all that a person needs to decide."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.TextField()  # "invoice.held:<id>": one open task a key
    kind = models.TextField()  # "invoice.held", "line.unmatched", "payment.rejected", ...
    subject_type = models.TextField()
    subject_id = models.TextField()
    client_id = models.UUIDField(null=True)
    reasons = models.JSONField(default=list)  # Reason.to_json values
    evidence = models.JSONField(default=dict)
    state = models.TextField(default=TASK.initial)
    owner = models.ForeignKey("users.User", null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()  # the service clock
    closed_at = models.DateTimeField(null=True)
    closed_by = models.TextField(default="")
    decision = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=models.Q(state="open"), name="work_one_open_task_a_key"),
            models.CheckConstraint(condition=models.Q(state__in=TASK.states), name="work_task_state"),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="work_queue")]

    def __str__(self) -> str:
        return self.key
