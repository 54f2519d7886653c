"""Whether the words of a payment quote a reference of ours."""

from __future__ import annotations

import re


def quotes(said: str, reference: str) -> bool:
    """Whole, in any case, with blanks where people put them; a longer number that holds it is another.

    >>> quotes("inv. f001 - t1, thanks", "F001-T1"), quotes("F001-T12", "F001-T1"), quotes("XF001-T1", "F001-T1")
    (True, False, False)
    """
    spaced = r"\s*".join(re.escape(sign) for sign in reference if not sign.isspace())
    return re.search(rf"(?<![A-Za-z0-9]){spaced}(?![A-Za-z0-9])", said, re.IGNORECASE) is not None
