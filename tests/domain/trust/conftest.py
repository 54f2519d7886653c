"""The agency, with an empty third-party account."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.trust_money import Agency, agency


@pytest.fixture
def on(db: None, store_folder: Path) -> Agency:
    return agency()
