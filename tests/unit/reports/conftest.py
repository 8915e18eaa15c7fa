from collections.abc import Callable
from pathlib import Path

import pytest
from small_lists import write_list


@pytest.fixture
def a_list(tmp_path: Path) -> Callable[..., Path]:
    """a_list("name.xlsx") writes PEOPLE to that file."""
    return lambda name="Desa Lere.xlsx", **given: write_list(tmp_path / name, **given)
