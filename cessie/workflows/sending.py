"""What is written leaves: at once by mail, network or phone, on paper in the batches of the day; and what carriers say
of it afterwards is heard."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from cessie.connectors.channels import Channel, News, Tracked
from cessie.connectors.errors import AuthFailed, ConnectorError, OutcomeUnknown, Temporary
from cessie.domain.correspondence.begin import begin
from cessie.domain.correspondence.costs import count_failures
from cessie.domain.correspondence.end import Outcome, end
from cessie.domain.correspondence.hear import hear, lacks_proof, of_news
from cessie.domain.correspondence.keep import keep
from cessie.domain.correspondence.last_look import last_look
from cessie.domain.correspondence.lay import gather, lay, waiting_letters
from cessie.domain.correspondence.lose import lose
from cessie.domain.correspondence.outlets import AT_ONCE, TOGETHER
from cessie.domain.correspondence.queries import channels_of, ready_to_leave, to_ask_about
from cessie.domain.correspondence.rechoose import rechoose
from cessie.domain.payments.halt import standstill
from cessie.domain.users.rules.viewer import Viewer
from cessie.workflows.direct_debit import debiting
from cessie.workflows.follow_up import chasing, collection, invoicing
from cessie.workflows.incoming import answering
from cessie.workflows.letters.carriers import Carriers, carriers, peppol_lookup
from cessie.workflows.letters.notifying import may_follow, still_tells

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """How many messages a carrier accepted at once, letters were laid ready, messages nobody knows anything of any
    more, and news were heard."""

    mails: int = 0
    letters: int = 0
    lost: int = 0
    heard: int = 0


def run(
    *,
    by: Viewer,
    now: Callable[[], datetime],
    mail: Channel | None = None,
    post: Channel | None = None,
    others: Mapping[str, Channel] | None = None,
) -> Sent:
    """One turn: what was lost is named, invoices that are to be sent become messages, what carriers say is heard,
    messages leave one by one, letters together when their time has come. ``mail``, ``post``, ``others``: carriers that
    stand before those of the settings.

    Run twice, also at once, it sends nothing twice. While payments stand still (after a restore) nothing leaves: what
    was sent after the backup must not go out again. ``AuthFailed``: a carrier lets nobody in; what waits for him waits,
    and everything else has left.
    """
    given = {name: one for name, one in {"email": mail, "post": post, **(others or {})}.items() if one is not None}
    lost = lose(by=by, at=now())
    if standstill() is not None:
        return Sent(lost=lost)
    count_failures(at=now())
    with peppol_lookup() as find:
        invoicing.write_due(find=find, by=by, at=now())
    with carriers(given) as by_channel:
        heard = listen(by_channel, by=by, at=now())
        heard += answering.take_in_responses(by_channel.of("peppol"), by=by, at=now())
        letters = sum(_lay_all(by_channel, by=by, at=now(), now=False).values())
        mails = _send_all(ready_to_leave(at=now()), by_channel, by, now)
    return Sent(mails, letters, lost, heard)


def send_mails(
    message_ids: Sequence[UUID], *, by: Viewer, now: Callable[[], datetime], mail: Channel | None = None
) -> int:
    """Hand these over, each in its own transactions; how many were accepted."""
    with carriers({"email": mail} if mail is not None else {}) as by_channel:
        return _send_all(message_ids, by_channel, by, now)


def _send_all(message_ids: Sequence[UUID], by_channel: Carriers, by: Viewer, now: Callable[[], datetime]) -> int:
    """A carrier that lets nobody in is left alone for this turn; the others go on, and then it is said."""
    closed: dict[str, AuthFailed] = {}
    accepted = 0
    for message_id, channel in channels_of(message_ids):
        carrier = by_channel.of(channel)
        if carrier is None or channel in closed:
            continue
        try:
            accepted += _send(message_id, carrier, by, now)
        except AuthFailed as no:
            closed[channel] = no
    for shut in closed.values():
        raise shut
    return accepted


def _send(message_id: UUID, channel: Channel, by: Viewer, now: Callable[[], datetime]) -> bool:
    """Kept, begun, handed over, noted: four steps, each of which may be the last one of this process."""
    if not _still(message_id, by, now()):
        return False
    try:
        keep(message_id=message_id, by=by, at=now())
    except ConnectorError:
        log.exception("message cannot be written", extra={"letter": str(message_id)})
        return False
    if not last_look(message_id=message_id, by=by, at=now()):
        return False
    begun = begin(message_id=message_id, by=by, at=now())
    if begun is None:
        return False
    try:
        outcome = Outcome("accepted", channel.deliver(begun.name, [begun.piece]))
    except AuthFailed as no:
        _end(message_id, Outcome("later", str(no)), by, now())
        raise
    except OutcomeUnknown as no:
        outcome = Outcome("unknown", str(no))
    except ConnectorError as no:
        outcome = Outcome("later" if no.retryable else "refused", str(no))
    _end(message_id, outcome, by, now())
    return outcome.kind == "accepted"


def _still(message_id: UUID, by: Viewer, at: datetime) -> bool:
    """Whether a message may still leave, asked in the last moment."""
    asked = (still_tells, chasing.still, debiting.still, collection.still)
    return all(still(message_id, by=by, at=at) for still in asked)


def _end(message_id: UUID, outcome: Outcome, by: Viewer, at: datetime) -> None:
    end(message_id=message_id, outcome=outcome, follow=may_follow(message_id, by=by, at=at), by=by, at=at)


def lay_letters(*, by: Viewer, at: datetime, now: bool = False, post: Channel | None = None) -> int:
    """Lay the batches of the day ready, or those that were begun (``now``: before their hour too); how many letters."""
    with carriers({"post": post} if post is not None else {}) as by_channel:
        return sum(_lay_all(by_channel, by=by, at=at, now=now).values())


def _lay_all(by_channel: Carriers, *, by: Viewer, at: datetime, now: bool) -> dict[str, int]:
    """The letters of the day are chosen for as a whole; then each channel's batch is laid."""
    due = [key for key in waiting_letters(at=at, now=now) if _still(key, by, at)]
    set_up = rechoose(message_ids=due, by=by, at=at)
    by_way = {way: [key for key, channel in channels_of(due) if channel == way] for way in TOGETHER}
    return {way: _lay(way, by_channel, keys, set_up.get(way, 0), by, at) for way, keys in by_way.items()}


def _lay(channel: str, by_channel: Carriers, due: Sequence[UUID], setup_cents: int, by: Viewer, at: datetime) -> int:
    carrier = by_channel.of(channel)
    if carrier is None:
        return 0
    now = due[: carrier.at_once]  # the rest is the next turn's
    for message_id in now:
        keep(message_id=message_id, by=by, at=at)
    now = [message_id for message_id in now if last_look(message_id=message_id, by=by, at=at)]
    batch = gather(message_ids=now, channel=channel, setup_cents=setup_cents, by=by, at=at)
    if batch is None:
        return 0
    return lay(batch_id=batch.batch_id, words=carrier.deliver(batch.name, batch.pieces), by=by, at=at)


def listen(by_channel: Carriers, *, by: Viewer, at: datetime) -> int:
    """Hear every carrier that tells later what became of messages; one that fails is heard at the next turn."""
    heard = 0
    for channel in (*AT_ONCE, *TOGETHER):
        handed = to_ask_about(at=at, channel=channel) if channel in AT_ONCE else ()
        if channel in AT_ONCE and not handed:
            continue
        carrier = by_channel.of(channel)
        if isinstance(carrier, Tracked):  # each is asked about for itself: one that cannot be told stops no other
            for asked in [[one] for one in handed] if channel in AT_ONCE else [[]]:
                heard += _hear_all(channel, carrier, asked, by, at)
    return heard


def _hear_all(channel: str, carrier: Tracked, handed: Sequence[str], by: Viewer, at: datetime) -> int:
    try:
        told = carrier.news(handed)
    except ConnectorError:
        log.exception("a carrier cannot be heard", extra={"channel": channel})
        return 0
    heard = sum(_hear(channel, each, by, at) for each in told)
    carrier.heard()
    return heard


def _hear(channel: str, news: News, by: Viewer, at: datetime) -> bool:
    message_id = of_news(channel, news.handed)
    if message_id is None:
        log.error("news of a message that is not ours", extra={"channel": channel})
        return False
    try:
        news = _with_proof(message_id, news)
    except Temporary:
        log.warning("a proof cannot be had yet", extra={"channel": channel, "letter": str(message_id)})
        return False  # told again at the next turn
    hear(message_id=message_id, news=news, follow=may_follow(message_id, by=by, at=at), by=by, at=at)
    return True


def _with_proof(message_id: UUID, news: News) -> News:
    """The news with the paper that shows it, fetched once; without where there is none to be had."""
    if news.fetch is None or not lacks_proof(message_id, news.fate):
        return news
    try:
        return replace(news, proof=news.fetch())
    except Temporary:
        raise
    except ConnectorError:
        log.exception("no proof of what became of a message", extra={"letter": str(message_id)})
        return news
