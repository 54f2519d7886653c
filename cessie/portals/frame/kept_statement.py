"""The files of a frozen statement of account, for whoever may see it."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from cessie.domain.charges.models import AccountStatement
from cessie.domain.documents.queries import content
from cessie.domain.users.rules.viewer import Viewer

MEDIA = {"pdf": "application/pdf", "json": "application/json"}


def kept_file(row: AccountStatement, form: str, viewer: Viewer) -> HttpResponse:
    """Its paper (pdf) or its data (json); 404 for another form, and as long as the paper is not made."""
    kept = {"pdf": row.pdf_id, "json": row.data_id}.get(form)
    if kept is None:
        raise Http404
    answer = HttpResponse(content(kept, viewer), content_type=MEDIA[form])
    name = f"statement-{row.number.replace('/', '-')}.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = "sandbox"
    return answer
