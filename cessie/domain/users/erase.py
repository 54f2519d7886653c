"""Forget a person: his name and address go, the key by which trail and books know him stays."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django_otp import devices_for_user

from cessie.domain.audit.record import record
from cessie.domain.users.models import Erasure, User
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal

GONE = "erased"


class SamePerson(Refusal):
    """Whoever asked for it cannot do it."""


@transaction.atomic
def ask_erasure(*, user_id: UUID, by: Viewer, at: datetime) -> Erasure:
    """Note that a person wants to be forgotten; another colleague must do it. Again gives the same.

    Refused: no right or no person (``NotAllowed``), an unknown user (``NotFound``), one who can still log in.
    """
    by.require("users.erase")
    user = _locked(user_id)
    if user.is_active:
        raise Refusal("users.still_active", N_("Switch this login off first: a person at work cannot be forgotten."))
    asked, is_new = Erasure.objects.get_or_create(user=user, defaults={"asked_at": at, "asked_by": by.key})
    if is_new:
        record(action="users.ask_erasure", subject=user, by=by, at=at)
    return asked


@transaction.atomic
def erase(*, user_id: UUID, by: Viewer, at: datetime) -> Erasure:
    """The second person does it: name, address, password, second factor go. Again does nothing.

    What stays: the key, in the trail (append-only, it proves who acted) and in the books; they hold no personal data.
    Refused: no right or no person (``NotAllowed``), nobody asked (``NotFound``), whoever asked (``SamePerson``; the
    database says so too).
    """
    by.require("users.erase")
    user = _locked(user_id)
    asked = Erasure.objects.select_for_update(of=("self",)).filter(user=user).first()
    if asked is None:
        raise NotFound("users.not_asked", N_("Nobody asked that this person be forgotten."))
    if asked.done_at is not None:
        return asked
    if asked.asked_by == by.key:
        raise SamePerson("users.same_person", N_("Another person than the one who asked for it must do it."))
    for device in devices_for_user(user, confirmed=None):
        device.delete()
    user.email, user.name = f"{GONE}-{user.pk.hex}@erased.invalid", GONE
    user.set_unusable_password()
    user.save(update_fields=["email", "name", "password"])
    asked.done_at, asked.done_by = at, by.key
    asked.save(update_fields=["done_at", "done_by"])
    record(action="users.erase", subject=user, by=by, at=at)
    return asked


def _locked(user_id: UUID) -> User:
    user = User.objects.select_for_update(of=("self",)).filter(pk=user_id).first()
    if user is None:
        raise NotFound("users.unknown", N_("There is no such user."))
    return user
