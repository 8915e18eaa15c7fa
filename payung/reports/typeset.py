"""One way in which a Typst template becomes a paper: our own fonts, one day, and what it prints as JSON. The same content gives the same bytes."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import font_source_sans_pro
import typst


def given(name: str, content: Any, on: date) -> dict[str, Any]:
    """What `typst.compile` takes besides the template: `content` under the name that the template reads, `on`: the day of the paper."""
    return {
        "font_paths": [font_source_sans_pro.font_directory],
        "ignore_system_fonts": True,
        "sys_inputs": {name: json.dumps(content, ensure_ascii=False)},
        "timestamp": int(datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp()),
    }


def tagged_pdf(template: Path, name: str, content: Any, on: date) -> bytes:
    """A tagged PDF (PDF/UA-1)."""
    made: bytes = typst.compile(template, pdf_standards=["ua-1"], **given(name, content, on))
    return made
