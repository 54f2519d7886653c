"""Stories use the people and the store of the domain's tests."""

from tests.domain.conftest import store_folder

__all__ = ["store_folder"]
