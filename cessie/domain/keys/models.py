"""Keys of programs, how fast each is used, the answers that its calls were given; links by which debtors come in."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cessie.domain.keys.rules.scopes import OF_CLIENTS, OF_PARTNERS, SCOPES, SIGNING
from cessie.lib.ids import uuid7


class ApiKey(models.Model):
    """A program's right in one client, or as one person of a partner; of its secret, shown once, here is the hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("parties.Client", null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("users.User", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.TextField()  # what the client calls the program
    handle = models.CharField(max_length=16, unique=True)  # public part of the secret
    digest = models.CharField(max_length=64)
    scopes = ArrayField(models.TextField())
    per_minute = models.PositiveIntegerField(default=600)  # calls
    made_at = models.DateTimeField()
    made_by = models.TextField()
    expires_at = models.DateTimeField()
    signer = models.ForeignKey(
        "users.User", null=True, on_delete=models.PROTECT, related_name="+"
    )  # lends his signature
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scopes__len__gt=0, scopes__contained_by=sorted(SCOPES)), name="keys_scopes_known"
            ),
            models.CheckConstraint(
                condition=Q(client__isnull=False, person__isnull=True, scopes__contained_by=sorted(OF_CLIENTS))
                | Q(client__isnull=True, person__isnull=False, scopes__contained_by=sorted(OF_PARTNERS)),
                name="keys_of_one",
            ),
            models.CheckConstraint(
                condition=~Q(scopes__overlap=sorted(SIGNING)) | Q(signer__isnull=False),
                name="keys_signature_has_signer",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="keys_expire"),
            models.CheckConstraint(condition=Q(per_minute__gt=0) & ~Q(name=""), name="keys_named_and_paced"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="") | Q(revoked_at__isnull=False) & ~Q(revoked_by=""),
                name="keys_revocation_has_person",
            ),
        ]
        indexes = [
            models.Index(fields=["client", "-made_at"], name="keys_of_client"),
            models.Index(fields=["person", "-made_at"], condition=Q(person__isnull=False), name="keys_of_person"),
        ]

    def __str__(self) -> str:
        return f"cessie_{self.handle}_…"


class Pace(models.Model):
    """When the next call of a key is due at its pace, and when it called last. Unlogged: a crash may forget it."""

    key = models.OneToOneField(ApiKey, primary_key=True, on_delete=models.PROTECT, related_name="pace")
    due_at = models.DateTimeField()
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key_id} {self.used_at}"


class Reply(models.Model):
    """What a call with an idempotency key was answered, written in the same transaction as its effect."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="+")
    idempotency_key = models.CharField(max_length=100)
    method = models.TextField()
    path = models.TextField()
    fingerprint = models.CharField(max_length=64)  # of what was asked: SHA-256
    status = models.PositiveSmallIntegerField()
    body = models.TextField()  # JSON, byte for byte as it was sent
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "idempotency_key"], name="keys_reply_once"),
            models.CheckConstraint(condition=Q(status__gte=200, status__lt=500), name="keys_reply_final"),
        ]
        indexes = [models.Index(fields=["expires_at"], name="keys_reply_expires")]

    def __str__(self) -> str:
        return f"{self.idempotency_key} {self.status}"


class DebtorLink(models.Model):
    """A debtor's way to what he owes one client, without an account. The secret stands in the link; here its hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.TextField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="keys_link_expires"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="") | Q(revoked_at__isnull=False) & ~Q(revoked_by=""),
                name="keys_link_revocation_has_person",
            ),
        ]
        indexes = [models.Index(fields=["debtor", "client", "-made_at"], name="keys_links_of_debtor")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.debtor_id}"


class LinkPace(models.Model):
    """The same as ``Pace`` for a debtor's link. Unlogged."""

    key = models.OneToOneField(DebtorLink, primary_key=True, on_delete=models.PROTECT, related_name="pace")
    due_at = models.DateTimeField()
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key_id} {self.used_at}"
