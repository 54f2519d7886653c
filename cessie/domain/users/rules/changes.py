"""What of a login two people decide, and the life of such a change.

>>> sorted(to_agree(before=["credit"], after=["administrator", "collection", "treasury"]))
['administrator', 'collection', 'treasury']
>>> to_agree(before=["credit", "treasury"], after=["credit"])
frozenset()
"""

from __future__ import annotations

from collections.abc import Collection

from cessie.lib.states import Machine

CHANGE = Machine("asked", {("asked", "agree"): "done", ("asked", "decline"): "declined"})

#: More roles, a new second factor, a login that works again.
KINDS = ("roles", "second_factor", "switch_on")


def to_agree(*, before: Collection[str], after: Collection[str]) -> frozenset[str]:
    """The roles that come on top: each of them leads to money, so that nobody gives one alone. Taking away is free."""
    return frozenset(after) - frozenset(before)
