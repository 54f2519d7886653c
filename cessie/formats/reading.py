"""Reads whatever arrives: finds the format by the content and gives its documents; what cannot be read is a value too.

>>> [document.reason.code for document in read(b"hello", "a.txt")]
['format.unknown']
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from cessie.formats import archive, registry, unsupported
from cessie.formats.registry import Format
from cessie.formats.values import Document, Refused
from cessie.formats.values.table import Layout
from cessie.formats.xml import HEAD_BYTES, parse
from cessie.lib.reasons import N_, Reason, Refusal

NO_LAYOUTS: Mapping[str, Layout] = MappingProxyType({})


def format_of(data: bytes, name: str = "") -> Format | None:
    """The format whose mark the content bears; the file's name is only a hint."""
    head = data[:HEAD_BYTES]
    return next((format_ for format_ in registry.formats() if format_.looks_like(head, name)), None)


def read(data: bytes, name: str = "", layouts: Mapping[str, Layout] = NO_LAYOUTS) -> list[Document]:
    """Every document of the file, in order; never raises for what a file may hold.

    ``layouts``: what columns of sheets mean, by the signature of their header (``formats.tables``); not within
    archives, whose parts must be counted the same whatever somebody explained in between.
    """
    return [document for _, document in read_named(data, name, layouts)]


def read_named(data: bytes, name: str = "", layouts: Mapping[str, Layout] = NO_LAYOUTS) -> list[tuple[str, Document]]:
    """The same, each with the name of the file in which it stands: its own within an archive."""
    if is_batch(data):
        return _read_archive(data, name)
    return [(name, document) for document in _read_one(data, name, layouts)]


def is_batch(data: bytes) -> bool:
    """Whether the file is an archive of documents, and no workbook."""
    return archive.is_archive(data[:HEAD_BYTES]) and not archive.is_workbook(data)


def _read_archive(data: bytes, whole: str) -> list[tuple[str, Document]]:
    try:
        files = list(archive.members(data))
    except Refusal as no:
        return [(whole, Refused(reason=no.reason, format="zip"))]
    if not files:
        empty = Reason("archive.empty", N_("The ZIP archive holds no file."))
        return [(whole, Refused(reason=empty, format="zip"))]
    counted = Counter(name for name, _ in files)
    return [
        (name, _flag(document, name, counted[name])) for name, content in files for document in _read_one(content, name)
    ]


def _flag(document: Document, name: str, times: int) -> Document:
    """A name that stands in the archive twice may hide one document behind another: say so on each."""
    if times == 1 or isinstance(document, Refused):
        return document
    doubt = Reason(
        "archive.same_name",
        N_("The archive holds {times} files named {name}."),
        {"times": times, "name": name},
    )
    return replace(document, warnings=(*document.warnings, doubt))


def _read_one(data: bytes, name: str, layouts: Mapping[str, Layout] = NO_LAYOUTS) -> list[Document]:
    format_ = format_of(data, name)
    try:
        if format_ is None:
            raise _unknown(data, name)
        if len(data) > registry.limit(format_):
            raise too_large(len(data), registry.limit(format_))
        laid_out = getattr(format_, "read_laid_out", None)
        return list(laid_out(data, layouts) if laid_out is not None else format_.read(data))
    except Refusal as no:
        return [Refused(reason=no.reason, format=format_.NAME if format_ is not None else None)]


def too_large(size: int, limit: int) -> Refusal:
    """The refusal of a file that is not opened for its size."""
    words = N_("The file has {size} bytes; at most {limit} are read.")
    return Refusal("format.too_large", words, size=size, limit=limit)


def _unknown(data: bytes, name: str) -> Refusal:
    if not data.strip():
        return Refusal("format.empty", N_("The file is empty."))
    known = unsupported.name_of(data[:HEAD_BYTES], name)
    if data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<") and known != "HTML":
        try:
            parse(data)  # broken or hostile XML is told as that
        except Refusal as no:
            return no
    if known is not None:
        return Refusal("format.unsupported", N_("The format {name} is not supported yet."), name=known)
    return Refusal("format.unknown", N_("The file is of no format that is known here."))
