"""ZIP archives of documents, opened only in memory and within bounds.

Refuses the whole archive (``archive.*``) when it smells: names that leave a folder, links, another archive inside,
encryption, too many members, or more bytes unpacked than any honest batch of invoices has.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from cessie.formats.fields import shown
from cessie.lib.reasons import N_, Refusal

MAX_MEMBERS = 2_000
MAX_UNPACKED = 100 * 2**20
_LINK = 0o120000


def is_archive(head: bytes) -> bool:
    """By its first bytes."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def may_be_workbook(head: bytes, name: str) -> bool:
    """By the names that stand in the first bytes, or that the file bears: ``is_workbook`` looks at all of it."""
    marks = (b"xl/workbook", b"xl/worksheets", b"[Content_Types].xml", b"opendocument.spreadsheet")
    return any(mark in head for mark in marks) or name.lower().endswith((".xlsx", ".xlsm", ".ods"))


def is_workbook(data: bytes) -> bool:
    """Excel and OpenDocument sheets are archives too: told by the files inside."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename for info in archive.infolist()[:MAX_MEMBERS]}
    # zipfile raises NotImplementedError for a packing it does not know; what cannot be opened is no workbook.
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):  # NotImplementedError: unknown packing
        return False
    return bool(names & {"xl/workbook.xml", "xl/workbook.bin"}) or {"mimetype", "content.xml"} <= names


def members(data: bytes, most: int = MAX_UNPACKED) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file in the archive, in its order; together at most ``most`` bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _check(infos)
            left = most
            for info in infos:
                with archive.open(info) as member:
                    content = member.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise _too_large()
                yield info.filename, content
    # All that zipfile raises on damaged bytes: NotImplementedError for an unknown packing, RuntimeError for a password.
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise Refusal("archive.broken", N_("The ZIP archive cannot be read: {detail}"), detail=str(error)) from None


def _too_large() -> Refusal:
    return Refusal(
        "archive.too_large", N_("Unpacked, the ZIP archive holds more than {limit} bytes."), limit=MAX_UNPACKED
    )


def _check(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_MEMBERS:
        words = N_("The ZIP archive holds {count} files; at most {limit} are read.")
        raise Refusal("archive.too_many", words, count=len(infos), limit=MAX_MEMBERS)
    if sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise _too_large()
    for info in infos:
        parts = info.filename.replace("\\", "/").split("/")
        if ".." in parts or not parts[0] or ":" in parts[0]:
            words = N_("The name {name} in the ZIP archive leaves its folder.")
            raise Refusal("archive.name", words, name=shown(info.filename))
        if (info.external_attr >> 16) & 0o170000 == _LINK:
            words = N_("{name} in the ZIP archive is a link, not a file.")
            raise Refusal("archive.link", words, name=shown(info.filename))
        if info.flag_bits & 1:
            words = N_("{name} in the ZIP archive is encrypted.")
            raise Refusal("archive.encrypted", words, name=shown(info.filename))
        if info.filename.lower().endswith(".zip"):
            words = N_("{name}: an archive within an archive is not opened.")
            raise Refusal("archive.nested", words, name=shown(info.filename))
