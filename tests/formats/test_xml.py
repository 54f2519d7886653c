"""The one door for XML."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import cessie
from cessie.formats import xml
from cessie.lib.reasons import Refusal


def _refused(data: bytes) -> Refusal:
    with pytest.raises(Refusal) as no:
        xml.parse(data)
    with pytest.raises(Refusal) as also:
        list(xml.stream(data, xml.MAX_BYTES, "record"))
    assert also.value.code == no.value.code
    return no.value


def test_an_external_entity_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("CANARY")
    no = _refused(f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><d>&x;</d>'.encode())
    assert no.code == "xml.doctype"
    assert "CANARY" not in str(no)


def test_entities_that_multiply_are_refused_in_any_encoding() -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    text = f'<!DOCTYPE d [<!ENTITY l0 "lol">{laughs}]><d>&l9;</d>'
    assert _refused(text.encode()).code == "xml.doctype"
    assert _refused(('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")).code == "xml.doctype"


def test_nesting_is_bounded() -> None:
    def nested(levels: int) -> bytes:
        return b"<a>" * levels + b"</a>" * levels

    assert xml.parse(nested(xml.MAX_DEPTH)) is not None
    with pytest.raises(Refusal, match="nests more than"):
        xml.parse(nested(xml.MAX_DEPTH + 1))
    assert _refused(nested(200_000)).code == "xml.too_deep"


def test_a_record_is_no_deeper_than_a_document() -> None:
    deep = b"<a xmlns='urn:x'>" * 200 + b"</a>" * 200
    (root,) = [element for element in xml.stream(deep, xml.MAX_BYTES, "b") if element.getparent() is None]
    with pytest.raises(Refusal, match="nests more than"):
        xml.Node(root)


RECORDS = b"<r xmlns='urn:x'><head/>" + (b"<e><a/><b>" + b"x" * 1000 + b"</b></e>") * 1000 + b"</r>"


def test_records_are_let_go_as_they_are_read() -> None:
    """Memory does not grow with the file: only what lies within one chunk of the parser hangs in the tree."""
    kept = [len(e.getparent()) for e in xml.stream(RECORDS, xml.MAX_BYTES, "e") if xml.local(e) == "e"]  # type: ignore[arg-type]
    assert len(kept) == 1000
    assert max(kept) < 100


def test_elements_outside_records_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MAX_LOOSE", 10)
    assert sum(1 for _ in xml.stream(RECORDS, xml.MAX_BYTES, "e")) == 3002
    with pytest.raises(Refusal, match="more elements"):
        list(xml.stream(RECORDS.replace(b"<e>", b"<x/><e>"), xml.MAX_BYTES, "e"))
    monkeypatch.setattr(xml, "MAX_RECORD", 100)
    with pytest.raises(Refusal, match="more elements"):
        list(xml.stream(RECORDS, xml.MAX_BYTES, "other"))


def test_a_tree_of_too_many_elements_is_refused_before_it_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MAX_TAGS", 100)
    with pytest.raises(Refusal, match="more elements"):
        xml.parse(RECORDS)


def test_size_is_bounded() -> None:
    with pytest.raises(Refusal, match=r"at most 10 are read"):
        xml.parse(b"<a>12345</a>", limit=10)
    assert xml.parse(b"<a>123</a>", limit=10).text == "123"


@pytest.mark.parametrize("data", [b"", b"<a>", b"<a>\0</a>", b"no xml", b"<a>&nbsp;</a>", "<a>é</a>".encode("latin-1")])
def test_broken_xml_tells_its_line(data: bytes) -> None:
    no = _refused(data)
    assert no.code == "xml.broken"
    assert "line 1" in str(no)


def test_an_include_stays_what_it_is() -> None:
    root = xml.parse(b'<a><i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/hostname" parse="text"/></a>')
    assert len(root) == 1
    assert not root[0].text


def test_comments_do_not_split_a_text() -> None:
    assert xml.text(xml.parse(b"<a> 12<!-- x -->34 </a>")) == "1234"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_the_root_is_told_from_the_head_in_any_encoding(encoding: str) -> None:
    name = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    data = f'<?xml version="1.0" encoding="{name}"?><!-- é --><d xmlns="urn:x"><open>'.encode(encoding)
    assert xml.root_name(data) == ("urn:x", "d")
    assert xml.root_name(b"{}") is None


def test_nobody_else_parses_xml() -> None:
    """lxml's parsers, and the standard library's, are called from the door alone."""
    parsers = {"fromstring", "parse", "XMLParser", "iterparse", "XMLPullParser", "HTMLParser", "XML", "fromstringlist"}
    root = Path(cessie.__file__).parent
    for path in root.rglob("*.py"):
        if path == Path(xml.__file__):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in parsers:
                assert not (isinstance(node.value, ast.Name) and node.value.id in {"etree", "ET", "ElementTree"}), path
            if isinstance(node, ast.ImportFrom | ast.Import):
                names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
                assert not any(name.startswith(("xml.", "defusedxml")) for name in names), path
