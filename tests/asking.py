"""`pytest --asking-database`: only the tests that ask a database, for the run on the second one; what asks none shows the same there.

A test asks one if pytest-django lets it (the mark or a fixture of it, however far away it is requested), or if it says so itself with the mark
`database` because it starts processes with a database of their own. No other test can reach one: pytest-django refuses.
"""

import pytest
from django.test import SimpleTestCase

_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback", "django_db_setup", "live_server"}
_LEFT_OUT = pytest.StashKey[int]()


def asks(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("django_db", "database"))
    cases = getattr(item, "cls", None)
    return marked or bool(_FIXTURES & set(getattr(item, "fixturenames", ()))) or bool(cases and issubclass(cases, SimpleTestCase))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--asking-database", action="store_true", help="only the tests that ask a database")


@pytest.hookimpl(trylast=True)  # after -m has chosen
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--asking-database"):
        return
    out = [item for item in items if not asks(item)]
    config.stash[_LEFT_OUT] = len(out)
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if asks(item)]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of xdist tells the process that started it."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(_LEFT_OUT, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    config = node.config  # type: ignore[attr-defined]
    config.stash[_LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", 0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if left := config.stash.get(_LEFT_OUT, 0):
        terminalreporter.write_line(f"{left} tests ask no database and were left out")
