"""Trees that are asked much: an element whose children are known by their local names.

>>> from cessie.formats.xml import parse
>>> Near(parse(b"<a xmlns='urn:x'><b><c> 1 </c></b></a>")).text("b/c")
'1'
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from cessie.formats.xml import Element, local_name, place


class Near:
    """An element that is asked much while its tree lives: its children by local name, walked once, when first asked.

    A child stays lxml's own until something below it is asked for: most are leaves, of which only the text matters.
    """

    __slots__ = ("_children", "element")

    def __init__(self, element: Element) -> None:
        self.element = element
        self._children: dict[str, list[Element | Near]] | None = None

    def names(self) -> dict[str, list[Element | Near]]:
        """The children by local name, each in document order."""
        found = self._children
        if found is None:
            found = self._children = {}
            for element in self.element:
                tag = element.tag
                name = local_name(tag) if isinstance(tag, str) else ""
                if name in found:
                    found[name].append(element)
                else:
                    found[name] = [element]
        return found

    def rename(self, children: dict[str, list[Element | Near]]) -> None:
        """Call the children otherwise from now on."""
        self._children = children

    def all(self, path: str) -> Iterator[Near]:
        """Every element at ``path`` (local names with slashes), in document order."""
        name, _, rest = path.partition("/")
        found = self.names().get(name, [])
        for index, child in enumerate(found):
            if not isinstance(child, Near):
                child = found[index] = Near(child)
            if rest:
                yield from child.all(rest)
            else:
                yield child

    def first(self, path: str) -> Near | None:
        """The first element at ``path``."""
        if "/" in path:
            return next(self.all(path), None)
        found = self.names().get(path)
        if not found:
            return None
        child = found[0]
        if not isinstance(child, Near):
            child = found[0] = Near(child)
        return child

    def text(self, path: str) -> str | None:
        """The trimmed text of the first element at ``path``; None if absent or empty."""
        if "/" in path:
            near = next(self.all(path), None)
            own = near.element.text if near is not None else None
        else:
            found = self.names().get(path)
            if not found:
                return None
            child = found[0]
            own = child.element.text if isinstance(child, Near) else child.text
        return (own.strip() or None) if own else None

    def texts(self, path: str) -> tuple[str, ...]:
        """The trimmed texts of every element at ``path`` that has one."""
        return tuple(value for found in self.all(path) if (value := found.value))

    @property
    def value(self) -> str | None:
        """Its own trimmed text; None if it has none."""
        own = self.element.text
        return (own.strip() or None) if own else None

    def get(self, name: str) -> str | None:
        """An attribute."""
        return self.element.get(name)

    @property
    def place(self) -> str:
        """Where it stands, for a person."""
        return place(self.element)


#: What is not there: asked for anything it has nothing.
EMPTY = Near(etree.Element("nothing"))
