"""A mail of ours came back to the mailbox: what follows for the message, and for how the debtor is written to."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from cessie.connectors.channels import News
from cessie.connectors.channels.email.returns import Returned, returned
from cessie.domain.correspondence.hear import hear
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.refuse_mail import refuse_mail
from cessie.domain.users.rules.viewer import Viewer
from cessie.workflows.letters.notifying import may_follow


def mail_back(*, data: bytes, by: Viewer, at: datetime) -> bool:
    """Take down what a mail says of one of ours: it did not arrive, and the next channel follows; or its reader
    complained, and gets no mail any more. Whether it spoke of one. Twice it does what once does."""
    found = returned(data)
    message = _of(found) if found is not None else None
    if found is None or message is None:
        return False
    if found.kind == "complaint":
        return refuse_mail(debtor_id=message.debtor_id, by=by, at=at)
    news = News(str(message.pk), "returned", at, found.words, proof=data, proof_name="report.eml")
    hear(message_id=message.pk, news=news, follow=may_follow(message.pk, by=by, at=at), by=by, at=at)
    return True


def _of(found: Returned) -> Message | None:
    """The message whose mail had one of these identities."""
    for identity in found.of:
        with suppress(ValueError):
            row = Message.objects.filter(pk=UUID(identity.partition("@")[0]), channel__in=("email", "portal")).first()
            if row is not None:
                return row
    return None
