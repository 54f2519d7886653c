"""The correlation id: one name for a request, the jobs that it starts and the postings that they make.

The outermost door (web request, job, command) sets it; whoever writes a log line or an audit line reads it.

>>> with correlated("req-1"):
...     current()
'req-1'
>>> current()
''
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_id: ContextVar[str] = ContextVar("correlation_id", default="")


def current() -> str:
    """The id of what is going on now; empty outside of any door."""
    return _id.get()


@contextmanager
def correlated(correlation_id: str) -> Iterator[str]:
    """Everything inside carries this id."""
    token = _id.set(correlation_id)
    try:
        yield correlation_id
    finally:
        _id.reset(token)
