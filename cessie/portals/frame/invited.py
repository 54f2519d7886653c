"""Tell a new person by mail how he gets in, and whoever invited him what became of it."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cessie.domain.users.invite import Invited
from cessie.portals.frame.access import Visit, say
from cessie.workflows import inviting


def tell(request: Visit, invited: Invited) -> None:
    """Mail the link; the page says whether it left."""
    link = request.build_absolute_uri(reverse("invitation", args=[invited.secret]))
    if inviting.send(invited, link, at=timezone.now()):
        words = _("{name} was sent a link that opens once. Nobody else sees it.")
        say(request, "good", words.format(name=invited.user.name))
    else:
        words = _("The mail server did not take the link for {name}: invite him again from his page.")
        say(request, "bad", words.format(name=invited.user.name))
