"""Keys that rise with time: UUID version 7 (RFC 9562, section 5.7)."""

import os
import time
import uuid


def uuid7() -> uuid.UUID:
    """A new key: 48 bits of Unix milliseconds, then version, variant and 74 random bits."""
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def rising(count: int) -> list[uuid.UUID]:
    """``count`` new keys of one moment in rising order (RFC 9562, section 6.2, method 2: the random part counts on)."""
    first = uuid7().int & ~(1 << 61)  # room to count without touching the variant
    return [uuid.UUID(int=first + step) for step in range(count)]
