"""A client's file that comes by mail or in his folder: his ledger is loaded, his invoices are taken in, and of what
cannot be used he is told by mail and the desk by a task."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Final, Literal
from uuid import UUID

from cessie.connectors.banks.folder import Folder
from cessie.connectors.channels import Channel
from cessie.domain.client_ledgers.models import Submission
from cessie.domain.client_ledgers.submit import LIMIT, SentBefore, submit
from cessie.domain.contracts.queries import contract_of
from cessie.domain.documents.models import Arrival
from cessie.domain.documents.refuse import refuse
from cessie.domain.documents.store import store
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.workflows.incoming.intake import Outcome, take_in_invoice
from cessie.workflows.incoming.returning_files import tell_unused
from cessie.workflows.reading.recognising import asks_for_ledgers, day_in, kind_of, require_own

log = logging.getLogger(__name__)

#: Files of one client's folder in one turn.
TURN: Final = 100


@dataclass(frozen=True, slots=True)
class Became:
    """What a file came to: a ledger that is ``accepted``, waits (``read``) or is ``refused``; ``invoices``; one that
    was there before (``known``); or nothing (``unused``). ``reasons``: what was wrong;
    ``parts``: what became of each invoice of it."""

    state: Literal["accepted", "read", "refused", "invoices", "known", "unused"]
    reasons: tuple[Reason, ...] = ()
    parts: tuple[Outcome, ...] = ()


def take_in_client_file(
    *, client_id: UUID, data: bytes, name: str, about: str = "", channel: str, by: Viewer, at: datetime,
    mail: Channel | None = None,
) -> Became:  # fmt: skip
    """Load the ledger, or take in the invoices, that a client sent; the same file again changes nothing.

    A ledger is as of the one day that its name, else ``about`` (the subject of its mail), bears, else of today. What
    cannot be used, whole or in part, is kept, its sender's people are mailed why and what to do, and the desk has a
    task.
    """
    try:
        found = _take_in(client_id, data, name, about, channel, by, at)
    except Refusal as no:
        found = Became("unused", (no.reason,))
    if found.reasons and found.state != "known":
        key = _kept(client_id, data, name, channel, found.reasons[0], by, at)
        tell_unused(
            client_id=client_id, key=key, name=name, channel=channel, reasons=found.reasons, by=by, at=at, mail=mail
        )
    return found


def _take_in(client_id: UUID, data: bytes, name: str, about: str, channel: str, by: Viewer, at: datetime) -> Became:
    today = booking_day(at)
    contract = contract_of(client_id, today)
    if contract is None:
        raise Refusal("client_file.no_contract", N_("No contract runs under which files could be sent."))
    kind = kind_of(data=data, name=name, client_id=client_id, by=by)
    if kind in ("unknown", "columns") and not asks_for_ledgers(contract, today):
        kind = "invoices"  # whose reader says why it cannot be read
    if kind == "invoices":
        if asks_for_ledgers(contract, today):
            words = N_("This is no ledger: under this contract the whole ledger is sent, and no single invoices.")
            raise Refusal("client_file.no_ledger", words)
        return _invoices(client_id, data, name, channel, by, at)
    require_own(name=name, client_id=client_id)
    as_of = day_in(name, until=today) or day_in(about, until=today) or today
    return _ledger(contract.pk, data, name, as_of, channel, by, at)


def _ledger(contract_id: UUID, data: bytes, name: str, as_of: date, channel: str, by: Viewer, at: datetime) -> Became:
    try:
        row = submit(contract_id=contract_id, data=data, name=name, as_of=as_of, channel=channel, by=by, at=at)
    except SentBefore as no:
        return Became("known" if no.code == "ledgers.same_file" else "unused", (no.reason,))
    if row.received_at != at:
        return Became("known")
    wrong = tuple(Reason.from_json(each) for each in row.findings) if row.state == "refused" else ()
    return Became(_state(row), wrong)


def _state(row: Submission) -> Literal["accepted", "read", "refused"]:
    return "accepted" if row.state == "accepted" else "read" if row.state == "read" else "refused"


def _invoices(client_id: UUID, data: bytes, name: str, channel: str, by: Viewer, at: datetime) -> Became:
    parts = take_in_invoice(data=data, name=name, channel=channel, client_id=client_id, by=by, at=at)
    wrong = tuple(reason for part in parts if part.state == "refused" for reason in part.reasons)
    used = any(part.state != "refused" for part in parts)
    return Became("invoices" if used else "unused", wrong, parts)


def _kept(client_id: UUID, data: bytes, name: str, channel: str, why: Reason, by: Viewer, at: datetime) -> str:
    """The hash of the file, which is kept now with its reason where it was refused before it was kept."""
    key = sha256(data).hexdigest()
    if not Arrival.objects.filter(document_id=key, client_id=client_id, at=at).exists():
        with suppress(Refusal):  # too large, or nothing in it
            stored = store(data=data, name=name, channel=channel, client_id=client_id, limit=LIMIT, by=by, at=at)
            refuse(arrival_id=stored.arrival.pk, reason=why, by=by, at=at)
    return key


def take_in_folders(*, root: Path, by: Viewer, at: datetime, mail: Channel | None = None) -> int:
    """Every file that lies in ``in`` of a client's folder, which bears his code; how many. Each goes to ``done`` once
    it is dealt with: who dies in between finds it again, and the same file changes nothing.

    A folder of no client is named in the log. A file that breaks its reader stays where it is, the others go on, and
    its error is raised at the end.
    """
    count, broken = 0, list[Exception]()
    for client, channel in _folders(root):
        for name, data in islice(channel.collect(), TURN):
            try:
                take_in_client_file(
                    client_id=client.pk, data=data, name=name, channel="folder", by=by, at=at, mail=mail
                )
            except Exception as error:
                log.exception("a client's file breaks its reader", extra={"client": client.code})
                broken.append(error)
                continue
            channel.acknowledge(name)
            count += 1
    if broken:
        raise broken[0]
    return count


def _folders(root: Path) -> Iterator[tuple[Client, Folder]]:
    if not root.is_dir():
        return
    clients = {row.code: row for row in Client.objects.all()}
    for path in sorted(root.iterdir()):
        if path.is_symlink() or not path.is_dir():
            continue
        if path.name not in clients:
            log.warning("a folder of no client", extra={"folder": path.name})
            continue
        yield clients[path.name], Folder(path, f"folder of {path.name}", largest=LIMIT)
