"""Ways to an enforceable title, one file each (``be_ios.py``); the folder is the registry, one exam runs over all.

A file gives ``PROCEDURE``: the table of its moves with days, conditions and documents (``machine.py``). How to add
one stands in docs/how-to-add-a-procedure.md.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from cessie.law.guards import Unlawful
from cessie.law.procedures.machine import Procedure
from cessie.lib.reasons import N_

#: Every procedure by its name: the country, and what it is.
NAMES = tuple(sorted(found.name for found in iter_modules(__path__) if found.name[2:3] == "_"))


@cache
def procedure(name: str) -> Procedure:
    """The procedure of a name; refused where the house has none."""
    if name not in NAMES:
        raise Unlawful(None, "law.unknown_procedure", N_("The procedure {name} is not known here."), name=name)
    return cast(Procedure, import_module(f"{__name__}.{name}").PROCEDURE)


def of_country(country: str) -> tuple[Procedure, ...]:
    """The procedures of a country (ISO code), those that are off included."""
    return tuple(procedure(name) for name in NAMES if name.startswith(f"{country.lower()}_"))
