"""Invoices that the house sends for their creditor, and whether he wants that for all of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class InvoiceSending(models.Model):
    """A creditor has his invoices sent by the house from a moment on, or sends them himself (``sends`` False)."""

    client = models.OneToOneField("parties.Client", primary_key=True, on_delete=models.PROTECT, related_name="+")
    sends = models.BooleanField()
    set_at = models.DateTimeField()
    set_by = models.TextField()

    def __str__(self) -> str:
        return str(self.client_id)


class Outgoing(models.Model):
    """One invoice that is to go to its debtor, once: ``message`` when it was written, until then what it waits for.

    ``invoice`` is a later app's. ``trouble`` (list of Reason): why it cannot leave now; it is looked at again at
    ``next_at``.
    """

    invoice = models.UUIDField(primary_key=True)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    next_at = models.DateTimeField()
    trouble = models.JSONField(default=list)
    message = models.OneToOneField("correspondence.Message", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], condition=Q(message__isnull=True), name="correspondence_invoices_out")
        ]

    def __str__(self) -> str:
        return str(self.invoice)
