"""Take down what a carrier says became of a message: posted, delivered, returned; with the paper that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.connectors.channels import Fate, News
from cessie.domain.correspondence.door import locked, move
from cessie.domain.correspondence.models import Evidence, Message
from cessie.domain.correspondence.write import write_again
from cessie.domain.documents.store import store
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Reason

#: What a carrier's paper proves, by what it says happened.
KINDS: Final[Mapping[Fate, str]] = {
    "accepted": "deposit", "printed": "deposit", "posted": "deposit", "sent": "sending", "delivered": "delivery",
    "refused": "refusal", "negligence": "negligence", "returned": "return", "lost": "return", "rejected": "return",
}  # fmt: skip
#: What did not reach the debtor.
_BACK: Final[Mapping[Fate, str]] = {
    "refused": N_("The debtor refused it: {words}"),
    "negligence": N_("The debtor did not fetch it: {words}"),
    "returned": N_("It came back: {words}"),
    "lost": N_("The carrier lost it, or could not bring it: {words}"),
}
#: How soon a carrier is asked again what became of a message; days may go by until a registered one is fetched.
AGAIN: Final = timedelta(minutes=15)
SLOW: Final[Mapping[str, timedelta]] = {"registered_email": timedelta(hours=2)}


def of_news(channel: str, handed: str) -> UUID | None:
    """The message that a carrier speaks of: by his own number of it, or our reference; None where it is not ours."""
    rows = Message.objects.filter(channel=channel)
    key = rows.filter(reference=handed).values_list("pk", flat=True).first()
    return key or rows.filter(attempts__answer=handed).values_list("pk", flat=True).first()


def lacks_proof(message_id: UUID, fate: Fate) -> bool:
    """Whether nothing is kept yet that shows that this became of the message."""
    return not Evidence.objects.filter(message_id=message_id, kind=KINDS[fate]).exists()


def ask_soon(*, channel: str, handed: str, at: datetime) -> int:
    """Something became of what a carrier took, he says: he is asked at the next turn; of how many messages."""
    rows = Message.objects.filter(channel=channel, state="sent", next_at__gt=at)
    return rows.filter(attempts__outcome="accepted", attempts__answer=handed).update(next_at=at)


@transaction.atomic
def hear(*, message_id: UUID, news: News, follow: bool, by: Viewer, at: datetime) -> Message:
    """Note it, keep its proof, and let follow what must: on what did not arrive, the next channel (``follow``: unless
    nobody may write to this debtor any more). Told again, or out of order, it changes nothing.
    """
    message = locked(message_id)
    _keep_proof(message, news, by, at)
    if news.price is not None:
        message.price_cents = news.price.cents
    message.next_at = max(message.next_at, at + SLOW.get(message.channel, AGAIN))
    facts = {"tracking": news.tracking, "fate": news.fate}
    if message.state == "to_post" and news.fate in ("posted", "delivered", *_BACK):
        message.told_at = min(news.at, at)
        move(message, "post", by=by, at=at, data=facts)
    if news.fate == "delivered" and message.state == "sent":
        move(message, "deliver", by=by, at=at, data=facts)
    elif news.fate in _BACK and message.state in ("sent", "delivered"):
        message.trouble = Reason("letter.back", _BACK[news.fate], {"words": news.words or "-"}).to_json()
        _ended(message, "bounce", follow, by, at)
    elif news.fate == "rejected" and message.state in ("to_post", "sent"):
        words = N_("The carrier did not take it: {words}")
        message.trouble = Reason("letter.rejected", words, {"words": news.words or "-"}).to_json()
        _ended(message, "refuse", follow, by, at)
    else:
        message.save(update_fields=["price_cents", "next_at"])
    return message


def _ended(message: Message, event: str, follow: bool, by: Viewer, at: datetime) -> None:
    move(message, event, by=by, at=at)
    if follow:
        write_again(after=message, repeats=False, by=by, at=at)


def _keep_proof(message: Message, news: News, by: Viewer, at: datetime) -> None:
    if not news.proof:
        return
    name = f"{message.reference}-{KINDS[news.fate]}.{news.proof_name.rpartition('.')[2] or 'bin'}"
    kept = store(data=news.proof, name=name, channel="own", client_id=message.client_id, by=by, at=at).document
    Evidence.objects.get_or_create(
        message=message, kind=KINDS[news.fate], document=kept, defaults={"at": news.at, "tracking": news.tracking}
    )
