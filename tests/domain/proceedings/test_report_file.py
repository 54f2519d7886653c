"""A partner's file of acts and costs: all rows or none, each by the same verb, twice what once does."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cessie.domain.collection.rules.numbers import shown
from cessie.domain.proceedings.models import Case, Cost, Step
from cessie.domain.proceedings.report_file import FileReported, report_file
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.lib.reasons import Refusal
from tests.domain.conftest import SYSTEM
from tests.domain.proceedings.conftest import Play, partner
from tests.domain.proceedings.test_report import PAPERS, SERVED, told, with_bailiff

HEAD = "dossier;kind;act;on;fixed;vouched;amount;words"
AT = datetime(2026, 6, 10, 9, tzinfo=UTC)


def sent(by: Viewer, *rows: str) -> FileReported:
    return report_file(name="acts.csv", data="\n".join((HEAD, *rows)).encode(), by=by, at=AT)


@pytest.fixture
def number(play: Play) -> str:
    return shown(play.dossier.number)


def test_a_file_is_kept_once_and_whole(play: Play, number: str) -> None:
    case = with_bailiff(play)
    rows = (f"{number};act;served;2026-06-08;;{' '.join(PAPERS)};;", f"{number};cost;served;08/06/2026;;;185,00;")
    assert (found := sent(play.bailiff, *rows)).wrong == ()
    assert (found.new, found.known) == (2, 0)
    assert Step.objects.get(act="served").side == "bailiff"
    assert Cost.objects.get().amount_cents == 185_00
    again = sent(play.bailiff, *rows)
    assert (again.new, again.known, again.notes) == (0, 2, ())
    case.refresh_from_db()
    assert (case.state, Step.objects.filter(act="served").count(), Cost.objects.count()) == ("summons_served", 1, 1)


def test_one_wrong_row_and_nothing_is_kept_each_named_with_its_guard(play: Play, number: str) -> None:
    case = with_bailiff(play)
    good = f"{number};act;served;2026-06-08;;{' '.join(PAPERS)};;"
    found = sent(
        play.bailiff, good, f"{number};act;record_drawn;2026-06-09;;;;", f"{number};act;approve;2026-06-09;;;;",
        f"{number};cost;served;2026-06-08;;;;", f"{number};bribe;served;2026-06-08;;;1,00;",
        "2026-999999;act;served;2026-06-08;;;;", f"{number};cost;served;2027-06-08;;;1,00;",
        f"{number};act;served;soon;;;;", f"{number};cost;dance;2026-06-08;;;1,00;", ";act;served;2026-06-08;;;;",
    )  # fmt: skip
    assert {each.row for each in found.wrong} == {3, 4, 5, 6, 7, 8, 9, 10, 11}
    assert next(each for each in found.wrong if each.row == 3).guard == "LAW-BE-07"
    assert (found.new, found.known) == (0, 0)
    assert not Step.objects.filter(act="served").exists()
    assert not Cost.objects.exists()
    assert Case.objects.get(pk=case.pk).state == "bailiff_assigned"


def test_what_another_told_before_is_named_and_another_amount_is_no_repetition(play: Play, number: str) -> None:
    case = with_bailiff(play)
    told(case, "served", SERVED, SYSTEM, stated=PAPERS, words="the bailiff rang")
    (note,) = sent(play.bailiff, f"{number};act;served;2026-06-08;;;;").notes
    assert note.facts == {"row": 2, "day": SERVED}
    sent(play.bailiff, f"{number};cost;served;2026-06-08;;;100,00;")
    assert sent(play.bailiff, f"{number};cost;served;2026-06-08;;;200,00;").wrong[0].why.code == (
        "proceedings.row_other_amount"
    )  # fmt: skip
    assert Cost.objects.get().amount_cents == 100_00


def test_others_see_nothing_and_hostile_files_are_refused(play: Play, number: str) -> None:
    with_bailiff(play)
    _, stranger = partner("bailiff", "Vreemde BV")
    assert sent(stranger, f"{number};act;served;2026-06-08;;{' '.join(PAPERS)};;").wrong[0].why.code == (
        "proceedings.unknown"
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        sent(SYSTEM, f"{number};act;served;2026-06-08;;;;")
    hostile = (
        b"", b"%PDF-1.7", b"\x00" * 40, b"PK\x03\x04" + b"x" * 90, b"dossier;kind\n1;act", HEAD.encode(),
        HEAD.encode() + b"\n" + b'"unclosed;' * 5, HEAD.encode() + b";dossier\n" + b";" * 8,
        HEAD.encode() + (b"\n" + f"{number};act;served;2026-06-08;;;;".encode()) * 501, b"x" * (2**20 + 1),
    )  # fmt: skip
    for data in hostile:
        with pytest.raises(Refusal):
            report_file(name="acts.csv", data=data, by=play.bailiff, at=AT)
    formula = sent(play.bailiff, f"{number};cost;=HYPERLINK(1);2026-06-08;;;1,00;<script>")
    assert formula.wrong[0].why.code == "proceedings.no_act"
    assert date(2026, 6, 8) not in Cost.objects.values_list("on", flat=True)
