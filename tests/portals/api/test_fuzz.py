"""A sample of what ``make fuzz-api`` does at length: calls of every kind, each answered as the document says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cessie.config.wsgi import application
from cessie.portals.api.root import document
from tests.portals.api.conftest import Program

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EACH = 6  # calls to an endpoint


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """All calls stand in the test's own transaction: no request closes its connection behind it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_answer_is_as_described(own: Program) -> None:
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(document())))
    schema.app = application
    called = 0
    for each in schema.get_all_operations():
        operation = each.ok()
        cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))

        @given(case=cases, key=st.uuids())
        @settings(max_examples=EACH, database=None, deadline=None, derandomize=True, phases=[Phase.generate],
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        def call(case: Any, key: Any) -> None:
            nonlocal called
            called += 1
            headers = {"Authorization": f"Bearer {own.secret}", "Idempotency-Key": str(key)}
            case.call_and_validate(headers=headers, checks=CHECKS)

        call()
    assert called >= 16 * EACH // 2
