"""What is known of the channels: their prices and failures, who receives where, and what creditors want."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cessie.domain.correspondence.rules.means import CHANNELS
from cessie.domain.correspondence.rules.tariff import UNITS
from cessie.lib.ids import uuid7


class Receiving(models.Model):
    """Whether a debtor receives e-invoices over Peppol, by the last look-up."""

    debtor = models.OneToOneField("parties.Debtor", primary_key=True, on_delete=models.PROTECT, related_name="+")
    participant = models.TextField()
    receives = models.BooleanField()
    looked_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.participant


class ChannelRecord(models.Model):
    """How often a channel failed in the year before ``counted_at``: counted once a day, for a choice is made often."""

    channel = models.TextField(primary_key=True)
    sent = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="correspondence_record_channel")]

    def __str__(self) -> str:
        return self.channel


class ChannelWish(models.Model):
    """The channel that a creditor wants for all his debtors; ended by another one, or by none."""

    client = models.OneToOneField("parties.Client", primary_key=True, on_delete=models.PROTECT, related_name="+")
    channel = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="correspondence_wish_channel")]

    def __str__(self) -> str:
        return self.channel


class DebtorWish(models.Model):
    """The channel that a creditor wants for one of his debtors: it stands before the one for all of them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    channel = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "debtor"], name="correspondence_debtor_wish_once"),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="correspondence_debtor_wish_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.debtor_id} {self.channel}"


class ChannelPrice(models.Model):
    """What a channel costs from a day on (rules.tariff.Price); corrected only before that day is over."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    channel = models.TextField()
    unit = models.TextField()
    country = models.CharField(max_length=2, default="")
    grams = models.PositiveIntegerField(default=0)
    pieces = models.PositiveIntegerField(default=1)
    since_date = models.DateField()
    net_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    vat_percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    source = models.TextField()
    verified = models.BooleanField(default=False)
    entered_at = models.DateTimeField()
    entered_by = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "unit", "country", "grams", "pieces", "since_date"], name="correspondence_price_once"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=CHANNELS, unit__in=UNITS, net_cents__gte=0, pieces__gte=1) & ~Q(source=""),
                name="correspondence_price_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.unit} {self.since_date}"
