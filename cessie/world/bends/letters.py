"""Debtors are told where to pay: letters are laid ready, taken by the post, and one of them comes back."""

from __future__ import annotations

from datetime import date, timedelta

from cessie.connectors.channels.post.folder import PostFolder
from cessie.domain.correspondence.confirm_posted import confirm_posted
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.queries import batches, messages
from cessie.domain.correspondence.set_writing import How, set_writing
from cessie.workflows.notifying import came_back
from cessie.workflows.sending import lay_letters
from cessie.world.play import Story, World
from cessie.world.stage import WORLD, moment


def told(play: World, today: date) -> None:
    """Whoever's invoice was bought for the first time is written to; the desk says when the post took the letters."""
    person = play.house.staff.credit
    post = PostFolder(play.desk.channel.in_.parent / "post")
    laid = lay_letters(by=WORLD, at=moment(today, 9, 58), now=True, post=post)

    def posted(day: date) -> None:
        for batch in batches(viewer=person, waiting=True):
            confirm_posted(batch_id=batch.pk, by=person, at=moment(day, 9, 5))
        play.count("letters_posted", day, f"{laid} letters")
        play.later(day + timedelta(days=3), back)

    def back(day: date) -> None:
        """The post brings one back: his new address is noted, and the letter goes there."""
        sent = (
            Message.objects.filter(state="sent", channel="post").order_by("written_at", "debtor__company__name").first()
        )
        if sent is None:
            return
        came_back(message_id=sent.pk, note="moved", by=person, at=moment(day, 9, 5))
        how = How(street="Nieuwe Voorbeeldstraat", building="1", postcode="9000", town="Gent", country="BE")
        set_writing(debtor_id=sent.debtor_id, how=how, by=person, at=moment(day, 9, 6))
        if messages(viewer=person).filter(debtor_id=sent.debtor_id, state="queued").exists():
            play.count("letter_came_back", day, sent.reference)

    if laid:
        play.later(today + timedelta(days=1), posted)


STORIES = (Story(told, 4, ("letters_posted", "letter_came_back")),)
