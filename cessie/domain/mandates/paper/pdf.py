"""The mandate as a PDF that lasts (PDF/A-3a) and that a screen reader can read (PDF/UA-1)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock

import typst

from cessie.domain.mandates.rules.mandate_text import text_of, words
from cessie.lib.references import shown_iban

FOLDER = Path(__file__).parent
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """What stands on a mandate; the same gives the same bytes."""

    language: str
    scheme: str
    reference: str
    creditor: str
    identifier: str
    debtor: str
    holder: str
    iban: str
    one_off: bool
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who signed it when, what he had been shown, and the evidence as canonical JSON."""

    signer: str
    role: str
    moment: str
    shown: str
    evidence: str


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(FOLDER / "mandate.typ", root=FOLDER, ignore_system_fonts=True)


def pdf_of(says: Says, signed: Signed | None = None) -> bytes:
    """The mandate as it is shown, or as it was signed."""
    data = json.dumps(_data(says, signed))
    with _one_at_a_time:
        made = _compiler().compile(format="pdf", sys_inputs={"data": data}, pdf_standards=["a-3a", "ua-1"])
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def _data(says: Says, signed: Signed | None) -> dict[str, object]:
    say = words(says.language)
    text, rights = text_of(says.scheme, says.language, says.creditor)
    signature: Sequence[tuple[str, str]] = ()
    if signed is not None:
        name = f"{signed.signer}, {signed.role}" if signed.role else signed.signer
        signature = ((say.signer, name), (say.signed, signed.moment), (say.fingerprint, signed.shown))
    return {
        "lang": says.language,
        "made": [says.on.year, says.on.month, says.on.day],
        "title": say.title,
        "reference": says.reference,
        "creditor": says.creditor,
        "facts": [
            (say.reference, says.reference),
            (say.creditor, says.creditor),
            (say.identifier, says.identifier),
            (say.debtor, says.debtor),
            (say.holder, says.holder),
            (say.account, shown_iban(says.iban)),
            (say.kind, f"{says.scheme} · {say.once if says.one_off else say.recurring}"),
        ],
        "text": text,
        "rights": rights,
        "signature": signature,
        "told": say.evidence,
        "evidence": signed.evidence if signed else "",
    }
