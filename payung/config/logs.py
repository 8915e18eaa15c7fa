"""Logs as one JSON object a line, with ids and never with people: of an error its kind and where it happened, not what it says."""

import json
import logging
import os
import traceback
from datetime import UTC, datetime

_KEPT = ("code", "number", "path", "status", "method", "seconds", "user", "act", "task", "upload", "paper")  # what `extra` may add


class JsonLines(logging.Formatter):
    """time, level, logger, event, the parts of `extra` that are known, and of an exception its class and lines of code."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            # what others log may hold values of people: only its template is kept
            "event": record.msg if isinstance(record.msg, str) else type(record.msg).__name__,
        }
        told |= {name: getattr(record, name) for name in _KEPT if isinstance(getattr(record, name, None), str | int | float)}
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            told["error"] = record.exc_info[0].__name__
            told["at"] = [f"{os.path.basename(os.path.dirname(f.filename))}/{os.path.basename(f.filename)}:{f.lineno}" for f in frames[-8:]]
        return json.dumps(told, ensure_ascii=False)


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "payung.config.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "payung": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
