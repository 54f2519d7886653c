"""Whether a participant receives a kind of document: the register of names (NAPTR), then his own service's list (SMP).

Names are asked over HTTPS (``application/dns-json``), so that no other library is needed. Signatures are not verified:
they matter to whoever delivers to the endpoint, which is the access point, not to whether there is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, Literal
from urllib.parse import quote, unquote, urlsplit

import httpx

from cessie.connectors.channels.peppol.identifiers import ACTOR, PARTICIPANT, host_of
from cessie.formats.xml import Element, local, parse
from cessie.lib.reasons import Refusal

Reachable = Literal["yes", "no", "unknown"]
#: ``order preference "U" "Meta:SMP" "!.*!https://...!" .``
_NAPTR: Final = re.compile(r'^\d+ \d+ "?[Uu]"? "?Meta:SMP"? "?!.*?!(?P<url>[^!]+)!"?', re.ASCII)
_MOST: Final = 1024 * 1024  # bytes of a list of documents


#: Whether a participant receives a kind of document.
Find = Callable[[str, str], Reachable]


class Unclear(Exception):
    """Nobody answered, or not in a way that says yes or no."""


#: Records of a name, as the register writes them; none where there is no such name.
Names = Callable[[str], Sequence[str]]


def names_over_https(url: str, client: httpx.Client) -> Names:
    """Ask a resolver that speaks JSON over HTTPS for NAPTR records (type 35)."""

    def ask(name: str) -> Sequence[str]:
        try:
            answer = client.get(url, params={"name": name, "type": "NAPTR"}, headers={"Accept": "application/dns-json"})
            told = answer.json() if answer.status_code == 200 else {}
            if told.get("Status") == 3:  # there is no such name
                return ()
            if told.get("Status") != 0:
                raise Unclear("the register of names does not answer")
            return [str(each["data"]) for each in told.get("Answer", ()) if each.get("type") == 35]
        except (httpx.HTTPError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise Unclear(type(error).__name__) from error

    return ask


class Lookup:
    """Who receives what. ``secure``: services that do not speak HTTPS are not asked (obligatory since 1 Feb 2026)."""

    def __init__(self, names: Names, client: httpx.Client, zone: str, *, secure: bool = True) -> None:
        self._names, self._client, self._zone = names, client, zone
        self._schemes = ("https",) if secure else ("https", "http")

    def can_receive(self, who: str, document: str) -> Reachable:
        """Yes or no where the network says so; ``unknown`` where it does not answer."""
        if not PARTICIPANT.fullmatch(who):
            return "no"
        try:
            found = (_NAPTR.match(record) for record in self._names(host_of(who, self._zone)))
            urls = [match["url"] for match in found if match is not None]
            return "yes" if urls and document in self._documents(urls[0], who) else "no"
        except Unclear:
            return "unknown"

    def _documents(self, url: str, who: str) -> set[str]:
        """The document types that his service lists; none where it does not know him."""
        if urlsplit(url).scheme not in self._schemes:
            raise Unclear("a service without HTTPS")
        try:
            answer = self._client.get(f"{url.rstrip('/')}/{quote(f'{ACTOR}::{who}', safe='')}")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unclear(type(error).__name__) from error
        if answer.status_code == 404:
            return set()
        if answer.status_code != 200 or len(answer.content) > _MOST:
            raise Unclear("no list of documents")
        try:
            return set(_listed(parse(answer.content)))
        except Refusal as error:
            raise Unclear("the list cannot be read") from error


def _listed(root: Element) -> list[str]:
    hrefs = (str(node.get("href", "")) for node in root.iter() if local(node) == "ServiceMetadataReference")
    return [unquote(href.rpartition("/services/")[2]) for href in hrefs]
