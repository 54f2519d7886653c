"""The official rules run in a process of their own: they fire as told, and a dead process is started anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from cessie.connectors.errors import Temporary
from cessie.connectors.rules import checker
from cessie.formats import xml
from cessie.formats.invoices import cii, ubl
from tests.formats import hybrid, samples
from tools import corpus_rules

UBL = ubl.write(samples.invoice())


@pytest.mark.parametrize(
    ("customization", "syntax", "rules"),
    [
        ("urn:cen.eu:en16931:2017", "ubl", "ubl"),
        ("urn:cen.eu:en16931:2017", "cii", "en16931"),
        (None, "cii", "en16931"),
        ("urn:factur-x.eu:1p0:minimum", "cii", "minimum"),
        ("urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic", "cii", "basic"),
        ("urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended", "cii", "extended"),
    ],
)
def test_each_level_has_its_rules(customization: str | None, syntax: str, rules: str) -> None:
    assert checker.rules_of(customization, syntax) == rules


def test_what_is_no_xml_and_what_is_older_than_the_rules_has_none() -> None:
    assert checker.check(samples.invoice()) is None
    (older,) = cii.read(hybrid.zugferd1())
    assert checker.check(older) is None


def test_a_dead_process_is_started_anew_and_the_rules_fire() -> None:
    with pytest.raises(Temporary):  # an error is an answer: the process goes on
        checker.ask("nothing", xml.parse(UBL))
    process = checker._CHILD._process
    assert process is not None
    assert process.poll() is None
    process.kill()
    process.wait()
    (good,) = ubl.read(UBL)
    assert checker.check(good) == ()
    total = b'TaxInclusiveAmount currencyID="EUR">12'
    (wrong,) = ubl.read(UBL.replace(total + b"1.00", total + b"2.00"))
    broken = checker.check(wrong)
    assert broken is not None
    assert {rule.rule for rule in broken} == {"BR-CO-15", "BR-CO-16"}
    assert broken[0].flag == "fatal"
    assert broken[0].reason.code == "rule.br-co-15"


def test_a_process_that_does_not_answer_in_time_is_ended() -> None:
    child = checker.Child(seconds=0)
    with pytest.raises(Temporary, match="no answer"):
        child.ask({"rules": "ubl", "xml": "<a/>"})
    assert child._process is None


def test_some_of_the_official_tests_of_the_rules(corpus: Path) -> None:
    """The full run is ``make corpus-rules``."""
    told = list(corpus_rules.unit_tests(corpus, every=20))
    assert len(told) >= 20
    assert [one for one in told if not one.right] == []
