"""Every text that stands in a file, however it is wrapped: whoever looks for a word finds it there too.

A mail gives its headers and parts, a PDF its pages, metadata, strings and attached files, an archive its members, and
a text the files that stand in it as base64. Pictures are not read.

>>> [(text.where, text.said) for text in unwrapped(b"<a>SGV0IGh1aXMgdmFuIGtyZWRpZXQ=</a>", "a.xml")][1:]
[('a.xml', '<a>SGV0IGh1aXMgdmFuIGtyZWRpZXQ=</a>'), ('a.xml/base64', 'Het huis van krediet')]
"""

from __future__ import annotations

import base64
import binascii
import codecs
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Final

import pikepdf
import pypdf

from cessie.formats.archive import is_archive, members
from cessie.lib.reasons import Refusal

#: How deep files may lie in files.
DEPTH: Final = 5
#: Bytes of all that is looked through at most: more than any mail may have.
MOST: Final = 64 * 2**20
_BASE64: Final = re.compile(r"(?:[A-Za-z0-9+/_-]{16,}[\r\n]{0,2})+[A-Za-z0-9+/_-]*={0,2}")
#: Streams of a PDF that hold pictures and fonts.
_DRAWN: Final = ("/Image", "/CIDFontType0C", "/Type1C", "/OpenType")
_HEADER: Final = re.compile(rb"(?im)\A[\w-]+:.*(?:\r?\n[ \t].*)*\r?\n(?:[\w-]+:.*(?:\r?\n[ \t].*)*\r?\n)+\r?\n")


@dataclass(frozen=True, slots=True)
class Text:
    """One text, and the way to it through the files."""

    where: str
    said: str


def unwrapped(data: bytes, name: str = "", depth: int = DEPTH) -> Iterator[Text]:
    """All of them, the file's own name first. What cannot be taken apart is given as it stands."""
    yield Text("name", name)
    if depth <= 0 or len(data) > MOST:
        return
    if data.startswith(b"%PDF-"):
        yield from _pdf(data, name, depth)
    elif is_archive(data):
        yield from _archive(data, name, depth)
    elif name.lower().endswith(".eml") or _HEADER.match(data[:20_000]):
        yield from _mail(data, name, depth)
    else:
        yield from _text(data, name, depth)


def _text(data: bytes, name: str, depth: int) -> Iterator[Text]:
    """As UTF-8 where it is that; else in two bytes a sign where it begins so, else byte by byte."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        said = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        said = data.decode("latin-1").replace("\0", "")
    yield Text(name, said)
    for run in _BASE64.finditer(said):
        inner = _decoded(run[0])
        if inner and (_is_file(inner) or _is_words(inner)):
            yield from (text for text in unwrapped(inner, f"{name}/base64", depth - 1) if text.where != "name")


def _decoded(run: str) -> bytes:
    plain = "".join(run.split()).rstrip("=").translate(str.maketrans("-_", "+/"))
    plain = plain[: len(plain) - 1] if len(plain) % 4 == 1 else plain
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4))
    except (binascii.Error, ValueError):
        return b""


def _is_file(data: bytes) -> bool:
    return data.startswith(b"%PDF-") or is_archive(data)


def _is_words(data: bytes) -> bool:
    """Whether it is text at all: a long name of a programme can be decoded as well."""
    try:
        said = data.decode()
    except UnicodeDecodeError:
        return False
    return all(c.isprintable() or c.isspace() for c in said)


def _archive(data: bytes, name: str, depth: int) -> Iterator[Text]:
    try:
        for inner, content in members(data, MOST):
            yield from unwrapped(content, f"{name}/{inner}", depth - 1)
    except Refusal:
        yield from _text(data, name, 1)


def _mail(data: bytes, name: str, depth: int) -> Iterator[Text]:
    """Headers as they stand and as they are read, and each part with its own."""
    mail = message_from_bytes(data, policy=policy.default)
    for part in mail.walk():
        yield Text(f"{name}/headers", "\n".join(f"{key}: {value}" for key, value in part.raw_items()))
        yield Text(f"{name}/headers", "\n".join(f"{key}: {_value(part, key)}" for key in part.keys()))  # noqa: SIM118 - a mail
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            inner = str(part.get_filename() or part.get_content_type())
            if isinstance(content, bytes):
                yield from unwrapped(content, f"{name}/{inner}", depth - 1)


def _value(part: EmailMessage, key: str) -> str:
    """A header as a person reads it; the standard library stumbles over what somebody broke."""
    try:
        return "; ".join(str(value) for value in part.get_all(key, []))
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""


def _pdf(data: bytes, name: str, depth: int) -> Iterator[Text]:
    """What its pages show, what they are made of, what is said about the file, and what is attached to it."""
    try:
        with pikepdf.open(io.BytesIO(data)) as whole:
            for found in whole.objects:
                yield from _object(found, name)
            for inner, attached in whole.attachments.items():
                yield from unwrapped(attached.get_file().read_bytes(), f"{name}/{inner}", depth - 1)
        for page in pypdf.PdfReader(io.BytesIO(data)).pages:
            yield Text(f"{name}/page", page.extract_text())
    except (pikepdf.PdfError, pypdf.errors.PyPdfError, zlib.error, ValueError, RecursionError, KeyError, TypeError):
        yield Text(name, data.decode("latin-1"))  # what no reader opens is looked through as it stands


def _object(found: pikepdf.Object, name: str) -> Iterator[Text]:
    """The strings of one object, and the text of a stream that is no picture or font."""
    if isinstance(found, pikepdf.Stream) and found.get("/Subtype") not in _DRAWN and "/Length1" not in found:
        try:
            yield Text(f"{name}/stream", found.read_bytes().decode("utf-8", "replace"))
        except pikepdf.PdfError:
            yield Text(f"{name}/stream", found.read_raw_bytes().decode("latin-1"))
    yield Text(f"{name}/strings", "\n".join(_strings(found, DEPTH)))


def _strings(found: object, depth: int) -> Iterator[str]:
    """Those that stand in it itself: what it points to is looked at in its own turn."""
    if isinstance(found, pikepdf.String):
        yield str(found)
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array) and depth > 0:
        inner = found if isinstance(found, pikepdf.Array) else [value for _, value in found.items()]
        for value in inner:
            if not getattr(value, "is_indirect", False):
                yield from _strings(value, depth - 1)
