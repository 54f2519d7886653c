"""Figures for the watchman, and for nobody else."""

from __future__ import annotations

import json
import logging
import secrets

import pytest
from django.test import Client

from cessie.config.logs import JsonLines
from cessie.domain.payments.halt import halt
from cessie.domain.work.open_task import open_task
from cessie.lib.correlation import correlated
from cessie.lib.reasons import Reason
from tests.domain.conftest import AT, SYSTEM

pytestmark = pytest.mark.django_db


def test_the_house_in_figures(client: Client) -> None:
    client.get("/healthz")
    why = Reason("x", "x")
    open_task(key="k", kind="invoice.held", subject=("x", "1"), reasons=[why], due_at=AT, by=SYSTEM, at=AT)
    halt(reason=why, by=SYSTEM, at=AT)
    answer = client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert 'cessie_jobs{state="failed"} 0.0' in lines
    assert 'cessie_tasks_open{kind="invoice.held"} 1.0' in lines
    assert "cessie_payments_standstill 1.0" in lines
    assert any(line.startswith('cessie_requests_total{method="GET"') and 'status="200"' in line for line in lines)


def test_strangers_do_not_see_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 404
    monkeypatch.setenv("CESSIE_METRICS_TOKEN", "geheim-woord")
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer other"}).status_code == 404
    told = client.get("/metrics", headers={"Authorization": "Bearer geheim-woord"}, REMOTE_ADDR="192.0.2.7")
    assert told.status_code == 200


def test_health_says_whether_the_database_answers(client: Client) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": "watchman-1"})
    assert (answer.json(), answer.headers["X-Request-ID"]) == ({"ok": True}, "watchman-1")
    assert client.get("/healthz", headers={"X-Request-ID": "a b"}).headers["X-Request-ID"] != "a b"


def test_a_line_of_the_log_is_json_and_carries_its_number() -> None:
    with correlated("click-12345"):
        record = logging.makeLogRecord({"name": "x", "levelname": "INFO", "msg": "bank run", "sent": 2})
        told = json.loads(JsonLines().format(record))
    assert (told["correlation"], told["message"], told["sent"], told["level"]) == ("click-12345", "bank run", 2, "info")


def test_the_log_tells_no_secret_of_a_link_that_somebody_followed() -> None:
    secret = secrets.token_urlsafe(32)
    record = logging.makeLogRecord({"name": "django.request", "msg": f"Not Found: /debtor/{secret}/owed", "sent": 2})
    told = json.loads(JsonLines().format(record))
    assert told["message"] == "Not Found: /debtor/***/owed"
