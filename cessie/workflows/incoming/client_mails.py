"""Mails that clients send to their own secret address: who sent them is checked, their files are taken in."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from cessie.connectors.channels import Channel
from cessie.domain.documents.models import Document
from cessie.domain.documents.store import store
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats.mail import Attached, Incoming, Unreadable, read_mail, vouched
from cessie.formats.reading import is_batch
from cessie.lib.reasons import N_, Reason
from cessie.workflows.incoming.batches import keep_mail_as_batch
from cessie.workflows.incoming.client_files import take_in_client_file
from cessie.workflows.incoming.returning_files import tell_unused
from cessie.workflows.letters.mailing import people_of

log = logging.getLogger(__name__)

#: Where they wait below the folder of mails, and how many are worked on in one turn.
CLIENTS: Final = "clients"
TURN: Final = 50
_HEAD: Final = 65_536
_CODE: Final = re.compile(rb"(?i)(?:^|[^0-9a-z])([0-9a-f]{16})@", re.MULTILINE)
_LOCAL: Final = re.compile(r"(?:^|\+)([0-9a-f]{16})@")
#: Pictures in the signature of a mail are no files that somebody hands in.
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")


def address_of(client: Client) -> str:
    """Where this client sends files to; blank where the house has no mailbox for them."""
    box, at, domain = settings.INTAKE_ADDRESS.rpartition("@")
    return f"{box}+{client.intake_code}@{domain}" if at else ""


def client_of_mail(data: bytes) -> Client | None:
    """The client to whose own address a mail was sent."""
    if not _CODE.search(data[:_HEAD]):
        return None
    try:
        return _client(read_mail(data))
    except Unreadable:
        return None


def _client(mail: Incoming) -> Client | None:
    codes = {code for address in mail.to for code in _LOCAL.findall(address)}
    return Client.objects.filter(intake_code__in=codes).order_by("pk").first() if codes else None


def take_in_client_mails(*, folder: Path, by: Viewer, at: datetime, mail: Channel | None = None) -> int:
    """Every mail that ``answering`` laid aside for clients; how many. Each goes to ``done`` once its files are dealt
    with: who dies in between finds it again, and the same files change nothing. One that breaks its reader stays, the
    others go on, and its error is raised at the end."""
    inbox, count, broken = folder / CLIENTS, 0, list[Exception]()
    for path in sorted(inbox.glob("*.eml"))[:TURN] if inbox.is_dir() else ():
        try:
            _take_in(path.read_bytes(), by, at, mail)
        except Exception as error:
            log.exception("a client's mail breaks its reader", extra={"file": path.name})
            broken.append(error)
            continue
        (folder / "done").mkdir(exist_ok=True)
        os.replace(path, folder / "done" / path.name)
        count += 1
    if broken:
        raise broken[0]
    return count


def _take_in(data: bytes, by: Viewer, at: datetime, mail: Channel | None) -> None:
    said = read_mail(data)
    client = _client(said)
    if client is None:
        raise AssertionError("whoever laid the mail aside knew its client")
    _keep(data, client.pk, said, by, at)
    files = _files(said.files)
    wrong = _sender(said, data, client, by) or _content(said, files)
    if wrong is not None:
        tell_unused(
            client_id=client.pk, key=sha256(data).hexdigest(), name=said.subject or "?", channel="mail",
            reasons=[wrong], by=by, at=at, mail=mail,
        )  # fmt: skip
    if wrong is None or wrong.code == "client_file.left_out":
        found = [
            take_in_client_file(
                client_id=client.pk, data=file.data, name=file.name, about=said.subject, channel="mail", by=by, at=at,
                mail=mail,
            )
            for file in files
        ]  # fmt: skip
        single = [
            part for file, became in zip(files, found, strict=True) if not is_batch(file.data) for part in became.parts
        ]
        keep_mail_as_batch(sha256(data).hexdigest(), single, client_id=client.pk, by=by, at=at)


def _keep(data: bytes, client_id: UUID, said: Incoming, by: Viewer, at: datetime) -> None:
    """The mail itself, once: who sent what is proved by it."""
    if not Document.objects.filter(pk=sha256(data).hexdigest()).exists():
        name = (said.subject or "mail").replace("/", "-")
        store(data=data, name=f"{name}.eml", channel="mail", client_id=client_id, by=by, at=at)


def _files(found: Sequence[Attached]) -> list[Attached]:
    real = [file for file in found if not file.data.startswith(_PICTURES)]
    return real or list(found)


def _sender(said: Incoming, data: bytes, client: Client, by: Viewer) -> Reason | None:
    """Why this sender may not hand in: only owners and bookkeepers may, from the address with which they log in; and
    where a mail server vouches for senders, only with its word."""
    if said.sender.lower() not in {user.email.lower() for user in people_of(client.pk, by=by)}:
        words = N_("It came from {sender}, who is none of the client's owners and bookkeepers.")
        return Reason("client_file.sender", words, {"sender": said.sender})
    if settings.MAIL_CHECKED_BY and not vouched(data, settings.MAIL_CHECKED_BY):
        words = N_("It is not proved that the mail came from {sender}.")
        return Reason("client_file.unproved", words, {"sender": said.sender})
    return None


def _content(said: Incoming, files: Sequence[Attached]) -> Reason | None:
    if said.left_out:
        words = N_("{count} files of the mail are too many or too large: hand them in on the page.")
        return Reason("client_file.left_out", words, {"count": said.left_out})
    if not files:
        return Reason("client_file.none", N_("The mail has no file."), {})
    return None
