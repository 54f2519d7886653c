"""``/metrics``: figures of the house for a watchman, in Prometheus' own text.

What the database knows (jobs, workers, tasks, payments that wait) is the same whichever process answers; requests are
counted by each process for itself, under its number. With ``CESSIE_METRICS_TOKEN`` it is for whoever sends that token
(``Authorization: Bearer ...``); without, for this very machine alone. To others the page does not exist.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily

from cessie.workflows.house.failed_jobs import queue

Answer = Callable[[HttpRequest], HttpResponse]
LOCAL = frozenset({"127.0.0.1", "::1", ""})
REGISTRY = CollectorRegistry(auto_describe=False)
REQUESTS = Counter("cessie_requests", "Pages and calls answered.", ["method", "status", "process"], registry=REGISTRY)
SECONDS = Histogram(
    "cessie_request_seconds", "Time to an answer.", ["process"], registry=REGISTRY,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)  # fmt: skip
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class House:
    """What the database says at the moment of the question."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One figure a line; a worker that never gave a sign has no age."""
        jobs = queue()
        by_state = GaugeMetricFamily("cessie_jobs", "Jobs by state.", labels=["state"])
        for state, count in (("waiting", jobs.waiting), ("running", jobs.running), ("failed", jobs.failed)):
            by_state.add_metric([state], count)
        yield by_state
        if jobs.oldest_waits_since:
            yield _age("cessie_oldest_job_seconds", "How long the oldest job waits.", jobs.oldest_waits_since)
        yield GaugeMetricFamily("cessie_workers", "Workers that are registered.", jobs.workers)
        if jobs.last_sign:
            yield _age("cessie_worker_sign_seconds", "Since the last sign of a worker.", jobs.last_sign)
        tasks = GaugeMetricFamily("cessie_tasks_open", "Doubts that wait for a person, by kind.", labels=["kind"])
        for kind, count in _rows("SELECT kind, count(*) FROM work_task WHERE state = 'open' GROUP BY 1 ORDER BY 1"):
            tasks.add_metric([kind], count)
        yield tasks
        orders = GaugeMetricFamily("cessie_orders", "Payment orders that have not ended, by state.", labels=["state"])
        states = "('ordered', 'batched', 'instructed')"
        for state, count in _rows(f"SELECT state, count(*) FROM payments_order WHERE state IN {states} GROUP BY 1"):  # noqa: S608 - fixed words
            orders.add_metric([state], count)
        yield orders
        ((still,),) = _rows("SELECT count(*) FROM payments_standstill WHERE ended_at IS NULL")
        yield GaugeMetricFamily("cessie_payments_standstill", "1 while no payment may leave.", still)


REGISTRY.register(House())


def metrics(request: HttpRequest) -> HttpResponse:
    """The figures; 404 for whoever may not read them."""
    if not _may_read(request):
        raise Http404
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def counted(get_response: Answer) -> Answer:
    """Middleware: count each answer and its time."""
    process = str(os.getpid())

    def middleware(request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = get_response(request)
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(method, str(response.status_code), process).inc()
        SECONDS.labels(process).observe(time.perf_counter() - begun)
        return response

    return middleware


def _may_read(request: HttpRequest) -> bool:
    token = os.environ.get("CESSIE_METRICS_TOKEN")
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(given.encode(), token.encode())
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not forwarded and request.META.get("REMOTE_ADDR", "") in LOCAL


def _age(name: str, words: str, moment: object) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, max(0, (timezone.now() - moment).total_seconds()))  # type: ignore[operator]


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
