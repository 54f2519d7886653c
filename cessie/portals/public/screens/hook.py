"""An outside service says that something is new: it is believed in nothing, and asked.

What is asked is loaded by the first call, inside the functions: these addresses lie at the door, which opens without
the rooms behind it (``config.urls``).
"""

from __future__ import annotations

import json
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

#: How each carrier calls the number of a message: in a form, or in JSON.
NUMBERS: Final = {"registered_email": "id_mail", "peppol": "id"}


@csrf_exempt  # a program of theirs shows the secret of the address, and no cookie
@require_POST
def hook(request: HttpRequest, channel: str, secret: str) -> HttpResponse:
    """Have the carrier asked about the message at the next turn; 404 for whoever does not know the address."""
    from cessie.domain.correspondence.hear import ask_soon
    from cessie.workflows.letters.carriers import hook_secret

    if channel not in NUMBERS or not constant_time_compare(secret, hook_secret(channel)):
        raise Http404
    ask_soon(channel=channel, handed=_number(request, NUMBERS[channel]), at=timezone.now())
    return HttpResponse("OK", content_type="text/plain")


@csrf_exempt  # a program of theirs shows its signature, and no cookie
@require_http_methods(["GET", "POST"])
def mandates(request: HttpRequest) -> HttpResponse:
    """The service of mandates says that something is new: its feed is read soon. 404 without its signature."""
    from cessie.connectors.mandates.twikey import SIGNATURE, genuine
    from cessie.workflows.jobs import order_mandates

    query, signature = request.META.get("QUERY_STRING", ""), request.headers.get(SIGNATURE, "")
    if not genuine(query, signature, settings.TWIKEY_KEY):
        raise Http404
    order_mandates()
    return HttpResponse("OK", content_type="text/plain")


def _number(request: HttpRequest, name: str) -> str:
    """The number that it speaks of; blank where it names none."""
    if request.content_type != "application/json":
        return request.POST.get(name, "")
    try:
        said = json.loads(request.body)
    except ValueError:
        return ""
    return str(said.get(name, "")) if isinstance(said, dict) else ""
