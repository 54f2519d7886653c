"""The files that are embedded in a PDF, taken out within bounds; nothing in it is run, followed or fetched.

Refuses: ``pdf.encrypted``, ``pdf.broken``, ``pdf.too_large``.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from cessie.formats.fields import shown
from cessie.lib.reasons import N_, Refusal

MAX_FILES = 100
MAX_DEPTH = 16
MAX_CONTENT = 20 * 2**20
#: A name that is also written in escaped letters hides from whoever looks for it; LZW has no limit in qpdf.
_LZW = re.compile(rb"/(?:L|#4[cC])(?:Z|#5[aA])(?:W|#57)")
_STRUCTURE = re.compile(rb"/ObjStm|/XRef|/[A-Za-z]*#[0-9a-fA-F]{2}[A-Za-z]*(?:Stm|Ref)")

# Process-wide by nature; nothing else here opens PDFs with qpdf. Without them one stream inflates to gigabytes.
pikepdf.settings.set_qpdf_limits(
    doc_max_warnings=1_000,
    parser_max_nesting=100,
    max_stream_filters=3,
    flate_max_memory=MAX_CONTENT,
    png_max_memory=MAX_CONTENT,
    run_length_max_memory=MAX_CONTENT,
    tiff_max_memory=MAX_CONTENT,
)


@dataclass(frozen=True, slots=True)
class Embedded:
    """One embedded file; ``name`` is only words, never a path."""

    name: str
    content: bytes


def embedded(data: bytes) -> list[Embedded]:
    """Every embedded XML file, each stream once, in the order of the name tree, then of /AF."""
    if _LZW.search(data) and _STRUCTURE.search(data):
        raise _broken("LZW")
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            if not pdf.pages:  # walks the page tree: a loop ends here
                raise _broken("no pages")
            return list(_files(pdf))
    except pikepdf.PasswordError:
        raise Refusal("pdf.encrypted", N_("The PDF asks for a password; please send it without one.")) from None
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, KeyError, RuntimeError) as error:
        raise _broken(re.sub(r"^.*<_io.BytesIO[^>]*>:? ?", "", str(error))) from None


def _broken(detail: str) -> Refusal:
    return Refusal("pdf.broken", N_("The PDF cannot be opened: {detail}"), detail=shown(detail))


def _files(pdf: pikepdf.Pdf) -> Iterator[Embedded]:
    seen: set[tuple[int, int]] = set()
    for spec in _specs(pdf):
        stream = _stream(spec)
        if stream is None or stream.objgen in seen:
            continue
        seen.add(stream.objgen)
        if len(seen) > MAX_FILES:
            words = N_("The PDF holds more than {limit} files.")
            raise Refusal("pdf.too_large", words, limit=MAX_FILES)
        name = str(spec.get("/UF") or spec.get("/F") or "")
        if _is_xml(name, stream):
            yield Embedded(name.replace("\\", "/").rpartition("/")[2], _content(stream, name))


def _specs(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        yield from _leaves(names.get("/EmbeddedFiles"), 0)
    listed = pdf.Root.get("/AF")
    if isinstance(listed, pikepdf.Array):
        yield from (spec for spec in list(listed)[: MAX_FILES + 1] if _is_dictionary(spec))


def _leaves(node: object, depth: int) -> Iterator[pikepdf.Object]:
    """The values of a name tree; one that contains itself ends at its depth."""
    if depth > MAX_DEPTH or not isinstance(node, pikepdf.Dictionary):
        return
    names, kids = node.get("/Names"), node.get("/Kids")
    if isinstance(names, pikepdf.Array):
        pairs = list(names)[1 : 2 * MAX_FILES + 2 : 2]
        yield from (spec for spec in pairs if _is_dictionary(spec))
    if isinstance(kids, pikepdf.Array):
        for kid in list(kids)[:MAX_FILES]:
            yield from _leaves(kid, depth + 1)


def _is_dictionary(value: object) -> bool:
    return isinstance(value, pikepdf.Dictionary)


def _stream(spec: pikepdf.Object) -> pikepdf.Stream | None:
    files = spec.get("/EF")
    found = (files.get("/F") or files.get("/UF")) if isinstance(files, pikepdf.Dictionary) else None
    return found if isinstance(found, pikepdf.Stream) else None


def _is_xml(name: str, stream: pikepdf.Stream) -> bool:
    return name.lower().endswith(".xml") or "xml" in str(stream.get("/Subtype", "")).lower()


def _content(stream: pikepdf.Stream, name: str) -> bytes:
    try:
        content = bytes(stream.read_bytes(pikepdf.StreamDecodeLevel.generalized))
    except (pikepdf.PdfError, pikepdf.DataDecodingError, RuntimeError):
        content = None
    if content is None or len(content) > MAX_CONTENT:
        words = N_("The file {file} inside the PDF cannot be unpacked within {limit} bytes.")
        raise Refusal("pdf.too_large", words, file=shown(name), limit=MAX_CONTENT)
    return content
