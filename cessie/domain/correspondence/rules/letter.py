"""A paper in its frame: what the letter and the mail say, in one language, ready to be set in type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from cessie.domain.correspondence.rules.frame import Frame
from cessie.domain.correspondence.rules.head import Head
from cessie.domain.correspondence.rules.papers import Paper

#: In these countries the window of an envelope is on the right; elsewhere on the left.
WINDOW_RIGHT: Final = ("BE", "FR", "LU")


@dataclass(frozen=True, slots=True)
class Letter:
    """What is set in type; ``head`` is the look of whoever writes."""

    paper: Paper
    frame: Frame
    head: Head = Head()  # noqa: RUF009 - frozen: the house's own look

    @property
    def subject(self) -> str:
        """The mail's subject; it names no debt."""
        return self.paper.subject(self.frame)


def data(letter: Letter) -> dict[str, Any]:
    """All that the template needs, as JSON can carry it; pictures of codes are put in by whoever draws them."""
    frame, said = letter.frame, letter.paper.said(letter.frame)
    sender, say = frame.sender, frame.say
    return {
        "lang": frame.language,
        "made": [frame.on.year, frame.on.month, frame.on.day],
        "title": said.title,
        "sender": {
            "name": sender.name, "lines": list(sender.lines), "email": sender.reply_to or sender.email,
            "numbers": list(sender.numbers),
        },
        "head": letter.head.to_json(),
        "to": list(frame.recipient.lines or (frame.recipient.name,)),
        "right": sender.country in WINDOW_RIGHT,
        "day": say.day(frame.on),
        "reference": [say.reference, frame.reference],
        "colon": say.colon,
        "greeting": say.greeting,
        "blocks": [block.to_json() for block in said.blocks],
        "fine": said.fine,
        "end": [say.closing, say.unsigned],
        "page": say.page,
    }  # fmt: skip


def mail_text(letter: Letter) -> str:
    """The same as plain text, for the mail to which the letter is attached."""
    frame, said = letter.frame, letter.paper.said(letter.frame)
    sender, say = frame.sender, frame.say
    parts = [
        [say.greeting], *(block.as_text(say) for block in said.blocks), [said.fine],
        [say.attached], [say.closing], [sender.name, *sender.lines, *sender.numbers],
    ]  # fmt: skip
    return "\n\n".join("\n".join(part) for part in parts if any(part)) + "\n"
