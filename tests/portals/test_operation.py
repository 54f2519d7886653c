"""The page on which the house is watched: the brake and the failed jobs, for those whose trade it is."""

from __future__ import annotations

from django.db import connection
from django.urls import reverse

from cessie.domain.payments.halt import standstill
from cessie.workflows import jobs
from cessie.workflows.house import failed_jobs
from tests.portals.house import Stage, visit


def test_the_house_is_watched_and_held(stage: Stage) -> None:
    page = reverse("staff:operation")
    treasurer, chief = visit("treasury1@factor.example"), visit("admin@factor.example")
    assert "No job failed" in treasurer.get(page).content.decode()
    halt, resume = (reverse("staff:payments_act", args=[act]) for act in ("halt", "resume"))
    treasurer.post(halt, {"note": ""})
    chief.post(halt, {"note": "no right"})
    assert standstill() is None
    assert "Payments stand still" in treasurer.post(halt, {"note": "strange orders"}, follow=True).content.decode()
    assert "strange orders" in chief.get(page).content.decode()
    treasurer.post(resume, {"note": "a false alarm"})
    assert standstill() is None

    jobs.bank_run.defer()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' RETURNING id")
        (key,) = cursor.fetchone()
    failed_jobs.note(job_id=key, task=jobs.bank_run.name, error=OSError("disk full"), at=stage.at)
    assert "OSError: disk full" in treasurer.get(page).content.decode()
    again = reverse("staff:job_act", args=[key, "retry"])
    treasurer.post(again)
    assert failed_jobs.queue().waiting == 0, "it is not his trade"
    assert chief.post(again).status_code == 302
    assert failed_jobs.queue().waiting == 1
    assert chief.post(again).status_code == 404
    assert chief.post(reverse("staff:job_act", args=[key, "explode"])).status_code == 404
