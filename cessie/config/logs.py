"""Logs as JSON lines with a correlation id that travels from request to job to posting."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from cessie.lib.correlation import current
from cessie.lib.ids import uuid7

_ALLOWED = re.compile(r"[A-Za-z0-9._-]{8,64}")
#: Links that open by themselves (a debtor's, an invitation's) carry 256 bits of secret in their path.
_LINK = re.compile(r"(?<=/)[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def fresh_correlation(given: str | None = None) -> str:
    """``given`` if it is harmless in a log, else a new id."""
    return given if given and _ALLOWED.fullmatch(given) else str(uuid7())


class JsonLines(logging.Formatter):
    """One JSON object a line: moment, level, logger, message, correlation, and what was given as ``extra``.

    The secret of a link that somebody followed is left out, wherever its address was written.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := current():
            line["correlation"] = number
        line |= {k: v for k, v in vars(record).items() if k not in _STANDARD and k not in ("request", "server_time")}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return _LINK.sub("***", json.dumps(line, ensure_ascii=False, default=str))
