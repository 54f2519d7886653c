"""The only door for XML: no entities, no DTD, no network, bounded size and depth.

Everything that reads XML from outside goes through ``parse`` (a tree) or ``stream`` (one element at a time); nothing
else in the house may call lxml's parsers.
Refuses: ``xml.too_large``, ``xml.broken``, ``xml.doctype``, ``xml.too_deep``, ``xml.too_many``.

>>> from cessie.formats.xml import parse, text
>>> text(parse(b"<a xmlns='urn:x'><b> 1 </b></a>"), "{*}b")
'1'
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from lxml import etree

from cessie.lib.reasons import N_, Refusal

MAX_BYTES = 20 * 2**20
MAX_DEPTH = 100
MAX_TAGS = 3_000_000
MAX_RECORD = 3_000_000
MAX_LOOSE = 300_000
HEAD_BYTES = 65_536
MAX_NAME = 200
MAX_NAMES = 4096
_BITE = 512

Element = etree._Element  # lxml's public face has no name for the type
_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_pis": True,
    "remove_comments": True,
}
_DEEPER = etree.XPath("boolean(/" + "/".join(["*"] * (MAX_DEPTH + 1)) + ")")


def _broken(error: etree.LxmlError) -> Refusal:
    line, column = getattr(error, "position", None) or (0, 0)
    detail = (error.msg if isinstance(error, etree.XMLSyntaxError) else str(error)) or "no content"
    if "depth" in detail.lower():
        return _too_deep()
    if "amplification" in detail:  # entities can only have been declared in a DOCTYPE
        return _doctype()
    return Refusal(
        "xml.broken",
        N_("The XML is broken at line {line}, column {column}: {detail}"),
        line=max(line, 1),
        column=max(column, 1),
        detail=detail.split(", line ")[0].strip(),
    )


def _too_deep() -> Refusal:
    return Refusal("xml.too_deep", N_("The XML nests more than {limit} elements in one another."), limit=MAX_DEPTH)


def _doctype() -> Refusal:
    return Refusal("xml.doctype", N_("The XML declares a DOCTYPE, which is never accepted."))


def _too_many() -> Refusal:
    return Refusal("xml.too_many", N_("The XML holds more elements than any honest document of its kind."))


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        raise Refusal(
            "xml.too_large",
            N_("The file has {size} bytes; at most {limit} are read."),
            size=size,
            limit=limit,
        )


def _check_doctype(root: Element) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype()


def parse(data: bytes, limit: int = MAX_BYTES) -> Element:
    """The root of the document; every danger is refused before anybody looks at the tree."""
    _check_size(len(data), limit)
    if len(data) > MAX_TAGS and data.count(b"<") > MAX_TAGS:  # an element costs more memory than its few bytes
        raise _too_many()
    try:
        root = etree.fromstring(data, etree.XMLParser(**_SAFE))
    except (etree.LxmlError, ValueError) as error:
        raise _broken(error if isinstance(error, etree.LxmlError) else etree.LxmlError(str(error))) from None
    _check_doctype(root)
    if _DEEPER(root.getroottree()):
        raise _too_deep()
    return root


def stream(data: bytes, limit: int, record: str) -> Iterator[Element]:
    """Each element as it ends, in document order; those named ``record`` are let go once the next one has ended.

    So memory stays bounded however large the file is: by one record (``MAX_RECORD`` elements) and by what stands
    outside records (``MAX_LOOSE``). The caller reads a record when he gets it and keeps no element.
    """
    _check_size(len(data), limit)
    events = etree.iterparse(io.BytesIO(data), events=("end",), **_SAFE)
    open_, loose, first = 0, 0, True
    last: Element | None = None
    suffix = f"}}{record}"
    try:
        for _event, element in events:
            if first:
                _check_doctype(element)
                first = False
            open_ += 1
            if open_ > MAX_RECORD or loose > MAX_LOOSE:
                raise _too_many()
            yield element
            if str(element.tag).endswith(suffix):
                loose += open_ - sum(1 for _ in element.iter())
                open_ = 0
                before = last.getparent() if last is not None else None
                if before is not None and last is not None and before is element.getparent():
                    before.remove(last)
                last = element
    except etree.LxmlError as error:
        raise _broken(error) from None


@lru_cache(maxsize=4)
def root_name(head: bytes) -> tuple[str, str] | None:
    """Namespace and local name of the root element from the first bytes, in any encoding; None if there is none."""
    if not head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<"):
        return None
    parser = etree.XMLPullParser(events=("start",), **_SAFE)
    with contextlib.suppress(etree.LxmlError):  # broken further down: the start may still be told
        for start in range(0, min(len(head), HEAD_BYTES), _BITE):  # most roots stand in the first bite
            parser.feed(head[start : start + _BITE])
            for _event, element in parser.read_events():
                if isinstance(element, Element):
                    return _name(str(element.tag))
    for _event, element in parser.read_events():
        if isinstance(element, Element):
            return _name(str(element.tag))
    return None


def _name(tag: str) -> tuple[str, str]:
    """By hand: a prefix that was never declared stays in the tag, which QName refuses to look at."""
    namespace, _, name = tag.rpartition("}")
    return namespace.lstrip("{"), name


class _LocalNames(dict[Any, str]):
    """Names without their namespace by tag, each cut once; no more are kept than honest documents have."""

    def __missing__(self, tag: Any) -> str:
        name = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        if len(name) <= MAX_NAME:
            if len(self) >= MAX_NAMES:
                self.clear()
            self[tag] = name
        return name


LOCAL_NAMES: Final = _LocalNames()


def local(element: Element) -> str:
    """The element's name without its namespace."""
    return LOCAL_NAMES[element.tag]


def place(element: Element) -> str:
    """Where an element stands, for a person: its path without namespaces and its line."""
    names = [local(element), *(local(up) for up in element.iterancestors())]
    return f"{'/'.join(reversed(names))} (line {element.sourceline})"


def text(element: Element, path: str | None = None) -> str | None:
    """The trimmed text at ``path`` (first found) or of the element itself; None if absent or empty."""
    found = element.find(path) if path else element
    value = found.text if found is not None else None
    return (value.strip() or None) if value else None


def texts(element: Element, path: str) -> tuple[str, ...]:
    """The trimmed texts of every element at ``path`` that has one."""
    return tuple(value for found in element.iterfind(path) if (value := text(found)))


_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})


class Node:
    """A light copy of an element for code that asks much of it: local names only, much faster than lxml's paths."""

    __slots__ = ("attributes", "children", "line", "path", "value")

    def __init__(self, element: Element, path: str = "", depth: int = 0) -> None:
        if depth > MAX_DEPTH:
            raise _too_deep()
        name = local(element)
        self.path = f"{path}/{name}" if path else name
        self.line = element.sourceline
        attributes = element.items()
        self.attributes: Mapping[str, str] = {str(k): str(v) for k, v in attributes} if attributes else _NO_ATTRIBUTES
        text = element.text
        self.value = (text.strip() or None) if text else None
        children: dict[str, list[Node]] = {}
        for child in element:
            node = Node(child, self.path, depth + 1)
            name = local(child)
            if name in children:
                children[name].append(node)
            else:
                children[name] = [node]
        self.children = children

    def all(self, path: str) -> Iterator[Node]:
        """Every node at ``path`` (local names with slashes), in document order."""
        name, _, rest = path.partition("/")
        for child in self.children.get(name, ()):
            if rest:
                yield from child.all(rest)
            else:
                yield child

    def first(self, path: str) -> Node | None:
        """The first node at ``path``."""
        if "/" not in path:
            found = self.children.get(path)
            return found[0] if found else None
        return next(self.all(path), None)

    def text(self, path: str) -> str | None:
        """The trimmed text of the first node at ``path``; None if absent or empty."""
        found = self.first(path)
        return found.value if found is not None else None

    def texts(self, path: str) -> tuple[str, ...]:
        """The trimmed texts of every node at ``path`` that has one."""
        return tuple(found.value for found in self.all(path) if found.value)

    def get(self, name: str) -> str | None:
        """An attribute."""
        return self.attributes.get(name)

    @property
    def place(self) -> str:
        """Where it stands, for a person."""
        return f"{self.path} (line {self.line})"


__all__ = [
    "HEAD_BYTES",
    "LOCAL_NAMES",
    "MAX_BYTES",
    "Element",
    "Node",
    "local",
    "parse",
    "place",
    "root_name",
    "stream",
    "text",
    "texts",
]
