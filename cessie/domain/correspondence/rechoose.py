"""Choose the channels of the day's letters once more, now for all of them together: prices step by volume."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.correspondence.addressed import Known, chosen, known
from cessie.domain.correspondence.door import locked
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.outlets import TOGETHER, offers
from cessie.domain.correspondence.rules.address import Sender
from cessie.domain.correspondence.rules.choice import Choice
from cessie.domain.correspondence.rules.choice_batch import choose_batch
from cessie.domain.correspondence.write import asking_of, take_over
from cessie.domain.users.rules.viewer import Viewer


@transaction.atomic
def rechoose(*, message_ids: Sequence[UUID], by: Viewer, at: datetime) -> Mapping[str, int]:
    """Letters that wait and whose bytes are not kept yet go where the whole batch is cheapest; what each channel's
    batch costs besides its letters, in cents. Again it chooses the same: nothing leaves here.
    """
    if not message_ids:
        return {}
    rows = [locked(key) for key in sorted(message_ids)]
    rows = [row for row in rows if row.state == "queued" and row.channel in TOGETHER]
    open_ = [row for row in rows if row.document_id is None]
    offered = offers(at)
    offered = replace(offered, channels=frozenset(offered.channels) & frozenset(TOGETHER))
    found = [known(row.debtor_id, Sender.from_json(row.sender), asking=asking_of(row), at=at) for row in open_]
    for row, each, choice in zip(open_, found, choose_batch([one.asked for one in found], offered), strict=True):
        _take_over(row, each, choice)
    return {
        channel: offered.tariff.batch(channel, pieces=count).cents
        for channel in TOGETHER
        if (count := sum(row.channel == channel for row in rows))
    }


def _take_over(row: Message, to: Known, choice: Choice) -> None:
    """Where no paper may be used any more, what was chosen stands until somebody looks."""
    if choice.channel:
        take_over(row, chosen(to, choice))
        row.save()
