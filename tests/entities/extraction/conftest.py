"""What the tests of extraction share: the names of the reference data, and reading a made-up article."""

from collections.abc import Callable

import pytest

from entities.extraction.gazetteer import Gazetteer
from entities.extraction.language import Language, load_language
from entities.extraction.types import Reading
from tests.entities.extraction import reader


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return reader.seed_gazetteer()


@pytest.fixture(scope="session")
def language() -> Language:
    return load_language("ar")


@pytest.fixture(scope="session")
def read() -> Callable[..., Reading]:
    """Read a title and body with the names of the reference data."""
    return reader.read
