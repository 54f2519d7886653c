"""What a lawyer takes along opens without Cessie, in three languages, and holds everything."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import pypdf
import pytest

from cessie.domain.proceedings.package import package, paper
from cessie.domain.users.rules.viewer import NotFound
from tests.domain.conftest import NOBODY
from tests.domain.proceedings.conftest import DESK, Play
from tests.domain.proceedings.test_report import on, served


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def test_the_package_holds_papers_originals_acts_and_the_claim(play: Play) -> None:
    case = served(play)
    at = on(date(2026, 6, 10))
    data = package(case_id=case.pk, by=play.lawyer, at=at)

    with zipfile.ZipFile(io.BytesIO(data)) as files:
        names = files.namelist()
        assert {f"papers/{name}-{lang}.pdf" for name in ("instruction", "claim_statement", "annexes", "reply_form")
                for lang in ("nl", "fr", "en")} <= set(names)  # fmt: skip
        assert "invoices/0001-F-1.xml" in names
        assert "acts/01-served-2026-06-08.pdf" in names
        facts = json.loads(files.read("case.json"))
        said = text_of(files.read("papers/claim_statement-nl.pdf"))
        reply = text_of(files.read("papers/reply_form-fr.pdf"))
    assert (facts["principal"], facts["state"], facts["days"]["reply_until"]) == (
        "8000.00",
        "summons_served",
        "2026-07-08",
    )
    assert "F-1" in said
    assert "8.000,00" in said.replace("\u00a0", " ")
    assert "8 juillet 2026" in reply


def test_a_stranger_gets_nothing(play: Play) -> None:
    case = play.case()
    at = on(date(2026, 6, 10))
    with pytest.raises(NotFound):
        package(case_id=case.pk, by=NOBODY, at=at)
    with pytest.raises(NotFound):
        paper(case_id=case.pk, name="../../secret", language="nl", by=DESK, at=at)
