"""A life cycle as one table of moves, the only way from state to state.

>>> door = Machine("closed", {("closed", "open"): "ajar", ("ajar", "shut"): "closed"})
>>> door.after("closed", "open")
'ajar'
>>> door.states
('ajar', 'closed')
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cessie.lib.reasons import N_, Refusal


class WrongState(Refusal):
    """The event cannot happen in the state in which the thing is now."""


@dataclass(frozen=True)
class Machine:
    """``moves[(state, event)]`` is the next state; what is not in the table is refused."""

    initial: str
    moves: Mapping[tuple[str, str], str]

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, sorted: the list of the check constraint."""
        return tuple(sorted({self.initial, *(state for state, _ in self.moves), *self.moves.values()}))

    def allows(self, state: str, event: str) -> bool:
        """Whether the event may happen now."""
        return (state, event) in self.moves

    def after(self, state: str, event: str) -> str:
        """The next state; refused (``WrongState``) when the table has no such move."""
        if (state, event) not in self.moves:
            raise WrongState(
                "state.move", N_("This cannot be done now: {event} in state {state}."), event=event, state=state
            )
        return self.moves[state, event]
