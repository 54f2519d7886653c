"""The house that the pages show."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.portals.house import Stage, a_stage, fill


@pytest.fixture
def stage(db: None, tmp_path: Path, settings: Settings) -> Stage:
    """A house with two clients and nothing handed in."""
    settings.DOCUMENTS = tmp_path / "documents"
    settings.BANK_FOLDER = tmp_path / "bank"
    return a_stage()


@pytest.fixture
def full(stage: Stage) -> Stage:
    """The same with everything in every state."""
    fill(stage)
    return stage
