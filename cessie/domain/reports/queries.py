"""The reports, each through the eyes of whoever asks: the staff sees all clients, a client its own figures."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Protocol, cast
from uuid import UUID

from cessie.domain.contracts.models import Contract
from cessie.domain.parties import queries as parties
from cessie.domain.reports import kinds as folder
from cessie.domain.reports.rules.report import Asked, By, Column, Formula, Made
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_

#: The order in which a page names them; another file of the folder comes after.
ORDER = ("funds", "utilisation", "earned", "turnover", "ageing", "outstanding", "concentration", "dilution")


class Kind(Protocol):
    """What a file of ``kinds`` offers. ``BY``: the first is the usual one; ``SPAN``: usual days, 0 for a day alone."""

    TITLE: str
    ABOUT: str
    BY: Sequence[By]
    SPAN: int
    SORT: str
    COLUMNS: Sequence[Column]
    FORMULAS: Sequence[Formula]
    CHART: str

    def make(self, asked: Asked) -> Made:
        """The figures."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a row is called, and for a contract whose it is."""

    name: str
    client_id: UUID | None = None
    client: str = ""


@cache
def kinds() -> Mapping[str, Kind]:
    """Every report by its code, found by the folder."""
    names = [module.name for module in pkgutil.iter_modules(folder.__path__)]
    names.sort(key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))
    found = {name: cast(Kind, importlib.import_module(f"{folder.__name__}.{name}")) for name in names}
    return MappingProxyType(found)


def kind(code: str) -> Kind:
    """One report, or ``NotFound``."""
    if code not in kinds():
        raise NotFound("reports.unknown", N_("There is no such report."))
    return kinds()[code]


def report(*, viewer: Viewer, code: str, asked: Asked) -> Made:
    """The figures of one report, of nobody but those whom the viewer sees; ``NotFound`` for others."""
    made_by = kind(code)
    if asked.by not in made_by.BY:
        raise NotFound("reports.unknown", N_("There is no such report."))
    if not viewer.sees_all:
        wanted = viewer.client_ids if asked.clients is None else asked.clients
        if not wanted <= viewer.client_ids:
            raise NotFound("parties.unknown_client", N_("There is no such client."))
        asked = replace(asked, clients=wanted)
    return made_by.make(asked)


def named(keys: Iterable[UUID | None], by: By) -> dict[UUID | None, Named]:
    """What the rows of a report are called; the keys came from a report that the viewer may see."""
    wanted = [key for key in keys if key is not None]
    if by != "contract":
        return {key: Named(name) for key, name in parties.names(wanted).items()}
    rows = Contract.objects.filter(pk__in=wanted).values_list("pk", "number", "client_id", "client__company__name")
    return {key: Named(number, client_id, name) for key, number, client_id, name in rows}
