"""Collections laid into files."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.mandates.rules.files import Kind, files

KINDS = st.builds(
    Kind,
    st.integers(1, 2).map(lambda n: UUID(int=n)),
    st.sampled_from(["BE81ZZZ0123456749", "NL51ZZZ405365330000"]),
    st.sampled_from(["CORE", "B2B"]),
    st.sampled_from(["RCUR", "OOFF"]),
    st.sampled_from([date(2026, 11, 27), date(2026, 11, 30)]),
)
COLLECTIONS = st.lists(
    st.tuples(KINDS, st.integers(1, 10**6).map(lambda n: UUID(int=n))), max_size=40, unique_by=lambda row: row[1]
)


@given(COLLECTIONS, st.integers(1, 10), st.randoms())
def test_each_collection_goes_once_into_one_block_of_its_kind(rows: list[tuple[Kind, UUID]], most: int, dice) -> None:  # type: ignore[no-untyped-def]
    laid = files(rows, most)
    found = [(block.kind, key) for file in laid for block in file for key in block.collections]
    assert sorted(found) == sorted(rows)
    for file in laid:
        assert 1 <= sum(len(block.collections) for block in file) <= most
        assert len({block.kind for block in file}) == len(file)
        assert len({block.kind.account for block in file}) == 1
    shuffled = list(rows)
    dice.shuffle(shuffled)
    assert files(shuffled + rows, most) == laid


def test_a_file_holds_something() -> None:
    with pytest.raises(ValueError, match="at least one"):
        files([], 0)
