"""Batches for a print partner, dropped in a folder that his or the house's transfer program empties.

Below the root: ``out`` with a ZIP a batch, there whole in one rename; ``report`` in which the partner's answers are put
down; ``sent`` and ``done``, our memory (``banks.folder``, whose exactly-once this is). A ZIP is named
``<sender>_<yyyymmddThhmmss>_<batch>.zip`` and holds ``manifest.csv`` and a PDF a letter. The same batch gives the same
bytes; another content under a used name is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cessie.connectors.banks import LARGEST
from cessie.connectors.banks.folder import Folder
from cessie.connectors.channels import News, Piece
from cessie.connectors.channels.print_partner.manifest import Service, manifest
from cessie.connectors.channels.print_partner.report import BadReport, read
from cessie.connectors.errors import Rejected

#: Letters of one batch at most.
MOST: Final = 10_000
#: A batch's name: the moment in which it was begun and a number.
NAME: Final = re.compile(r"(\d{8}T\d{6})-(\w{1,20})")
#: Moments in the ZIP are none of anybody's: the same batch is the same bytes.
_NEVER: Final = (1980, 1, 1, 0, 0, 0)


class PrintPartner:
    """The channel over a root folder; ``sender`` is how the partner calls the house."""

    name: str = "print_partner"
    service: Service = "normal"
    at_once = MOST
    safe_again = True

    def __init__(self, root: Path, sender: str = "cessie") -> None:
        if not re.fullmatch(r"[A-Za-z0-9]{1,20}", sender):
            raise Rejected(self.name, "open", f"not a name in file names: {sender!r}")
        self._folder, self._sender = Folder(root, self.name, "report"), sender
        self._read: list[str] = []

    def deliver(self, name: str, pieces: Sequence[Piece]) -> str:
        """Drop a batch; the same name again drops nothing. ``Rejected`` for a name or a letter that cannot be sent."""
        stamp = NAME.fullmatch(name)
        if stamp is None or not pieces or len(pieces) > self.at_once:
            raise Rejected(self.name, "deliver", f"not a batch that can be dropped: {name!r}")
        file = f"{self._sender}_{stamp[1]}_{stamp[2]}.zip"
        self._folder.deliver(file, self._zip(pieces))
        return f"out/{file}"

    def _zip(self, pieces: Sequence[Piece]) -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            sheet = manifest(self.name, self.service, pieces)
            for name, data in (("manifest.csv", sheet), *((f"{p.reference}.pdf", p.letter) for p in pieces)):
                entry = zipfile.ZipInfo(name, _NEVER)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, data)
        return packed.getvalue()

    def news(self, handed: Sequence[str]) -> Sequence[News]:
        """Every line of the reports that wait, in the order of their files. A proof file is taken along.

        ``Rejected`` for a report that cannot be read: it stays where it is until somebody looks; those before it are
        told first.
        """
        self._read, told = [], list[News]()
        for name, data in self._folder.collect():
            if not name.lower().endswith(".csv"):
                continue
            before = list(self._read)
            try:
                told += read(data, self._proof)
            except BadReport as no:
                self._read = before
                if told:
                    break
                raise Rejected(self.name, "report", f"{name}: {no}") from no
            self._read.append(name)
        return told

    def heard(self) -> None:
        """The reports that were told go to ``done`` with their proofs, which are in the store by now."""
        for name in dict.fromkeys(self._read):
            self._folder.acknowledge(name)
        self._read = []

    def _proof(self, name: str) -> bytes:
        """A proof file beside the report; ``BadReport`` where there is none of that name."""
        path = self._folder.in_ / name
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
            raise BadReport(f"no proof file {name!r}")
        self._read.append(name)
        return path.read_bytes()


class RegisteredPost(PrintPartner):
    """The same partner's registered letters, in batches of their own."""

    name = "registered_post"
    service: Service = "registered_ack"
