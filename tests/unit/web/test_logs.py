"""Logs: one JSON object a line, ids, and nobody's name or number."""

import json
import logging

from payung.config.logs import JsonLines


def line(message: str, *args: object, **extra: object) -> dict[str, object]:
    record = logging.getLogger("payung.test").makeRecord("payung.test", logging.INFO, "f.py", 1, message, args, None, extra=extra)
    return json.loads(JsonLines().format(record))


def test_what_happened_with_the_ids_that_are_known():
    told = line("list.accept", number="ab12", user=7, person="Wa Ode", nik="x")
    assert (told["event"], told["number"], told["user"], told["level"]) == ("list.accept", "ab12", 7, "info")
    assert "Wa Ode" not in json.dumps(told)


def test_values_that_others_fill_in_are_left_out():
    assert line("row of %s refused", "Wa Ode")["event"] == "row of %s refused"


def test_an_exception_says_where_and_not_what():
    try:
        raise ValueError("Wa Ode 7405")
    except ValueError:
        import sys

        record = logging.LogRecord("payung", logging.ERROR, "f.py", 1, "broken", (), sys.exc_info())
    text = JsonLines().format(record)
    assert json.loads(text)["error"] == "ValueError"
    assert "test_logs.py" in text
    assert "Wa Ode" not in text
