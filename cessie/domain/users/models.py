"""Logins. What a person may see beyond his role comes from memberships (parties)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from cessie.domain.users.rules.changes import CHANGE
from cessie.domain.users.rules.changes import KINDS as CHANGES
from cessie.domain.users.rules.viewer import KINDS
from cessie.lib.ids import uuid7


class ByEmail(BaseUserManager["User"]):
    """Finds a login by its address, however it is spelled."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The user with this address; what Django's login asks."""
        return self.get(email__iexact=username or "")


class User(AbstractBaseUser):
    """A person who logs in by e-mail address, password and second factor."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.TextField()
    language = models.CharField(max_length=2, default="nl")
    kind = models.TextField(default="client")
    roles = ArrayField(models.TextField(), default=list, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    must_change_password = models.BooleanField(default=False)  # another person knows it: it serves once

    objects: ClassVar[ByEmail] = ByEmail()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="users_email_once"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="users_kind"),
        ]

    def __str__(self) -> str:
        return self.email


class Invitation(models.Model):
    """A link by which a new person chooses a password: kept as its hash, it opens once and for some days."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the secret in the link
    made_at = models.DateTimeField()
    made_by = models.TextField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(used_at__isnull=True) | models.Q(revoked_at__isnull=True),
                name="users_invitation_ends_once",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(used_at__isnull=True, revoked_at__isnull=True),
                name="users_one_invitation",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class Erasure(models.Model):
    """A person's wish to be forgotten: asked by one colleague, done by another."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    done_at = models.DateTimeField(null=True)
    done_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by="")
                | models.Q(done_at__isnull=False, done_by__startswith="user:")
                & ~models.Q(done_by=models.F("asked_by")),
                name="users_erasure_four_eyes",
            )
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class Change(models.Model):
    """What two people decide of a login: asked by one, agreed or declined by another. ``roles``: those on top."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField()
    roles = ArrayField(models.TextField(), default=list, blank=True)
    state = models.TextField(default=CHANGE.initial)
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=CHANGES), name="users_change_kind"),
            models.CheckConstraint(condition=models.Q(state__in=CHANGE.states), name="users_change_state"),
            models.CheckConstraint(
                condition=~models.Q(state="done")
                | models.Q(decided_by__startswith="user:") & ~models.Q(decided_by=models.F("asked_by")),
                name="users_change_four_eyes",
            ),
            models.UniqueConstraint(
                fields=["user", "kind"], condition=models.Q(state="asked"), name="users_change_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id}"
