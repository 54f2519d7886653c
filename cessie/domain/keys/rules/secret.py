"""The secret of a key: ``cessie_<handle>_<43 characters>``. The handle finds the row; only a hash of the whole is kept.

The random part has 256 bits, so that one round of SHA-256 protects it as well as a slow hash would, at the price of a
microsecond a call.
"""

from __future__ import annotations

import hmac
import re
from hashlib import sha256

_FORM = re.compile(r"cessie_([0-9a-f]{16})_[A-Za-z0-9_-]{43}")


def handle_of(secret: str) -> str | None:
    """The public part; None for what is no secret of ours.

    >>> handle_of("cessie_0123456789abcdef_" + "x" * 43)
    '0123456789abcdef'
    >>> handle_of("hello")
    """
    match = _FORM.fullmatch(secret)
    return match[1] if match else None


def digest_of(secret: str) -> str:
    """What is stored."""
    return sha256(secret.encode()).hexdigest()


def is_of(secret: str, digest: str) -> bool:
    """Whether the digest is the secret's, in a time that tells nothing."""
    return hmac.compare_digest(digest_of(secret), digest)
