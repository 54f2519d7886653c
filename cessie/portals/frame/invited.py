"""Tell a new person how he gets in, by mail or by whoever invited him, and that one what became of it."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cessie.domain.users.invite import Invited
from cessie.lib.reasons import Refusal
from cessie.portals.frame.access import Visit, say
from cessie.workflows.letters import inviting
from cessie.workflows.letters.mailing import can_mail


def invite(request: Visit, make: Callable[..., Invited]) -> str:
    """Let in whom the form names (``name``, ``email``, ``language``) by the verb ``make``, and ``tell`` him.

    Blank too where it was refused; the page says why.
    """
    given = {field: request.POST.get(field, "") for field in ("email", "name", "language")}
    try:
        invited = make(**given, by=request.viewer, at=timezone.now())
    except Refusal as no:
        say(request, "bad", no.reason)
        return ""
    return tell(request, invited)


def tell(request: Visit, invited: Invited) -> str:
    """Mail the link; the page says whether it left. In a house that cannot mail: the link, to be handed over."""
    link = request.build_absolute_uri(reverse("invitation", args=[invited.secret]))
    if not can_mail():
        return link
    if inviting.send(invited, link, at=timezone.now()):
        words = _("{name} was sent a link that opens once. Nobody else sees it.")
        say(request, "good", words.format(name=invited.user.name))
    else:
        words = _("The mail server did not take the link for {name}: invite him again from his page.")
        say(request, "bad", words.format(name=invited.user.name))
    return ""
