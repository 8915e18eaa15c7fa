import pytest
from invented import Programme, begin


@pytest.fixture
def programme(db: None) -> Programme:
    return begin()
