"""What stands around every letter: who writes to whom, in which language, under which reference and on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cessie.domain.correspondence.rules.address import Recipient, Sender
from cessie.domain.correspondence.rules.phrases import Phrases, phrases


@dataclass(frozen=True, slots=True)
class Frame:
    """``reference`` is ours; ``again`` names the first letter and its day where this one repeats it."""

    sender: Sender
    recipient: Recipient
    language: str
    reference: str
    on: date
    again: tuple[str, date] | None = None

    @property
    def say(self) -> Phrases:
        """The words of the frame in its language."""
        return phrases(self.language)

    @property
    def contact(self) -> str:
        """Where the sender is asked: by mail, else by letter."""
        return self.sender.reply_to or self.sender.email or ", ".join(self.sender.lines)

    @property
    def repeats(self) -> str:
        """The sentence that names the first letter; none where this is the first."""
        if self.again is None:
            return ""
        reference, day = self.again
        return self.say.again.format(reference=reference, day=self.say.day(day))
