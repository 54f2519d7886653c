"""Debtors are told where to pay; the post brings a letter back, and it goes to the new address."""

from __future__ import annotations

from datetime import date, timedelta

from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.queries import messages
from cessie.domain.correspondence.set_writing import How, set_writing
from cessie.workflows.letters.notifying import came_back
from cessie.world.bends.deal import when
from cessie.world.play import Story, World
from cessie.world.stage import moment


def told(play: World, today: date) -> None:
    """A notice that was posted comes back: the debtor has moved. His new address is noted, and he is told there."""
    person = play.house.staff.credit

    def back(day: date) -> None:
        sent = Message.objects.filter(state="sent", channel="post").order_by("written_at", "debtor__company__name")[0]
        play.count("letters_posted", day, sent.reference)
        came_back(message_id=sent.pk, note="moved", by=person, at=moment(day, 9, 5))
        how = How(street="Nieuwe Voorbeeldstraat", building="1", postcode="9000", town="Gent", country="BE")
        set_writing(debtor_id=sent.debtor_id, how=how, by=person, at=moment(day, 9, 6))
        again = messages(viewer=person).filter(first_id=sent.first_id or sent.pk, state="sent")
        when(
            play, day + timedelta(days=1), again.exists,
            lambda now: play.count("letter_came_back", now, sent.reference), 3,
        )  # fmt: skip

    posted = Message.objects.filter(state="sent", channel="post")
    when(play, today + timedelta(days=1), posted.exists, back)


STORIES = (Story(told, 4, ("letters_posted", "letter_came_back")),)
