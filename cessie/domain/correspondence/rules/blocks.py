"""What a letter is made of between its greeting and its end: blocks, the same for the type and for the mail's text.

A text is a string, or a tuple of runs where some words are bold, italic or a link; nothing in it is ever source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from cessie.domain.correspondence.rules.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look: plain, bold, italic, or leading somewhere (``to``)."""

    text: str
    look: Literal["", "b", "i", "a"] = ""
    to: str = ""


Text = str | tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``head`` is set above it."""

    text: Text
    head: str = ""

    def to_json(self) -> dict[str, Any]:
        """For the template."""
        return {"is": "paragraph", "head": self.head, "text": typed(self.text)}

    def as_text(self, say: Phrases) -> list[str]:
        """For the mail."""
        return [line for line in (self.head, plain(self.text)) if line]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A short list of texts; ``head`` is set above it."""

    texts: tuple[Text, ...]
    head: str = ""

    def to_json(self) -> dict[str, Any]:
        """For the template."""
        return {"is": "bullets", "head": self.head, "texts": [typed(text) for text in self.texts]}

    def as_text(self, say: Phrases) -> list[str]:
        """For the mail."""
        return [*([self.head] if self.head else []), *(f"- {plain(text)}" for text in self.texts)]


@dataclass(frozen=True, slots=True)
class Box:
    """Where to pay, or where to look: names and values beside a code that a telephone reads (``code``: its content)."""

    head: str
    rows: tuple[tuple[str, str], ...]
    code: str
    scan: str
    big: int = 1  # the row that is set large

    def to_json(self) -> dict[str, Any]:
        """For the template; whoever draws puts the picture in the place of ``code``."""
        rows = [list(row) for row in self.rows]
        return {"is": "box", "head": self.head, "rows": rows, "code": self.code, "scan": self.scan, "big": self.big}

    def as_text(self, say: Phrases) -> list[str]:
        """For the mail."""
        return [self.head, *(f"{name}{say.colon}{value}" for name, value in self.rows)]


@dataclass(frozen=True, slots=True)
class Table:
    """A list of invoices: the first ``words`` columns hold words and days, the rest amounts."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    more: str = ""
    words: int = 3

    def to_json(self) -> dict[str, Any]:
        """For the template."""
        return {
            "is": "table", "title": self.title, "head": list(self.head), "rows": [list(row) for row in self.rows],
            "total": list(self.total), "more": self.more, "words": self.words,
        }  # fmt: skip

    def as_text(self, say: Phrases) -> list[str]:
        """For the mail."""
        lines = [" / ".join(self.head), *("  ".join(cell for cell in row if cell) for row in self.rows)]
        return [*lines, *([self.more] if self.more else [])] if self.rows else []


@dataclass(frozen=True, slots=True)
class Sums:
    """How an amount is built up: names and amounts, the last one the sum."""

    rows: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """For the template."""
        return {"is": "sums", "rows": [list(row) for row in self.rows]}

    def as_text(self, say: Phrases) -> list[str]:
        """For the mail."""
        return [f"{name}{say.colon}{value}" for name, value in self.rows]


Block = Paragraph | Bullets | Box | Table | Sums


@dataclass(frozen=True, slots=True)
class Said:
    """All that a paper says in one language: its title, its blocks in their order, and what stands small at the end."""

    title: str
    blocks: tuple[Block, ...]
    fine: str


def typed(text: Text) -> list[str | dict[str, str]]:
    """Runs as the template takes them."""
    if isinstance(text, str):
        return [text]
    return [{"look": run.look, "text": run.text, "to": run.to} if run.look else run.text for run in text]


def plain(text: Text) -> str:
    """The words alone; of a link its address too."""
    if isinstance(text, str):
        return text
    return "".join(f"{run.text} <{run.to}>" if run.look == "a" and run.to != run.text else run.text for run in text)
