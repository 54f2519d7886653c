"""Programs with keys, at the door of a house with everything in every state."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cessie.domain.keys.make_key import make_key
from cessie.domain.keys.models import ApiKey
from cessie.domain.keys.rules.scopes import OF_CLIENTS
from cessie.world.stage import Seller
from tests.portals.house import Stage

ROOT = "/api/v1"


@dataclass
class Program:
    """A client's program with its key."""

    secret: str
    http: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))

    def get(self, path: str, **query: Any) -> Any:
        """Ask."""
        return self.http.get(ROOT + path, query, headers={"Authorization": f"Bearer {self.secret}"})

    def post(self, path: str, body: Any = None, key: str | None = "k1", **more: Any) -> Any:
        """Have something done; ``body`` as JSON."""
        headers = {"Authorization": f"Bearer {self.secret}"} | ({"Idempotency-Key": key} if key else {})
        data = json.dumps(body) if body is not None else ""
        return self.http.post(ROOT + path, data, content_type="application/json", headers=headers, **more)

    def upload(self, name: str, data: bytes, key: str = "k1") -> Any:
        """Hand a file in."""
        headers = {"Authorization": f"Bearer {self.secret}", "Idempotency-Key": key}
        return self.http.post(f"{ROOT}/files", {"file": SimpleUploadedFile(name, data)}, headers=headers)


def program(stage: Stage, seller: Seller, *scopes: str) -> Program:
    """A key of this client with these scopes, all if none is named; as fast as it likes."""
    made = make_key(
        client_id=seller.client_id,
        name="ERP",
        scopes=scopes or OF_CLIENTS,
        expires_at=stage.at + timedelta(days=30),
        second_factor_at=stage.at - timedelta(seconds=1),
        by=seller.owner,
        at=stage.at,
    )
    ApiKey.objects.update(per_minute=1_000_000)
    return Program(made.secret)


@pytest.fixture
def own(full: Stage) -> Program:
    """The first client's."""
    return program(full, full.own)


@pytest.fixture
def other(full: Stage) -> Program:
    """Another client's, who has nothing."""
    return program(full, full.other)
