"""Whether anything that left for debtors in confidence names the house, judged afterwards from the bytes that left.

The house itself looks through each message before it leaves; here all that was sent is taken up again, whoever let it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from cessie.domain.correspondence.marks import house_marks
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.rules.silence import leak_in
from cessie.domain.documents import originals
from cessie.world.lawful import Breach
from cessie.world.stage import moment

#: What speaks against a message that names the house (law of assignment: the debtor is not told).
GUARD: Final = "LAW-ASG-03"


def betrayals(first: date, last: date) -> list[Breach]:
    """What left in these days, was written in confidence, and names the house all the same."""
    left = {"told_at__gte": moment(first, 0), "told_at__lt": moment(last + timedelta(days=1), 0)}
    told = Message.objects.filter(sender__confidential=True, **left).order_by("told_at", "reference")
    marks, found = house_marks(), []
    for message in told:
        files = [(f"{message.reference}.pdf", message.document_id), (f"{message.reference}.eml", message.wire_id)]
        leak = leak_in([(name, originals.read(digest)) for name, digest in files if digest], of=marks)
        if leak is not None:
            text, mark = leak
            found.append(Breach(message.reference, text.where, f"{GUARD}: {mark.said}"))
    return found
