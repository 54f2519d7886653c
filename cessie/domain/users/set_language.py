"""Choose the language in which one reads."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def set_language(*, user_id: UUID, language: str, by: Viewer, at: datetime) -> User:
    """One's own language. Refused: another's without the right, a language that is not offered, an unknown user."""
    if by.user_id != user_id:
        by.require("users.manage")
    if language not in dict(settings.LANGUAGES):
        raise Refusal("users.language", N_("The language {language} is not offered."), language=language)
    user = User.objects.select_for_update(of=("self",)).filter(pk=user_id).first()
    if user is None:
        raise NotFound("users.unknown", N_("There is no such user."))
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])
        record(action="users.set_language", subject=user, by=by, at=at)
    return user
