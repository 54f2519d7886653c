"""Trees that are asked much: an element whose children are known by their local names.

>>> from cessie.formats.xml import parse
>>> Near(parse(b"<a xmlns='urn:x'><b><c> 1 </c></b></a>")).text("b/c")
'1'
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, final

from lxml import etree

from cessie.formats.xml import LOCAL_NAMES, Element, place

#: By local name; a child that was asked for more than its text is a ``Near``.
Children: TypeAlias = "dict[str, list[Element | Near]]"


@final
class Near:
    """An element that is asked much while its tree lives: its children by local name, walked once, when first asked.

    A child stays lxml's own until something below it is asked for: most are leaves, of which only the text matters.
    Names and steps are looked up here and not through one another: this is the inner loop of reading.
    """

    __slots__ = ("_children", "element")

    def __init__(self, element: Element) -> None:
        self.element = element
        self._children: Children | None = None

    def names(self) -> Children:
        """The children by local name, each in document order."""
        found = self._children
        if found is None:
            found = self._children = {}
            for element in self.element:
                name = LOCAL_NAMES[element.tag]
                if name in found:
                    found[name].append(element)
                else:
                    found[name] = [element]
        return found

    def rename(self, children: Children) -> None:
        """Call the children otherwise from now on."""
        self._children = children

    def all(self, path: str) -> Iterator[Near]:
        """Every element at ``path`` (local names with slashes), in document order."""
        found = self.names().get(path)
        if found is not None:
            for index, child in enumerate(found):
                if type(child) is not Near:
                    child = found[index] = Near(child)
                yield child
        elif "/" in path:
            name, _, rest = path.partition("/")
            for near in self.all(name):
                yield from near.all(rest)

    def first(self, path: str) -> Near | None:
        """The first element at ``path``."""
        children = self._children
        found = (self.names() if children is None else children).get(path)
        if found is not None:
            child = found[0]
            if type(child) is not Near:
                child = found[0] = Near(child)
            return child
        if "/" in path:
            name, _, rest = path.partition("/")
            for near in self.all(name):
                if (below := near.first(rest)) is not None:
                    return below
        return None

    def text(self, path: str) -> str | None:
        """The trimmed text of the first element at ``path``; None if absent or empty."""
        children = self._children
        found = (self.names() if children is None else children).get(path)
        if found is not None:
            child = found[0]
            own = child.element.text if type(child) is Near else child.text
        elif "/" in path and (near := self.first(path)) is not None:
            own = near.element.text
        else:
            return None
        return (own.strip() or None) if own else None

    def texts(self, path: str) -> tuple[str, ...]:
        """The trimmed texts of every element at ``path`` that has one."""
        return tuple([value for found in self.all(path) if (value := found.value)])

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
