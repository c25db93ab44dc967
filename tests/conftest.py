"""What every test begins with."""

import pytest

from entities import gazetteers


@pytest.fixture(autouse=True)
def _fresh_gazetteer() -> None:
    """Names of an earlier test are rolled back past the log of changes."""
    gazetteers.forget()
