"""Lines, fields and messages of SWIFT customer statements (MT940, MT942) as banks really write them.

Around the fields stand SWIFT blocks (``{1:F01...}{4:`` and ``-}``), ING's ``0000 01INGBNL2A...`` and ``940 00``, ABN
AMRO's ``ABNANL2A / 940 / ABNANL2A``, Rabobank's ``:940:`` or nothing at all; blank lines occur inside a message. A
message begins at field 20. Refuses: ``mt940.control``, ``mt940.long_line``, ``mt940.line``, ``mt940.fragment``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cessie.formats import fields
from cessie.lib.reasons import N_, Refusal

LONGEST = 2_000  # a field has at most 6 lines of 65 characters; some banks send one long line
_TAG = re.compile(r":([0-9]{2}[A-Z]?|NS) ?:(.*)", re.DOTALL)
_BLOCK = re.compile(r"\{[1-5]:.*|-?\}.*")
_HEAD = re.compile(r"0000 01[A-Z0-9]{8,20}|94[02](?: ?00)?|:94[02]:|[A-Z]{6}[A-Z0-9]{2,6}")
_END = re.compile(r"-(?:XXX)?")  # ING ends a message with the three letters themselves
_LAST = ("62F", "62M")
_CONTROL = re.compile(r"[\x00\x04-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Field:
    """One field with the number of its first line; ``lines`` as they stand, trailing blanks kept."""

    number: int
    tag: str
    lines: list[str]

    @property
    def first(self) -> str:
        """The first line without trailing blanks."""
        return self.lines[0].rstrip()

    def refuse(self) -> Refusal:
        """The refusal of what stands here."""
        words = N_("Line {line}: {text} cannot be read as field {tag}.")
        return Refusal("mt940.field", words, line=self.number, text=fields.shown(self.first), tag=self.tag)


@dataclass(slots=True)
class Message:
    """The fields of one message, in order; ``closed`` once its closing balance began."""

    fields: list[Field] = field(default_factory=list)
    closed: bool = False

    @property
    def number(self) -> int:
        """The line on which it begins."""
        return self.fields[0].number

    def begin(self, number: int, tag: str, text: str) -> None:
        """A field begins."""
        self.fields.append(Field(number, tag, [text]))
        self.closed = self.closed or tag in _LAST


def messages(data: bytes) -> Iterator[Message]:
    """Every message of the file, one at a time."""
    message: Message | None = None
    for number, line in enumerate(_lines(data), 1):
        tag = _TAG.match(line)
        if tag is not None and tag[1] == "20":
            if message is not None:
                yield message
            message = Message()
        if tag is not None:
            if message is None:
                raise _fragment(number, tag[1])
            message.begin(number, tag[1], tag[2])
        elif message is None:
            _check_between(number, line.strip())
        elif _ends(line.strip(), message):
            yield message
            message = None
        else:
            message.fields[-1].lines.append(line)
    if message is not None:
        yield message


def _ends(line: str, message: Message) -> bool:
    """The end of a message or the head of the next; a dash alone only after the closing balance, as text may hold one.

    >>> _ends("-}{5:}", Message()), _ends("-", Message()), _ends("-", Message(closed=True)), _ends("-Nr. 1", Message())
    (True, False, True, False)
    """
    if _BLOCK.fullmatch(line):
        return True
    return message.closed and bool(_END.fullmatch(line) or _HEAD.fullmatch(line))


def _check_between(number: int, line: str) -> None:
    """Between messages stand only heads, ends and blanks."""
    if line and not (_HEAD.fullmatch(line) or _BLOCK.fullmatch(line) or _END.fullmatch(line)):
        words = N_("Line {line}: {text} belongs to no message.")
        raise Refusal("mt940.line", words, line=number, text=fields.shown(line))


def _fragment(number: int, tag: str) -> Refusal:
    words = N_("Line {line}: field {tag} stands outside a message: this is a piece of a statement, not a whole one.")
    return Refusal("mt940.fragment", words, line=number, tag=tag)


def _lines(data: bytes) -> Iterator[str]:
    """Lines of any line end; SWIFT's start and end marks (0x01, 0x03) part messages that share a line."""
    text = re.sub(r"[\x01\x03]", "\n", _decode(data).removesuffix("\x1a"))
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if len(line) > LONGEST:
            words = N_("Line {line} has {length} characters; at most {limit} are read.")
            raise Refusal("mt940.long_line", words, line=number, length=len(line), limit=LONGEST)
        if _CONTROL.search(line):
            words = N_("Line {line} holds a control character, which no bank writes.")
            raise Refusal("mt940.control", words, line=number)
        yield line


def _decode(data: bytes) -> str:
    """UTF-8 if it is, else windows-1252; a soft hyphen is how one converter wrote the dash."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return text.replace("\xad", "-")
