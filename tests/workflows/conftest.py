"""One client who sells to one debtor, and whatever a test did, every book holds at its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cessie.config.invariants import examine
from tests.domain.conftest import store_folder
from tests.stories.road import Road, build

__all__ = ["store_folder"]


@pytest.fixture
def road(db: None, store_folder: Path, tmp_path: Path) -> Road:
    """Advance 90 %, fee 3.5 % of the face with a minimum of 50.00, limits of 100,000.00."""
    return build(tmp_path, advance=90, fee="3.5", minimum=50_00)


@pytest.fixture(autouse=True)
def _sound(db: None, store_folder: Path) -> Iterator[None]:
    yield
    assert [breach.in_words() for result in examine() for breach in result.breaches] == []
